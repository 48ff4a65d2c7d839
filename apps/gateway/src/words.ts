import type { AnyDesc, DescFile } from '@bufbuild/protobuf';
import { comments } from '@anju/contracts/comments';

/** What the proto says of this thing. */
export function commentOf(desc: Exclude<AnyDesc, DescFile>): string {
  const name = 'typeName' in desc ? desc.typeName : `${desc.parent.typeName}.${desc.name}`;
  return comments.get(name) ?? '';
}

/** The first sentence without its full stop, and what comes after it. */
export function sentences(comment: string): { first: string; rest: string } {
  const [, first = '', rest = ''] = /^(.*?)(?:[.](?:\s+(.*))?)?$/s.exec(comment) ?? [];
  return { first, rest };
}

/** An object's entry, left out when there is nothing to say. */
export const described = (description: string): { description?: string } =>
  description ? { description } : {};
