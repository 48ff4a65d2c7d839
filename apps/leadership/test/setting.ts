import { LeadershipService } from '@anju/contracts/leadership';
import { Post } from '@anju/contracts/options';
import { ApprovalRequestedSchema } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { startService, type TestService } from '@anju/testing';
import { leadership } from '../src/leadership.module.js';

export let test: TestService;
export const [estateId, otherEstateId] = [newId(), newId()];

export async function start(): Promise<void> {
  test = await startService(leadership);
}

export const stop = () => test.stop();

/** An approval that ticketing asked for. */
export async function asked(
  change: {
    staffId?: string;
    amountFen?: bigint;
    estateId?: string;
    tenantId?: string;
    category?: string;
    ticketId?: string;
  } = {},
): Promise<string> {
  const { tenantId = test.tenantId, ticketId = newId(), ...rest } = change;
  const approvalId = newId();
  const event = {
    ...{ approvalId, ticketId, number: 'LH-2026-000001', estateId },
    ...{ amountFen: 0n, staffId: newId(), category: 'lift' },
    ...rest,
  };
  await test.hear(ApprovalRequestedSchema, event, { tenantId, subject: ticketId });
  return approvalId;
}

type Who = Awaited<ReturnType<TestService['staff']>>;

/** Calls about approvals as somebody. */
export const as = (who: Who) => test.client(LeadershipService, who);

/** Somebody of a post, in every estate unless said. */
export const holder = (post: Post, estateIds?: readonly string[], tenantId?: string) =>
  test.staff([estateIds ? { post, estateIds } : { post }], tenantId);

export const leader = () => holder(Post.LEADERSHIP);
