import {
  create,
  type DescMessage,
  type DescMethod,
  fromBinary,
  type Message,
  type MessageInitShape,
  toBinary,
} from '@bufbuild/protobuf';
import { accessOf, isRead, pathOf } from '@anju/contracts';
import { DomainError } from '@anju/kernel';
import {
  authorize,
  type Database,
  recall,
  remember,
  repeatLock,
  type RunOptions,
  type Work,
} from '@anju/tenancy';
import type { Caller } from './caller.js';
import { requireValid, writeIdsAlike } from './validation.js';

export type RpcHandler = (request: Message, work: Work) => Promise<MessageInitShape<DescMessage>>;

const keyPattern = /^[\x21-\x7e]{1,200}$/;

export const deadlineOf = (method: DescMethod): number => (accessOf(method).deadlineSeconds || 3) * 1000;

function decode(method: DescMethod, bytes: Uint8Array): Message {
  try {
    return fromBinary(method.input, bytes);
  } catch {
    throw new DomainError('invalid_request', 'invalid', {}, [{ field: '', rule: 'protobuf' }]);
  }
}

function repeatable(method: DescMethod, caller: Caller, bytes: Uint8Array) {
  const key = caller.idempotencyKey;
  if (key === '' || isRead(method)) return undefined;
  if (!keyPattern.test(key)) {
    throw new DomainError('invalid_request', 'invalid', {}, [
      { field: 'Idempotency-Key', rule: 'printable, 1 to 200 characters' },
    ]);
  }
  return { key, method: pathOf(method), bytes };
}

/**
 * One call from bytes to bytes: access, the message's own rules, then one transaction that holds the handler's change,
 * its events and, for a repeatable write, the answer under the caller's key.
 * @param left milliseconds the caller still waits
 */
export async function answerCall(
  database: Database,
  method: DescMethod,
  handler: RpcHandler,
  call: { readonly caller: Caller; readonly bytes: Uint8Array; readonly left: number },
): Promise<Uint8Array> {
  const { caller, bytes, left } = call;
  const wall = authorize(method, caller.actor);
  const request = decode(method, bytes);
  requireValid(method.input, request);
  writeIdsAlike(method.input, request);
  const repeated = repeatable(method, caller, bytes);
  const options: RunOptions = {
    ...caller,
    wall,
    readOnly: isRead(method),
    timeout: Math.max(1, Math.min(left, deadlineOf(method))),
    lock: repeated && repeatLock(wall.tenantId, caller.actor.accountId, repeated.key),
  };
  return database.run(options, async (work) => {
    const before = repeated && (await recall(work, repeated));
    if (before) return before;
    const answer = toBinary(method.output, create(method.output, await handler(request, work)));
    if (repeated) await work.atHome(() => remember(work, repeated, answer));
    return answer;
  });
}
