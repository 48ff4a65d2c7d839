import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { asyncApi } from './asyncapi.js';
import { openApi } from './openapi.js';
import type { GatewaySettings } from './settings.js';

const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>安居 Anju</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/docs/files/swagger-ui.css">
</head><body><div id="docs"></div><script src="/docs/files/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'none' });`;

/** The contract for readers: OpenAPI and AsyncAPI, derived when the process starts, and a page to read them on. */
export async function registerDocs(app: FastifyInstance, settings: GatewaySettings): Promise<void> {
  const [http, events] = [
    JSON.stringify(openApi(settings.PUBLIC_URL)),
    JSON.stringify(asyncApi(settings.KAFKA_NAMESPACE)),
  ];
  const send =
    (type: string, body: string) =>
    (_: unknown, reply: { header: (name: string, value: string) => { send: (body: string) => unknown } }) =>
      reply.header('content-type', type).send(body);
  app.get('/openapi.json', send('application/json; charset=utf-8', http));
  app.get('/asyncapi.json', send('application/json; charset=utf-8', events));
  app.get('/docs', send('text/html; charset=utf-8', page));
  app.get('/docs/start.js', send('text/javascript; charset=utf-8', start));
  const files = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  await app.register(fastifyStatic, {
    root: files,
    prefix: '/docs/files/',
    index: false,
    decorateReply: false,
  });
}
