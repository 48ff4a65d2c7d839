import {
  create,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  ScalarType,
  toJson,
} from '@bufbuild/protobuf';
import { isRaw, registry, type Route } from '@anju/contracts';
import { requireValid } from '@anju/platform';
import { HttpError } from './problem.js';

const bad = (field: string, rule: string, message: string) =>
  new HttpError(400, 'invalid_request', {}, [{ field, rule, message }]);

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Which of the message's fields cannot be read: each is tried alone, because the error itself does not always say. */
function culprit(schema: DescMessage, json: JsonObject): string {
  const found = Object.entries(json).find(([name, value]) => {
    try {
      fromJson(schema, { [name]: value }, { registry });
      return false;
    } catch {
      return true;
    }
  });
  return found?.[0] ?? '';
}

/** protobuf-es says in its error at which key or field it stopped. */
function refusal(schema: DescMessage, json: JsonObject, error: unknown): HttpError {
  const text = error instanceof Error ? error.message : '';
  const field = culprit(schema, json);
  const unknown = /key "([^"]+)" is unknown/.exec(text)?.[1];
  if (unknown)
    return bad(
      field === unknown || field === '' ? unknown : `${field}.${unknown}`,
      'known',
      'there is no such field',
    );
  const words = text.replace(/^.*from JSON: ?/, '').slice(0, 200);
  return bad(camel(field), 'type', words || 'the value is not of the right type');
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A query's text as the JSON its field wants. */
function scalar(field: DescField, text: string): JsonValue {
  const type =
    field.fieldKind === 'scalar'
      ? field.scalar
      : field.fieldKind === 'list' && field.listKind === 'scalar'
        ? field.scalar
        : undefined;
  if (type === ScalarType.BOOL) {
    if (text !== 'true' && text !== 'false') throw bad(field.jsonName, 'type', 'true or false');
    return text === 'true';
  }
  return text;
}

const fieldNamed = (schema: DescMessage, name: string): DescField | undefined =>
  schema.fields.find((field) => field.jsonName === name || field.name === name);

/** Query and path parameters as a JSON object, lists by repeating a name. */
function parameters(schema: DescMessage, pairs: Iterable<[string, string]>): JsonObject {
  const json: JsonObject = {};
  for (const [name, text] of pairs) {
    const field = fieldNamed(schema, name);
    if (!field) throw bad(name, 'known', 'there is no such parameter');
    const value = scalar(field, text);
    if (field.fieldKind !== 'list') json[field.jsonName] = value;
    else json[field.jsonName] = [...((json[field.jsonName] as JsonValue[] | undefined) ?? []), value];
  }
  return json;
}

export interface Incoming {
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly contentType: string;
  readonly ifMatch: string;
}

/** The field that takes the body as raw bytes, where the route has one. */
export function rawField(route: Route): (DescField & { message: DescMessage }) | undefined {
  const field = route.body === '*' ? undefined : fieldNamed(route.method.input, route.body);
  return field?.fieldKind === 'message' && isRaw(field.message) ? field : undefined;
}

/** The body as part of the message: the whole of it, or one field. */
function bodyJson(route: Route, { body }: Incoming): JsonObject {
  if (route.body === '' || rawField(route)) return {};
  const field = route.body === '*' ? undefined : fieldNamed(route.method.input, route.body);
  if (body !== undefined && body !== null && !isObject(body))
    throw bad('', 'type', 'the body is not a JSON object');
  const json = body ?? {};
  return field ? { [field.jsonName]: json } : json;
}

/** Raw bytes go in as they are: as JSON they would be copied three times. */
function putRaw(route: Route, message: Message, { body, contentType }: Incoming): void {
  const field = rawField(route);
  if (!field) return;
  const data = Buffer.isBuffer(body) ? body : new Uint8Array();
  Reflect.set(message, field.localName, create<DescMessage>(field.message, { contentType, data }));
}

/** What came by HTTP as the method's request message; anything wrong is refused by the field's name. */
export function readMessage(route: Route, incoming: Incoming): Message {
  const schema = route.method.input;
  const json: JsonObject = {
    ...bodyJson(route, incoming),
    ...parameters(schema, incoming.query),
    ...parameters(schema, Object.entries(incoming.params)),
  };
  if (incoming.ifMatch && fieldNamed(schema, 'etag'))
    json['etag'] = incoming.ifMatch.replace(/^(?:W\/)?"?|"$/g, '');
  let message: Message;
  try {
    message = fromJson(schema, json, { registry });
  } catch (error) {
    throw refusal(schema, json, error);
  }
  putRaw(route, message, incoming);
  requireValid(schema, message);
  return message;
}

/** The answer as JSON, every field said, so that a reader need not know defaults. */
export const writeMessage = (schema: DescMessage, message: Message): JsonObject =>
  toJson(schema, create(schema, message), { registry, alwaysEmitImplicit: true }) as JsonObject;

/** Keeps only the masked paths (AIP-157); a path the answer does not have is refused. */
export function mask(schema: DescMessage, json: JsonValue, paths: readonly string[]): JsonValue {
  if (paths.length === 0) return json;
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    groups.set(head, [...(groups.get(head) ?? []), ...(rest.length > 0 ? [rest.join('.')] : [])]);
  }
  const kept: JsonObject = {};
  for (const [name, inner] of groups) {
    const field = fieldNamed(schema, name);
    if (!field) throw bad('readMask', 'known', `the answer has no ${name}`);
    const value = isObject(json) ? json[field.jsonName] : undefined;
    if (value === undefined) continue;
    const part = field.message;
    if (inner.length === 0 || !part) kept[field.jsonName] = value;
    else
      kept[field.jsonName] = Array.isArray(value)
        ? value.map((item) => mask(part, item, inner))
        : mask(part, value, inner);
  }
  return kept;
}
