import { type DescMethod, getOption, hasOption } from '@bufbuild/protobuf';
import { http } from './gen/google/api/annotations_pb.js';
import type { HttpRule } from './gen/google/api/http_pb.js';
import { methods } from './registry.js';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One HTTP route, read from `google.api.http`. */
export interface Route {
  readonly method: DescMethod;
  readonly verb: Verb;
  /** As written: `/v1/tickets/{id}:verify`. */
  readonly template: string;
  /** Path without the custom verb, parameters by proto name: `/v1/tickets/:id`. */
  readonly path: string;
  /** Proto names of the path's parameters. */
  readonly parameters: readonly string[];
  /** Custom verb (AIP-136), or undefined. */
  readonly custom: string | undefined;
  /** `*` the whole message, a field's proto name, or empty. */
  readonly body: string;
}

function verbOf(rule: HttpRule): { verb: Verb; template: string } {
  const { case: kind, value } = rule.pattern;
  if (kind === undefined || kind === 'custom')
    throw new Error('google.api.http: only get, post, put, patch and delete');
  return { verb: kind.toUpperCase() as Verb, template: value };
}

export function routeOf(method: DescMethod): Route | undefined {
  if (!hasOption(method, http)) return undefined;
  const rule = getOption(method, http);
  const { verb, template } = verbOf(rule);
  const [, plain = template, custom] = /^(.*?)(?::([A-Za-z]+))?$/.exec(template) ?? [];
  const parameters = [...plain.matchAll(/\{([a-z0-9_.]+)\}/g)].map((match) => match[1] ?? '');
  const path = plain.replace(/\{([a-z0-9_.]+)\}/g, ':$1');
  return { method, verb, template, path, parameters, custom, body: rule.body };
}

export const routes: readonly Route[] = methods.flatMap((method) => routeOf(method) ?? []);
