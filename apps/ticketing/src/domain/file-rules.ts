import { DomainError } from '@anju/kernel';
import { type FileKind, fileKinds } from './file-kind.js';
import { pixelsOf } from './file-pixels.js';
import { zipDirectory } from './file-zip.js';

const mebibyte = 1024 * 1024;

/** What one file and one case may hold. */
export const fileLimits = { fileMiB: 20, caseMiB: 200, count: 30 } as const;

/** Phones take pictures of 200 megapixels; what says more only fills the memory of whoever opens it. */
const mostPixels = 250_000_000;
const mostUnpacked = 300 * mebibyte;

/** As far as readers of PDF and browsers look for something else than the name says. */
const headLength = 1024;
const markup = /<(script|html|svg|iframe|body|head|\?php|!doctype)/i;

const refuse = (reason: string, field: string, rule: string, details: Record<string, string> = {}) =>
  new DomainError(`ticketing.${reason}`, 'invalid', details, [{ field, rule }]);

/** The name in one spelling; a path, or something that cannot be seen, is refused: it would deceive who saves it. */
function cleanName(given: string): string {
  const name = given.normalize('NFC').trim();
  if (/[/\\]/.test(name) || name.startsWith('.')) throw refuse('file_name', 'name', 'path');
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) throw refuse('file_name', 'name', 'visible');
  return name;
}

function kindOf(bytes: Buffer): FileKind {
  const kind = fileKinds.find(({ is }) => is(bytes));
  if (kind) return kind;
  const kinds = fileKinds.map(({ endings }) => endings[0]).join(', ');
  throw refuse('file_type', 'file', 'kind', { kinds });
}

/** Name and media type may not promise something else than there is: people and programs go by them. */
function requireSame(kind: FileKind, name: string, declared: string): void {
  const found = kind.mediaType;
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (!kind.endings.includes(ending)) throw refuse('file_type_differs', 'name', 'ending', { found });
  const said = declared.toLowerCase();
  const saysNothing = said === '' || said === 'application/octet-stream';
  if (!saysNothing && said !== found && !kind.alsoCalled.includes(said))
    throw refuse('file_type_differs', 'file.contentType', 'content', { found });
}

/** One file must be one thing: no archive behind a picture, no page before a document, no macros, no bomb. */
function requirePlain(kind: FileKind, bytes: Buffer): void {
  const archive = zipDirectory(bytes);
  const isOffice = kind.mediaType.includes('openxmlformats');
  const hides = (rule: string) => refuse('file_hides', 'file', rule);
  if (archive && !isOffice) throw hides('archive');
  if (archive && !archive.whole) throw hides('archive');
  if (archive && [...archive.names].some((name) => /vbaProject|(^|\/)\.\.\/|^\/|\\/i.test(name)))
    throw hides('content');
  if (archive && archive.unpacked > mostUnpacked) throw hides('bomb');
  const head = bytes.toString('latin1', 0, headLength);
  if (kind.mediaType !== 'application/pdf' && head.includes('%PDF-')) throw hides('document');
  if (markup.test(head)) throw hides('markup');
  if (pixelsOf(kind.mediaType, bytes) > mostPixels) throw hides('bomb');
}

/** What a file is, by its content alone; refused when it is empty, too large, of no kind we take, or not what it says. */
export function judgeFile(file: {
  readonly name: string;
  readonly declared: string;
  readonly bytes: Uint8Array;
}): { readonly name: string; readonly mediaType: string } {
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const name = cleanName(file.name);
  if (bytes.length === 0) throw refuse('file_empty', 'file', 'not_empty');
  if (bytes.length > fileLimits.fileMiB * mebibyte)
    throw refuse('file_too_large', 'file', 'max_bytes', { limit: String(fileLimits.fileMiB) });
  const kind = kindOf(bytes);
  requireSame(kind, name, file.declared);
  requirePlain(kind, bytes);
  return { name, mediaType: kind.mediaType };
}

/** A case holds so many files and so many bytes; one more must fit. */
export function requireRoom(held: { readonly count: number; readonly bytes: number }, size: number): void {
  const full = (reason: string, rule: string, limit: number) =>
    new DomainError(`ticketing.${reason}`, 'conflict', { limit: String(limit) }, [{ field: 'file', rule }]);
  if (held.count >= fileLimits.count) throw full('files_too_many', 'max_files', fileLimits.count);
  if (held.bytes + size > fileLimits.caseMiB * mebibyte)
    throw full('files_too_large', 'max_case_bytes', fileLimits.caseMiB);
}
