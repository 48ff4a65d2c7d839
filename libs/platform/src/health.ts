import { createServer, type Server } from 'node:http';

export interface Health {
  /** False when only a restart helps, such as a consumer that died in a live process. */
  live(): boolean;
  /** What is not ready yet, in words; empty when all is. */
  missing(): Promise<readonly string[]>;
}

const split = (address: string): [string, number] => {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at) || '0.0.0.0', Number(address.slice(at + 1))];
};

/** `GET /healthz` and `GET /readyz` for whoever watches the process; no other path. */
export async function serveHealth(address: string, health: Health): Promise<Server> {
  const answer = async (path: string | undefined): Promise<[number, object]> => {
    if (path === '/healthz') return health.live() ? [200, { status: 'ok' }] : [503, { status: 'dead' }];
    if (path !== '/readyz') return [404, { status: 'no such path' }];
    const missing = await health.missing();
    return missing.length === 0 ? [200, { status: 'ready' }] : [503, { status: 'not ready', missing }];
  };
  const server = createServer((request, response) => {
    void answer(request.url).then(([code, body]) => {
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  const [host, port] = split(address);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}
