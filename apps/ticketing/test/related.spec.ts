import { Post } from '@anju/contracts/options';
import {
  DeskBatchesService,
  RequesterNoticeRequestedSchema,
  TicketFilesService,
  TicketRelationsService,
  TicketState,
  TicketTalkService,
} from '@anju/contracts/ticketing';
import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';
import { jpeg } from './samples.js';

let test: TestService;
let home: Home;
let specialist: Identity;
let owner: Identity;
let desk: ReturnType<typeof deskOf>;

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  specialist = await aSpecialist(test);
  owner = await test.resident([home.estateId], test.tenantId, home.ownerId);
  desk = deskOf(test, specialist);
}, 60_000);
afterAll(() => test.stop());

const relations = () => test.client(TicketRelationsService, specialist);
const aCase = async (change: object = {}) => (await desk.recordTicket(aComplaint(home, change))).id;
const photo = { name: '漏水.jpg', file: { contentType: 'image/jpeg', data: jpeg() } };
const filesOf = (who: Identity) => test.client(TicketFilesService, who);

describe('merging', () => {
  it('brings words and files along, also of what had gone into the case before', async () => {
    const [first, second, third] = [await aCase(), await aCase(), await aCase()];
    const added = await filesOf(owner).addAttachment({ ...photo, ticketId: first });
    await test.client(TicketTalkService, owner).addMessage({ ticketId: first, text: '天花板湿了' });
    await relations().mergeTicket({ id: first, intoId: second, duplicate: true });
    await relations().mergeTicket({ id: second, intoId: third });
    const { attachments } = await filesOf(specialist).listAttachments({ ticketId: third });
    expect(attachments.map(({ id, ticketId }) => [id, ticketId])).toEqual([[added.id, first]]);
    const { data } = await filesOf(specialist).downloadAttachment({ ticketId: third, id: added.id });
    expect(data).toHaveLength(photo.file.data.length);
    const { messages } = await test.client(TicketTalkService, specialist).listMessages({ ticketId: third });
    expect(messages.map(({ text }) => text)).toContain('天花板湿了');
    expect((await desk.getTicket({ id: first })).mergedIntoId).toBe(third);
  });

  it("shows no neighbour's files", async () => {
    const [theirs, mine] = [await aCase({ requesterId: '' }), await aCase()];
    await filesOf(specialist).addAttachment({ ...photo, ticketId: theirs });
    await relations().mergeTicket({ id: theirs, intoId: mine });
    expect((await filesOf(owner).listAttachments({ ticketId: mine })).attachments).toEqual([]);
  });
});

describe("the parent's solution", () => {
  it('answers those that can be answered and leaves who waits for leadership to hold the parent open', async () => {
    const [parent, waiting, other] = [await aCase(), await aCase(), await aCase()];
    for (const id of [waiting, other]) await relations().setParent({ id, parentId: parent });
    await desk.assignTicket({ id: waiting, assigneeId: specialist.subjectId });
    await desk.requestApproval({ id: waiting, subject: '换管', materials: '报价', amountFen: 100n });
    await desk.resolveTicket({ id: parent, solution: '主管道已更换' });
    expect((await desk.getTicket({ id: other })).state).toBe(TicketState.RESOLVED);
    expect((await desk.getTicket({ id: waiting })).state).toBe(TicketState.AWAITING_APPROVAL);
    const { openItems } = await desk.getTicket({ id: parent });
    expect(openItems.filter(({ kind }) => kind === 'child').map(({ id }) => id)).toContain(waiting);
  });
});

describe('steps that touch several cases', () => {
  it('never wait for each other in a circle', async () => {
    const manager = await test.staff([{ post: Post.SERVICE_MANAGER }]);
    const batches = test.client(DeskBatchesService, manager);
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, async () => {
        // Older than its parent and than what it went into, so that their locks are wanted against the order of ids.
        const [child, gone] = [await aCase(), await aCase()];
        const parent = await aCase();
        await relations().setParent({ id: child, parentId: parent });
        await relations().mergeTicket({ id: gone, intoId: parent });
        const both = { ids: [parent, child, gone], message: '正在抢修' };
        return Promise.all([
          batches.batchNotifyRequesters(both),
          desk.notifyRequester({ id: parent, message: '正在检修' }),
          batches.batchNotifyRequesters(both),
          desk.resolveTicket({ id: parent, solution: '已修好' }),
        ]);
      }),
    );
    const failed = answers.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(failed.filter((text) => !text.includes('ticketing.state'))).toEqual([]);
    expect((await test.told(RequesterNoticeRequestedSchema)).length).toBeGreaterThan(0);
  });
});
