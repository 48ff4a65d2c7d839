import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'console', 'dist');

/** Paths of the door itself; everything else that a browser wants to see as a page is the console's. */
const ours = /^\/(v1|auth|oidc|docs|healthz|readyz|assets)(\/|$)|\.\w+$/;

/** Whether a path that nobody answers is a page of the console, which its own router finds. */
export function isPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const path = request.url.split('?')[0] ?? '';
  return !ours.test(path) && (request.headers.accept ?? '').includes('text/html');
}

export const isConsoleBuilt = (): boolean => existsSync(join(folder, 'index.html'));

export const sendPage = (reply: FastifyReply): FastifyReply => reply.sendFile('index.html');

/** The console as Vite built it. Without a build the contract's page is the first page. */
export async function registerConsole(app: FastifyInstance): Promise<void> {
  if (!isConsoleBuilt()) {
    app.get('/', (_, reply) => reply.redirect('/docs'));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Names of assets hold a hash of their content: one that was fetched never changes.
      const forever = path.includes(`${sep}assets${sep}`);
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
