import type { DescField } from '@bufbuild/protobuf';
import { accessOf, dutyOf, isRead, type Route, routes } from '@anju/contracts';
import { Audience, Post } from '@anju/contracts/options';
import { fieldRules } from './rules.js';
import { type JsonSchema, Schemas } from './schema.js';

const problem: JsonSchema = {
  type: 'object',
  description: 'RFC 9457; `reason` is stable, `title` is in the language asked for.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    reason: { type: 'string' },
    instance: { type: 'string' },
    trace: { type: 'string' },
    violations: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, rule: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
  required: ['type', 'title', 'status', 'reason'],
};

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const named = (route: Route, name: string) => route.method.input.fields.find((field) => field.name === name);

function parametersOf(route: Route, schemas: Schemas): object[] {
  const path = route.parameters.flatMap((name) => named(route, name) ?? []);
  const inBody = (field: DescField) => route.body === '*' || field.name === route.body;
  const query = route.method.input.fields.filter((field) => !path.includes(field) && !inBody(field));
  const etag = named(route, 'etag') !== undefined;
  return [
    ...path.map((field) => ({ name: field.name, in: 'path', required: true, schema: schemas.field(field) })),
    ...query.map((field) => ({
      name: field.jsonName,
      in: 'query',
      required: fieldRules(field).required,
      schema: schemas.field(field),
    })),
    ...(isRead(route.method)
      ? []
      : [header('Idempotency-Key', 'The same key gives the same answer, once, for 24 hours.')]),
    ...(etag ? [header('If-Match', 'Refuses the change when the thing is no longer at this etag.')] : []),
  ];
}

function bodyOf(route: Route, schemas: Schemas): object {
  if (route.body === '') return {};
  if (route.body !== '*') {
    const binary = { schema: { type: 'string', contentEncoding: 'binary' } };
    const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return { requestBody: { required: true, content: { 'text/csv': binary, [xlsx]: binary } } };
  }
  const fields = route.method.input.fields.filter((field) => !route.parameters.includes(field.name));
  const schema = schemas.object(route.method.input, fields);
  return {
    requestBody: {
      required: fields.some((field) => fieldRules(field).required),
      content: { 'application/json': { schema } },
    },
  };
}

const words = (name: string) =>
  name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/ \w/g, (part) => part.toLowerCase());

function operationOf(route: Route, schemas: Schemas): object {
  const { audience, posts, permission } = accessOf(route.method);
  const who = audience.map((one) => Audience[one].toLowerCase()).join(', ');
  const holders = posts.map((post) => Post[post].toLowerCase()).join(', ');
  const failure = {
    description: 'Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    operationId: route.method.name,
    tags: [dutyOf(route.method.parent.typeName)],
    summary: words(route.method.name),
    description: `Permission \`${permission}\` · for ${who}${holders ? ` · posts: ${holders}` : ''}`,
    parameters: parametersOf(route, schemas),
    ...bodyOf(route, schemas),
    responses: {
      200: {
        description: 'OK',
        content: { 'application/json': { schema: schemas.reference(route.method.output) } },
      },
      default: failure,
    },
    security: audience.includes(Audience.PUBLIC) ? [] : [{ bearer: [] }, { session: [] }],
  };
}

/** OpenAPI 3.1 of every route, derived from the descriptors. */
export function openApi(url: string): object {
  const schemas = new Schemas('#/components/schemas/');
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes)
    (paths[route.template] ??= {})[route.verb.toLowerCase()] = operationOf(route, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: '安居 Anju',
      version: '1',
      description: 'The customer-service department of a property company.',
    },
    servers: [{ url }],
    paths,
    components: {
      schemas: { ...schemas.all, Problem: problem },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'anju_session' },
      },
    },
  };
}
