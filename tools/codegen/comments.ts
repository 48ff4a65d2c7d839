import { type AnyDesc, createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { getComments } from '@bufbuild/protoplugin';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command.ts';
import { cache } from '../paths.ts';

/** `anju.ticketing.v1.Ticket.id`: fields, values and methods under the full name of what holds them. */
const nameOf = (desc: Exclude<AnyDesc, { kind: 'file' }>): string =>
  'parent' in desc && !('typeName' in desc) ? `${desc.parent?.typeName ?? ''}.${desc.name}` : desc.typeName;

const members = (desc: AnyDesc): Exclude<AnyDesc, { kind: 'file' }>[] => {
  if (desc.kind === 'message') return [desc, ...desc.fields];
  if (desc.kind === 'enum') return [desc, ...desc.values];
  if (desc.kind === 'service') return [desc, ...desc.methods];
  return [];
};

/**
 * What the protos say of their own things, by full name. Generated descriptors leave it out, so it is read from Buf's
 * image, which has it; a module of its own keeps it away from whoever needs no words.
 */
export async function commentsSource(proto: string): Promise<string> {
  const image = join(cache, 'contract.binpb');
  await run('buf', ['build', proto, '--as-file-descriptor-set', '-o', image]);
  const { files } = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(image)));
  const words = [...files]
    .filter((file) => file.name.startsWith('anju/'))
    .flatMap((file) => [...nestedTypes(file)].flatMap(members))
    .map((desc) => [nameOf(desc), (getComments(desc).leading ?? '').replace(/\s+/g, ' ').trim()] as const)
    .filter(([, comment]) => comment !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = words.map((pair) => `  ${JSON.stringify(pair)},\n`).join('');
  return `export const comments: ReadonlyMap<string, string> = new Map([\n${lines}]);\n`;
}
