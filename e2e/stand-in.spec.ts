import { Decision } from '@anju/contracts/leadership';
import { Channel, TicketKind, TicketState } from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aCompany, type Company, refused, soon } from './company.js';

let company: Company;

beforeAll(async () => {
  company = await aCompany();
}, 120_000);

/** A case that waits for leadership; answers its id and the approval's. */
async function asked(): Promise<readonly [string, string]> {
  const { estateId, unitId, ownerId: requesterId } = company;
  const { ticketing } = company.as('specialist');
  const complaint = { kind: TicketKind.COMPLAINT, channel: Channel.PHONE, subject: '外墙渗水' };
  const { id } = await soon(() => ticketing.recordTicket({ estateId, unitId, requesterId, ...complaint }));
  await ticketing.assignTicket({ id, assigneeId: company.staffIds.get('specialist') ?? '' });
  const { approvals } = await ticketing.requestApproval({ id, subject: '防水', materials: '三家报价' });
  const approvalId = approvals[0]?.id ?? '';
  await soon(() => company.as('leader').leadership.getApproval({ id: approvalId }));
  return [id, approvalId];
}

describe('leadership is away (Article 7(4))', () => {
  it('and whoever stands in is told, decides, and is nobody again when it ends', async () => {
    const [leader, guard] = [company.as('leader'), company.as('guard')];
    const titles = async () => (await guard.notification.listNotices({})).notices.map(({ title }) => title);
    expect(await refused(guard.leadership.listApprovals({}))).toMatchObject({ status: 403 });
    const toTime = timestampFromDate(new Date(Date.now() + 3_600_000));
    const toStaffId = company.staffIds.get('guard') ?? '';
    const given = await leader.delegations.createDelegation({ toStaffId, toTime, reason: '出差' });
    await soon(async () => (await titles()).includes('有同事委托您代为审批'));
    const [ticketId, id] = await asked();
    await soon(async () => (await titles()).some((title) => title.endsWith('请审批')));
    const { steps } = await guard.leadership.decideApproval({ id, decision: Decision.GRANT });
    expect(steps).toMatchObject([{ staffId: toStaffId, onBehalfOf: company.staffIds.get('leader') }]);
    const { ticketing } = company.as('specialist');
    await soon(async () => (await ticketing.getTicket({ id: ticketId })).state === TicketState.IN_PROGRESS);
    await leader.delegations.endDelegation({ id: given.id });
    expect(await refused(guard.leadership.getApproval({ id }))).toMatchObject({ status: 403 });
  });
});
