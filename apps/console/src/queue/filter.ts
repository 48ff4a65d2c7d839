import { type ListTicketsRequest, ListTicketsRequestSchema } from '@anju/contracts/ticketing';
import { create, fromJson, type JsonValue, type MessageInitShape, toJson } from '@bufbuild/protobuf';

type Filter = MessageInitShape<typeof ListTicketsRequestSchema>;

const lists = new Set(['states', 'kinds', 'priorities', 'categories', 'channels']);
const flags = new Set(['unassigned', 'activeOnly']);

/** A filter lives in the address under the names of the contract: it can be sent to a colleague and kept. */
export function toSearch(filter: Filter): Record<string, string | string[]> {
  const json = toJson(ListTicketsRequestSchema, create(ListTicketsRequestSchema, filter)) as Record<
    string,
    JsonValue
  >;
  return Object.fromEntries(Object.entries(json).flatMap(([name, value]) => said(name, value)));
}

function said(name: string, value: JsonValue): [string, string | string[]][] {
  if (Array.isArray(value)) return value.length > 0 ? [[name, value.map(plain)]] : [];
  return value === '' || value === false || value === 0 ? [] : [[name, plain(value)]];
}

const plain = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The other way; what the contract does not know, as in an old link, is left out. */
export function fromSearch(search: URLSearchParams): ListTicketsRequest {
  const json: Record<string, JsonValue> = {};
  for (const name of new Set(search.keys())) {
    if (!(name in ListTicketsRequestSchema.field)) continue;
    const all = search.getAll(name);
    json[name] = lists.has(name) ? all : flags.has(name) ? all[0] === 'true' : (all[0] ?? '');
  }
  try {
    return fromJson(ListTicketsRequestSchema, json);
  } catch {
    return create(ListTicketsRequestSchema);
  }
}
