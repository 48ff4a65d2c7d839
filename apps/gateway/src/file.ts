import { FileNameSchema } from '@anju/contracts/options';
import type { HttpBody } from '@anju/contracts/google/api/httpbody_pb';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import type { FastifyReply } from 'fastify';

/** What RFC 8187 does not let stand as it is, beyond what the language's own encoding escapes. */
const escaped = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** RFC 6266: the name for old readers in plain ASCII, the real one for all others. */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped(name)}`;
}

const nameOf = ({ extensions }: HttpBody): string =>
  extensions.map((any) => anyUnpack(any, FileNameSchema)?.name ?? '').find(Boolean) ?? 'file';

/**
 * Answers with the bytes themselves. People brought them: they are saved and never shown as a page of ours, whatever
 * they turn out to be, and no cache between us and the reader keeps them.
 */
export function sendFile(reply: FastifyReply, body: HttpBody): FastifyReply {
  return reply
    .header('content-type', body.contentType || 'application/octet-stream')
    .header('content-disposition', disposition(nameOf(body)))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-cache')
    .send(Buffer.from(body.data.buffer, body.data.byteOffset, body.data.byteLength));
}
