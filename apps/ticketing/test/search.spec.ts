import { Channel, Priority, type Ticket, TicketKind, TicketState } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import type { TestService } from '@anju/testing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aComplaint, aHome, aSpecialist, deskOf, type Home, startDesk } from './desk.js';

let test: TestService;
let home: Home;
let desk: ReturnType<typeof deskOf>;
let specialistId: string;

beforeAll(async () => {
  test = await startDesk();
  home = await aHome(test, 'LH');
  const specialist = await aSpecialist(test);
  specialistId = specialist.subjectId;
  desk = deskOf(test, specialist);
}, 60_000);
afterAll(() => test.stop());
afterEach(() => test.clock.set(undefined));

const record = (subject: string, change: object = {}) =>
  desk.recordTicket(aComplaint(home, { subject, description: '', category: '', ...change }));

const subjects = (tickets: readonly Ticket[]) => tickets.map(({ subject }) => subject);

const found = async (query: string, change: object = {}) =>
  subjects((await desk.listTickets({ query, ...change })).tickets);

describe('tokens', () => {
  const tokens = async (words: string) =>
    (await test.sql<{ t: string }>('SELECT anju_tokens($1) AS t', [words])).map(({ t }) => t).sort();
  const asked = async (words: string) =>
    (await test.sql<{ t: string[] }>('SELECT anju_asked($1) AS t', [words]))[0]?.t.sort();

  it.each([
    ['Chinese: letters and pairs of neighbours', '漏水了', ['水', '水了', '了', '漏', '漏水']],
    ['a letter that stands alone', '水,电', ['水', '电']],
    ['words and numbers by their beginnings', 'Wifi 慢', ['w', 'wi', 'wif', 'wifi', '慢']],
    ['mixed', 'B2车库', ['b', 'b2', '库', '车', '车库']],
    ['full-width letters and half-width ones alike', 'Ｂ２', ['b', 'b2']],
    ['pictures', '灯😀', ['灯', '灯😀', '😀']],
    ['nothing in marks and spaces', ' 、。!-—? ', []],
  ])('%s', async (_, words, expected) => {
    expect(await tokens(words)).toEqual([...expected].sort());
  });

  it('are bounded for a long word and a long text', async () => {
    expect(await tokens('a'.repeat(5_000))).toHaveLength(8);
    const letters = Array.from({ length: 9_000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(
      '',
    );
    expect((await tokens(letters)).length).toBeLessThanOrEqual(16_000);
  });

  it('of a question are the fewest that say the same', async () => {
    expect(await asked('楼上漏水')).toEqual(['楼上', '上漏', '漏水'].sort());
    expect(await asked('LH-2026-000123')).toEqual(['lh', '2026', '000123'].sort());
  });
});

describe('searching', () => {
  it('finds two-letter words, phrases and several words, newest first', async () => {
    await record('厨房水管漏水严重');
    await record('地下车库漏水');
    await record('水表漏读');
    expect(await found('漏水')).toEqual(['地下车库漏水', '厨房水管漏水严重']);
    expect(await found('水管漏水')).toEqual(['厨房水管漏水严重']);
    expect(await found('  漏水  车库 ')).toEqual(['地下车库漏水']);
    expect(await found('水漏')).toEqual([]);
  });

  it('asks for neighbours, not for the same pairs anywhere', async () => {
    await record('甲乙,乙丙');
    expect(await found('甲乙丙')).toEqual([]);
    expect(await found('甲乙 乙丙')).toEqual(['甲乙,乙丙']);
  });

  it('reads number, category, place, description and solution, without regard to width and capitals', async () => {
    const ticket = await record('门禁', {
      place: '三期西门',
      description: 'ＷＩＦＩ掉线',
      category: 'access',
    });
    await desk.resolveTicket({ id: ticket.id, solution: '更换交换机' });
    for (const query of [
      '西门',
      'wifi',
      'WiFi掉线',
      'ACCESS',
      '交换机',
      ticket.number,
      ticket.number.slice(-6),
    ])
      expect([query, await found(query)]).toEqual([query, ['门禁']]);
    expect(await found(String(Number(ticket.number.slice(-6))), { states: [TicketState.RESOLVED] })).toEqual([
      '门禁',
    ]);
  });

  it('follows the text as it changes', async () => {
    const { id } = await record('旧话');
    await test.sql("UPDATE ticket SET subject = '新话' WHERE id = $1", [id]);
    expect(await found('旧话')).toEqual([]);
    expect(await found('新话')).toEqual(['新话']);
  });

  it('never reads findings', async () => {
    const { id } = await record('绿化');
    await desk.verifyTicket({ id, findings: '内部密语' });
    expect(await found('密语')).toEqual([]);
  });

  it.each(['%', '_', "'", '\\', '!!!', '{}', '"', '😀', '、', '\u3000?'])(
    'takes %j as words',
    async (query) => {
      expect(await found(query, { estateId: newId() })).toEqual([]);
    },
  );

  it('refuses a question that is too long', async () => {
    await expect(desk.listTickets({ query: '水'.repeat(101) })).rejects.toMatchObject({
      reason: 'invalid_request',
      problem: { violations: [{ field: 'query' }] },
    });
    expect(await found('水'.repeat(100))).toEqual([]);
  });

  it('pages through matches of years without gaps or repeats', async () => {
    const place = await aHome(test, 'YR');
    const times = [0, 0, 1, 3, 9, 30, 31, 70, 200, 600, 601, 1500].map(
      (days) => new Date(Date.parse('2026-11-20T03:00:00Z') - days * 86_400_000),
    );
    for (const time of [...times].reverse()) {
      test.clock.set(time);
      await desk.recordTicket(aComplaint(place, { subject: `年年都有 ${time.toISOString()}` }));
    }
    test.clock.set(undefined);
    const seen: string[] = [];
    for (let pageToken = ''; ;) {
      const page = await desk.listTickets({ query: '年年', pageSize: 5, pageToken });
      seen.push(...subjects(page.tickets));
      pageToken = page.nextPageToken;
      if (!pageToken) break;
    }
    expect(seen).toEqual(times.map((time) => `年年都有 ${time.toISOString()}`));
    const between = {
      createdAfter: timestampFromDate(new Date('2026-09-01T00:00:00Z')),
      createdBefore: timestampFromDate(new Date('2026-11-18T00:00:00Z')),
    };
    expect(await found('年年', between)).toHaveLength(5);
  });
});

describe('filters', () => {
  it('narrow the list and the search alike, alone and together', async () => {
    const place = await aHome(test, 'FT');
    const at = (subject: string, change: object) =>
      desk.recordTicket(aComplaint(place, { subject, category: 'lift', ...change }));
    const one = await at('电梯异响甲', { channel: Channel.WECHAT });
    const two = await at('电梯异响乙', { category: 'noise', kind: TicketKind.ENQUIRY });
    const three = await at('电梯异响丙', { requesterId: '' });
    await desk.assignTicket({ id: two.id, assigneeId: specialistId });
    await desk.resolveTicket({ id: three.id, solution: '好了' });
    await desk.closeTicket({ id: three.id });
    const cases: [object, readonly Ticket[]][] = [
      [{ categories: ['lift', 'lift'] }, [three, one]],
      [{ categories: ['lift', 'noise'] }, [three, two, one]],
      [{ channels: [Channel.WECHAT] }, [one]],
      [{ priorities: [Priority.CRITICAL] }, []],
      [{ unassigned: true }, [three, one]],
      [{ activeOnly: true }, [two, one]],
      [{ activeOnly: true, states: [TicketState.CLOSED] }, []],
      [{ states: [TicketState.CLOSED, TicketState.NEW, TicketState.NEW] }, [three, one]],
      [{ assigneeId: specialistId, activeOnly: true }, [two]],
      [{ unitId: place.unitId, categories: ['noise'] }, [two]],
      [{ requesterId: place.ownerId }, [two, one]],
      [{ kinds: [TicketKind.ENQUIRY], activeOnly: true }, [two]],
    ];
    for (const [filter, expected] of cases) {
      for (const query of ['', '异响']) {
        const { tickets } = await desk.listTickets({ estateId: place.estateId, query, ...filter });
        expect([filter, query, subjects(tickets)]).toEqual([filter, query, subjects(expected)]);
      }
    }
  });
});

describe('the wall', () => {
  it('lets no search cross company, estate or person', async () => {
    const ticket = await record('独一无二的宝贝');
    const other = await aHome(test, 'QT');
    const elsewhere = deskOf(test, await aSpecialist(test, [other.estateId]));
    const stranger = deskOf(test, await aSpecialist(test, undefined, test.otherTenantId));
    const neighbour = deskOf(test, await test.resident([home.estateId]));
    const owner = deskOf(test, await test.resident([home.estateId], test.tenantId, home.ownerId));
    for (const query of ['宝贝', '独一无二', ticket.number]) {
      for (const filter of [{}, { activeOnly: true }, { states: [TicketState.CLOSED, TicketState.NEW] }]) {
        for (const client of [elsewhere, stranger, neighbour])
          expect((await client.listTickets({ query, ...filter })).tickets).toEqual([]);
        expect((await owner.listTickets({ query, ...filter })).tickets).toMatchObject([{ id: ticket.id }]);
      }
    }
    expect((await elsewhere.listTickets({ query: '宝贝', estateId: home.estateId })).tickets).toEqual([]);
    const nosy = { query: '宝贝', requesterId: home.ownerId };
    expect((await neighbour.listTickets(nosy)).tickets).toEqual([]);
  });

  it('stands around every table, and what was looked for is forgotten with the statement', async () => {
    expect(await test.wall()).toEqual([]);
    const left = await test.service.database.as(test.tenantId, async ({ tx }) => {
      await tx.$queryRaw`SELECT anju_found(ARRAY['宝贝'], 10)::text`;
      return tx.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM ticket_text`;
    });
    expect(Number(left[0]?.count)).toBeGreaterThan(5);
  });
});
