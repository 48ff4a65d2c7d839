import { accessOf, eventTypes, isRead, liveOf, type Route, routes } from '@anju/contracts';
import { Audience, Post } from '@anju/contracts/options';
import asyncApiSpecs from '@asyncapi/specs';
import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { asyncApi } from './asyncapi.js';
import { openApi } from './openapi.js';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
}

interface Operation {
  summary: string;
  description: string;
  'x-access': { permission: string; audience: string[]; posts: string[]; scope: string };
  parameters: (Parameter & { $ref?: string })[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { $ref?: string; headers?: Record<string, unknown> }>;
  security: object[];
}

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
}

interface Http {
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string; description: string }[];
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, { headers?: object; content: object }>;
  };
}

interface Events {
  channels: Record<string, { address: string; messages: object }>;
  components: {
    messages: Record<string, { name: string; summary: string; 'x-live-permission'?: string }>;
    schemas: Record<string, Schema>;
  };
}

const http = openApi('https://anju.test') as Http;
const events = asyncApi('anju') as Events;

/** What a maintained linter finds: the specification's own structure, and references that lead nowhere. */
async function faults(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['spec'] });
  const found = await lintFromString({ source: JSON.stringify(document), config });
  return found.map(({ message, location }) => `${location[0]?.pointer ?? ''}: ${message}`);
}

/** Fields of the contract's own messages that nothing is said of. */
const silent = (schemas: Record<string, Schema>) =>
  Object.entries(schemas)
    .filter(([name]) => name.startsWith('anju.'))
    .flatMap(([name, schema]) => [
      ...(schema.description ? [] : [name]),
      ...Object.entries(schema.properties ?? {}).flatMap(([field, { description }]) =>
        description ? [] : [`${name}.${field}`],
      ),
    ]);

const operationOf = ({ template, verb }: Route) => http.paths[template]?.[verb.toLowerCase()];
const named = routes.map((route) => [`${route.verb} ${route.template}`, route] as const);

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, and a broken one would not be', async () => {
    expect(await faults(http)).toEqual([]);
    expect(
      await faults({ ...http, paths: { '/v1/x': { get: { responses: { 200: { $ref: '#/nowhere' } } } } } }),
    ).not.toEqual([]);
  });

  it('holds schemas that are valid JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['components', 'x-personal'] });
    formats.default(ajv);
    for (const format of ['int32', 'int64']) ajv.addFormat(format, true);
    ajv.addSchema({ $id: 'contract', components: { schemas: http.components.schemas } });
    for (const name of Object.keys(http.components.schemas))
      expect(typeof ajv.compile({ $ref: `contract#/components/schemas/${name}` })).toBe('function');
  });

  it.each(named)('%s says who may call it, what it takes and how it refuses', (_, route) => {
    const operation = operationOf(route);
    if (!operation) throw new Error('the route is missing');
    const { permission, audience, posts } = accessOf(route.method);
    expect(operation['x-access']).toMatchObject({
      permission,
      audience: audience.map((one) => Audience[one].toLowerCase()),
      posts: posts.map((post) => Post[post].toLowerCase()),
    });
    expect(operation.summary).not.toBe('');
    expect(operation.description).toContain(permission);
    const open = audience.includes(Audience.PUBLIC);
    expect(operation.security).toHaveLength(open ? 0 : 2);
    const has = (field: string) => route.method.input.fields.some(({ name }) => name === field);
    const expected = [
      ...['400', '429', '500', '503', '504'],
      ...(open ? [] : ['401', '403']),
      ...(route.parameters.length > 0 ? ['404'] : []),
      ...(isRead(route.method) ? [] : ['409', '422']),
      ...(has('etag') ? ['412'] : []),
      ...(route.body ? ['413', '415'] : []),
    ];
    expect(Object.keys(operation.responses).sort()).toEqual(['200', ...expected].sort());
    expect(operation.responses['200']?.headers).toHaveProperty('X-Trace-Id');
  });

  it.each(named)(
    '%s names every field of its request once: in the path, the query, the body or a header',
    (_, route) => {
      const operation = operationOf(route);
      const parameters = (operation?.parameters ?? []).map((one) =>
        one.$ref ? http.components.parameters[one.$ref.split('/').at(-1) ?? ''] : one,
      );
      const at = (place: string) => parameters.filter((one) => one?.in === place).map((one) => one?.name);
      expect(at('path')).toEqual([...route.parameters]);
      const fields = route.method.input.fields.filter(({ name }) => !route.parameters.includes(name));
      const inQuery = route.body === '*' ? [] : fields.filter(({ name }) => name !== route.body);
      expect(at('query')).toEqual(inQuery.map(({ jsonName }) => jsonName));
      expect(parameters.filter((one) => !one?.description)).toEqual([]);
      expect(at('header')).toEqual([
        'Accept-Language',
        ...(isRead(route.method) ? [] : ['Idempotency-Key']),
        ...(route.method.input.fields.some(({ name }) => name === 'etag') ? ['If-Match'] : []),
      ]);
      expect(operation?.requestBody !== undefined).toBe(route.body !== '');
    },
  );

  it('has no route that the contract has not', () => {
    const documented = Object.entries(http.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(named.map(([name]) => name).sort());
  });

  it("says in the protos' words what every message, field and state is", () => {
    expect(silent(http.components.schemas)).toEqual([]);
    expect(http.paths['/v1/notices']?.['get']?.summary).toBe("The caller's own notices, newest first");
    expect(
      http.components.schemas['anju.notification.v1.Delivery']?.properties?.['reason']?.description,
    ).toBe('Why it failed.');
    expect(http.components.schemas['anju.notification.v1.DeliveryState']?.description).toContain(
      '`DELIVERY_STATE_FAILED`: Given up; the reason is kept. 失败 (Failed)',
    );
    expect(http.tags.find(({ name }) => name === 'ticketing')?.description).toContain(
      '`ticketing.cannot_close`',
    );
  });

  it('tells how to wait and how to sign in where that is what helps', () => {
    const { responses } = http.components;
    for (const status of [429, 503])
      expect(responses[`Problem${status}`]?.headers).toHaveProperty('Retry-After');
    expect(responses['Problem401']?.headers).toHaveProperty('WWW-Authenticate');
    for (const answer of Object.values(responses))
      expect(answer.content).toHaveProperty(['application/problem+json']);
  });
});

describe('the AsyncAPI document', () => {
  it("is valid by AsyncAPI's own schema, and a broken one would not be", async () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    const valid = ajv.compile(asyncApiSpecs.schemasWithoutId['3.0.0'] as object);
    valid(events);
    expect(valid.errors ?? []).toEqual([]);
    expect(await faults(events)).toEqual([]);
    expect(valid({ ...events, channels: { x: { messages: [] } } })).toBe(false);
  });

  it('tells every event, on the topic of its duty, in the words of its proto', () => {
    const told = Object.values(events.components.messages);
    expect(told.map(({ name }) => name).sort()).toEqual([...eventTypes.keys()].sort());
    expect(told.filter(({ summary }) => !summary)).toEqual([]);
    expect(silent(events.components.schemas)).toEqual([]);
    for (const [name, type] of eventTypes) {
      expect(events.channels[name.split('.')[1] ?? '']?.messages).toHaveProperty(type.name);
      expect(events.components.messages[type.name]?.['x-live-permission'] ?? '').toBe(liveOf(type));
    }
  });
});
