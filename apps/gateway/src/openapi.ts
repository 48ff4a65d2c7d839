import type { DescField, DescService } from '@bufbuild/protobuf';
import { acceptedBy, accessOf, dutyOf, isRaw, isRead, type Route, routes } from '@anju/contracts';
import { Audience, Post, Scope } from '@anju/contracts/options';
import { answerHeaders, hasEtag, problem, problemAnswers, reasonsOf, refusalsOf } from './answers.js';
import { rawField } from './message.js';
import { fieldRules } from './rules.js';
import { Schemas } from './schema.js';
import { commentOf, sentences } from './words.js';

const header = (name: string, description: string) => ({
  ...{ name, in: 'header', required: false, description },
  schema: { type: 'string' },
});

/** Headers a request may carry, shared by the routes that take them. */
const headers = {
  AcceptLanguage: header('Accept-Language', 'zh-CN or en: the language of texts and problems.'),
  IdempotencyKey: header('Idempotency-Key', 'The same key gives the same answer, once, for 24 hours.'),
  IfMatch: header('If-Match', 'Refuses the change when the thing is no longer at this etag.'),
} as const;

const shared = (name: keyof typeof headers) => ({ $ref: `#/components/parameters/${name}` });

const named = (route: Route, name: string) => route.method.input.fields.find((field) => field.name === name);

function parameter(field: DescField, schemas: Schemas): object {
  const { description, ...schema } = schemas.field(field);
  return { ...(description ? { description } : {}), schema };
}

function parametersOf(route: Route, schemas: Schemas): object[] {
  const path = route.parameters.flatMap((name) => named(route, name) ?? []);
  const inBody = (field: DescField) => route.body === '*' || field.name === route.body;
  const query = route.method.input.fields.filter((field) => !path.includes(field) && !inBody(field));
  return [
    ...path.map((field) => ({ name: field.name, in: 'path', required: true, ...parameter(field, schemas) })),
    ...query.map((field) => ({
      ...{ name: field.jsonName, in: 'query', required: fieldRules(field).required },
      ...parameter(field, schemas),
    })),
    shared('AcceptLanguage'),
    ...(isRead(route.method) ? [] : [shared('IdempotencyKey')]),
    ...(hasEtag(route) ? [shared('IfMatch')] : []),
  ];
}

const binary = { schema: { type: 'string', contentEncoding: 'binary' } };

/** JSON, or a file to be saved under the name the header gives. */
function answerOf(route: Route, schemas: Schemas): object {
  const { output } = route.method;
  if (!isRaw(output))
    return {
      description: 'Done.',
      headers: answerHeaders(route),
      content: { 'application/json': { schema: schemas.reference(output) } },
    };
  const name = { description: 'attachment, with its name by RFC 6266', schema: { type: 'string' } };
  return {
    description: 'The file.',
    headers: { ...answerHeaders(route), 'Content-Disposition': name },
    content: { '*/*': binary },
  };
}

function bodyOf(route: Route, schemas: Schemas): object {
  if (route.body === '') return {};
  const raw = rawField(route);
  if (raw) {
    const content = Object.fromEntries(acceptedBy(raw).map((type) => [type, binary]));
    return { requestBody: { required: true, content } };
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

const lower = (name: string) => name.toLowerCase();

function operationOf(route: Route, schemas: Schemas): object {
  const { audience, posts, permission, scope, standIns } = accessOf(route.method);
  const { first: summary, rest } = sentences(commentOf(route.method));
  const access = {
    permission,
    audience: audience.map((one) => lower(Audience[one])),
    posts: posts.map((post) => lower(Post[post])),
    scope: lower(Scope[scope]),
  };
  const others = standIns ? ', and who stands in for them' : '';
  const holders = access.posts.length > 0 ? ` · posts: ${access.posts.join(', ')}${others}` : '';
  const who = `Permission \`${permission}\` · for ${access.audience.join(', ')}${holders}`;
  return {
    operationId: route.method.name,
    tags: [dutyOf(route.method.parent.typeName)],
    summary,
    description: rest ? `${rest}\n\n${who}` : who,
    'x-access': access,
    parameters: parametersOf(route, schemas),
    ...bodyOf(route, schemas),
    responses: {
      200: answerOf(route, schemas),
      ...refusalsOf(route),
    },
    security: audience.includes(Audience.PUBLIC) ? [] : [{ bearer: [] }, { session: [] }],
  };
}

/** One tag a duty, however many services it has. */
function tags(services: readonly DescService[]): object[] {
  return [...new Set(services.map(({ typeName }) => dutyOf(typeName)))].map((name) => {
    const own = services.filter(({ typeName }) => dutyOf(typeName) === name);
    const reasons = reasonsOf(name);
    const about = own.map(commentOf).join('\n\n');
    return { name, description: `${about}${reasons ? `\n\nReasons for a refusal:\n${reasons}` : ''}` };
  });
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
    tags: tags([...new Set(routes.map((route) => route.method.parent))]),
    paths,
    components: {
      schemas: { ...schemas.all, Problem: problem() },
      responses: problemAnswers(),
      parameters: headers,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'anju_session' },
      },
    },
  };
}
