import { Post } from '@anju/contracts/options';
import {
  CommitmentRequestedSchema,
  TicketTalkService,
  TicketTransferService,
} from '@anju/contracts/ticketing';
import { type Cell, readSheet } from '@anju/sheets';
import type { Identity } from '@anju/tenancy';
import type { TestService } from '@anju/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let specialist: Identity;
let leader: Identity;
let id: string;

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  specialist = await aSpecialist(test);
  leader = await test.staff([{ post: Post.LEADERSHIP }]);
  const owner = await test.resident([home.estateId], test.tenantId, home.ownerId);
  const desk = deskOf(test, specialist);
  id = (await desk.recordTicket(aComplaint(home, { anonymous: true }))).id;
  await desk.verifyTicket({ id, findings: '属实' });
  await test.client(TicketTalkService, owner).addMessage({ ticketId: id, text: '请保密' });
  await desk.requestCommitment({ id, department: Post.SECURITY_GUARD, request: '夜间巡查' });
}, 60_000);
afterAll(() => test.stop());

describe('who wants to stay unnamed', () => {
  it('is known to the desk', async () => {
    const desk = deskOf(test, specialist);
    expect(await desk.getTicket({ id })).toMatchObject({ requesterId: home.ownerId, unitId: home.unitId });
    expect((await desk.listTickets({ requesterId: home.ownerId })).tickets).toHaveLength(1);
  });

  it('is not told to leadership by the case, its home, its words, its course', async () => {
    const seen = deskOf(test, leader);
    expect(await seen.getTicket({ id })).toMatchObject({ requesterId: '', unitId: '' });
    const { messages } = await test.client(TicketTalkService, leader).listMessages({ ticketId: id });
    expect(messages.map(({ authorId }) => authorId)).toEqual(['']);
    const told = JSON.stringify(
      (await seen.getTimeline({ id })).entries.map((one) => [one.actorId, one.detail]),
    );
    expect(told).not.toContain(home.ownerId);
    expect(told).not.toContain(home.unitId);
  });

  it('cannot be found out by asking for the cases of a person or a home', async () => {
    const seen = deskOf(test, leader);
    expect((await seen.listTickets({ estateId: home.estateId })).tickets).toHaveLength(1);
    expect((await seen.listTickets({ requesterId: home.ownerId })).tickets).toEqual([]);
    expect((await seen.listTickets({ unitId: home.unitId, query: '噪音' })).tickets).toEqual([]);
  });

  it('is in no sheet of theirs, and in the department’s request neither', async () => {
    const sheet = async (who: Identity) => {
      const { data } = await test.client(TicketTransferService, who).getTicketExport({});
      const cells: Cell[] = [];
      await readSheet(data, { mostRows: 10, longestCell: 100 }, (row) => cells.push(...row));
      return cells;
    };
    expect(await sheet(specialist)).toContain('1-101');
    expect(await sheet(leader)).not.toContain('1-101');
    expect((await test.told(CommitmentRequestedSchema)).at(-1)?.unitId).toBe('');
  });
});
