import { Post } from '@anju/contracts/options';
import { AnswerOccasion, DeskSettingsService, TicketKind, TicketState } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { TestService } from '@anju/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let other: Home;

const settingsOf = async (post: Post, estateIds?: readonly string[], tenantId?: string) =>
  test.client(
    DeskSettingsService,
    await test.staff([{ post, ...(estateIds ? { estateIds } : {}) }], tenantId),
  );
const manager = () => settingsOf(Post.SERVICE_MANAGER);
const progress = { occasion: AnswerOccasion.PROGRESS };

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'TA');
  other = await aHome(test, 'TB');
}, 60_000);
afterAll(() => test.stop());
afterEach(() => test.clock.set(undefined));

describe('templates of answers', () => {
  it('are filled in for a case as it stands, the most specific first, at the estate’s time', async () => {
    const writes = await manager();
    const body = '您好,{number}「{subject}」{state},预计 {due} 前解决。';
    await writes.createAnswerTemplate({ title: '一般', body, ...progress });
    const here = { estateIds: [home.estateId], kinds: [TicketKind.COMPLAINT] };
    await writes.createAnswerTemplate({ title: '本小区投诉', body: '投诉{state}', ...progress, ...here });
    await writes.createAnswerTemplate({ title: '别处', body: 'x', ...progress, estateIds: [other.estateId] });
    const solved = { states: [TicketState.RESOLVED], occasion: AnswerOccasion.SOLUTION };
    await writes.createAnswerTemplate({ title: '已解决', body: 'x', ...solved });
    test.clock.set('2026-03-02T01:00:00Z');
    const specialist = await aSpecialist(test);
    const desk = deskOf(test, specialist);
    const { id, number } = await desk.recordTicket(aComplaint(home));
    const reads = test.client(DeskSettingsService, specialist);
    const { templates } = await reads.listAnswerTemplates({ ticketId: id });
    expect(templates.map(({ title, body: words }) => [title, words])).toEqual([
      ['本小区投诉', '投诉新建'],
      ['一般', `您好,${number}「楼上夜间噪音」新建,预计 3月6日 18:30 前解决。`],
    ]);
    await desk.assignTicket({ id, assigneeId: specialist.subjectId });
    const english = await reads.listAnswerTemplates({ ticketId: id, ...progress }, { language: 'en' });
    expect(english.templates[1]?.body).toContain('In progress,预计 6 March');
    const solution = { ticketId: id, occasion: AnswerOccasion.SOLUTION };
    expect((await reads.listAnswerTemplates(solution)).templates).toEqual([]);
    await expect(reads.listAnswerTemplates({ ticketId: newId() })).rejects.toMatchObject({
      reason: 'not_found',
    });
  });

  it('refuse placeholders nobody fills in, by the field', async () => {
    const writes = await manager();
    const refused = { problem: { reason: 'ticketing.placeholder_unknown', violations: [{ field: 'body' }] } };
    const wrong = { title: 't', body: '{name} 您好', ...progress };
    await expect(writes.createAnswerTemplate(wrong)).rejects.toMatchObject(refused);
    const { id } = await writes.createAnswerTemplate({ ...wrong, body: '您好' });
    await expect(writes.updateAnswerTemplate({ id, body: '{phone}' })).rejects.toMatchObject(refused);
    await writes.deleteAnswerTemplate({ id });
  });

  it('change with a version; a mask empties a list', async () => {
    const writes = await manager();
    const states = [TicketState.NEW, TicketState.VERIFYING];
    const made = await writes.createAnswerTemplate({ title: ' 甲 ', body: 'x', ...progress, states });
    expect(made).toMatchObject({ title: '甲', etag: '1', states });
    const { id } = made;
    expect(await writes.updateAnswerTemplate({ id, etag: '1', title: '乙' })).toMatchObject({
      states,
      etag: '2',
    });
    await expect(writes.updateAnswerTemplate({ id, etag: '1', title: '丙' })).rejects.toMatchObject({
      reason: 'stale',
    });
    const emptied = await writes.updateAnswerTemplate({ id, updateMask: { paths: ['states'] } });
    expect(emptied).toMatchObject({ title: '乙', states: [], etag: '3' });
    await expect(writes.updateAnswerTemplate({ id, updateMask: { paths: ['id'] } })).rejects.toMatchObject({
      reason: 'ticketing.field_unknown',
    });
    await expect(writes.deleteAnswerTemplate({ id, etag: '2' })).rejects.toMatchObject({ reason: 'stale' });
    await writes.deleteAnswerTemplate({ id, etag: '3' });
    await expect(writes.deleteAnswerTemplate({ id })).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('are written by managers of the estates, read by the desk, and seen by no other company', async () => {
    const mine = await settingsOf(Post.SERVICE_MANAGER, [home.estateId]);
    const beyond = { reason: 'ticketing.setting_out_of_reach' };
    const draft = { title: 't', body: 'x', ...progress };
    await expect(mine.createAnswerTemplate(draft)).rejects.toMatchObject(beyond);
    const { id } = await mine.createAnswerTemplate({ ...draft, estateIds: [home.estateId] });
    const both = { id, estateIds: [home.estateId, other.estateId] };
    await expect(mine.updateAnswerTemplate(both)).rejects.toMatchObject(beyond);
    const theirs = await settingsOf(Post.SERVICE_MANAGER, [other.estateId]);
    const stranger = await settingsOf(Post.SERVICE_MANAGER, undefined, test.otherTenantId);
    for (const settings of [theirs, stranger]) {
      await expect(settings.updateAnswerTemplate({ id, title: 'x' })).rejects.toMatchObject({
        reason: 'not_found',
      });
      const { templates } = await settings.listAnswerTemplates({});
      expect(templates.map((one) => one.id)).not.toContain(id);
    }
    expect((await stranger.listAnswerTemplates({})).templates).toEqual([]);
    const desk = await settingsOf(Post.SERVICE_SPECIALIST, [home.estateId]);
    expect((await desk.listAnswerTemplates({})).templates.map((one) => one.id)).toContain(id);
    await expect(desk.createAnswerTemplate(draft)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const guard = await settingsOf(Post.SECURITY_GUARD);
    await expect(guard.listAnswerTemplates({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await test.wall()).toEqual([]);
  });
});
