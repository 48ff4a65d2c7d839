import { createServer } from 'node:net';

const listen = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

export const isFree = (port: number): Promise<boolean> =>
  listen(port).then(
    () => true,
    () => false,
  );

/** The remembered port when it is still free, else any free one: a second start keeps its addresses if it can. */
export async function portFor(name: string, remembered: Record<string, number>): Promise<number> {
  const last = remembered[name];
  if (last && (await isFree(last))) return last;
  const taken = new Set(Object.values(remembered));
  let port = await listen(0);
  while (taken.has(port)) port = await listen(0);
  remembered[name] = port;
  return port;
}
