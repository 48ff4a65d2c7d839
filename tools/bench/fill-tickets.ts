import type pg from 'pg';
import { inParallel } from '../progress.ts';
import { rare, wordsJson } from './ticket-words.ts';

export interface Filled {
  tenantId: string;
  from: number;
  to: number;
}

/** The n-th of a kind of made-up thing; the number reads from the id. */
export const idOf = (kind: number, n: number): string =>
  `0000000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const kinds = { estate: 1, staff: 2, person: 3, unit: 4 } as const;

/** Fourty estates, sixty at the desk, thirty thousand homes. */
export const counts = { estates: 40, staff: 60, persons: 60_000, units: 30_000 } as const;

const made = (kind: number, n: string) =>
  `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** A number from 0 below `size`, by chance that the row's number and the seed decide. */
const pick = (salt: string, size: string) =>
  `(abs(hashint8extended(i, seed + ${salt}) % (${size}))::integer)`;

const one = (list: string, salt: number) => `(${list} ->> ${pick(`${salt}`, `jsonb_array_length(${list})`)})`;

// Three years of cases: what is older than ten days is finished but for a few.
const tickets = `
  INSERT INTO ticket (tenant_id, id, number, state, kind, channel, estate_id, unit_id, requester_id, anonymous, category, place,
    subject, description, impact, urgency, priority, assignee_id, recorder_id, created_at, updated_at, findings, solution,
    resolver_id, resolved_at, closed_at, reopen_count, policy_version, version, state_since, closed_by)
  SELECT $1::uuid, uuidv7(at - clock_timestamp()), format('XQ%s-%s-%s', lpad(estate::text, 2, '0'), to_char(at, 'YYYY'), lpad(i::text, 6, '0')),
    state, (ARRAY['enquiry', 'complaint', 'suggestion'])[1 + ${pick('1', '3')}], (ARRAY['phone', 'app', 'wechat', 'counter'])[1 + ${pick('2', '4')}],
    ${made(kinds.estate, 'estate')}, ${made(kinds.unit, `estate * 1000 + ${pick('3', `${counts.units / counts.estates}`)}`)},
    CASE WHEN ${pick('4', '5')} > 0 THEN ${made(kinds.person, pick('5', `${counts.persons}`))} END, false, story ->> 'category', ${one("words -> 'places'", 6)},
    ${one("story -> 'subjects'", 7)}, concat_ws(',', ${one("story -> 'sentences'", 8)}, ${one("story -> 'sentences'", 9)},
      CASE WHEN ${pick('10', '3')} = 0 THEN ${one("words -> 'stories' -> 0 -> 'sentences'", 11)} END,
      CASE WHEN ${pick('12', `${rare.oneIn}`)} = 0 THEN '发现${rare.word}' END, ${pick('13', '28')} + 1 || '楼业主', ${one("words -> 'endings'", 14)}) || '。',
    'household', 'normal', (ARRAY['low', 'normal', 'normal', 'high'])[1 + ${pick('15', '4')}],
    CASE WHEN ${pick('16', '8')} > 0 AND state <> 'new' THEN ${made(kinds.staff, pick('17', `${counts.staff}`))} END,
    ${made(kinds.staff, pick('18', `${counts.staff}`))}, at, at, '', CASE WHEN state IN ('resolved', 'following_up', 'closed') THEN ${one("words -> 'solutions'", 19)} ELSE '' END,
    CASE WHEN state IN ('resolved', 'following_up', 'closed') THEN ${made(kinds.staff, pick('27', `${counts.staff}`))} END,
    CASE WHEN state IN ('resolved', 'following_up', 'closed') THEN at + interval '2 days' END, CASE WHEN state = 'closed' THEN at + interval '4 days' END, 0, '2026-1', 5,
    at + CASE WHEN state = 'closed' THEN interval '4 days' WHEN state IN ('resolved', 'following_up') THEN interval '2 days' ELSE interval '0' END,
    CASE WHEN state = 'closed' THEN (ARRAY['staff', 'requester', 'visited', 'no_answer', 'not_sampled'])[1 + ${pick('28', '5')}] END
  FROM (SELECT row.*, words -> 'stories' -> ${pick('20', "jsonb_array_length(words -> 'stories')")} AS story, CASE
      WHEN ${pick('21', '100')} < 3 THEN (ARRAY['cancelled', 'declined'])[1 + ${pick('22', '2')}]
      WHEN at > $5::timestamptz - interval '10 days' OR ${pick('23', '1000')} = 0
        THEN (ARRAY['new', 'verifying', 'in_progress', 'in_progress', 'in_progress', 'awaiting_approval', 'resolved', 'following_up'])[1 + ${pick('24', '8')}]
      ELSE 'closed' END AS state
    FROM (SELECT i, seed, words, 1 + ${pick('25', `${counts.estates}`)} AS estate,
        $5::timestamptz - ${pick('26', '94608000')} * interval '1 second' AS at
      FROM generate_series($2::bigint + 1, $3::bigint) AS i, (SELECT $4::bigint AS seed, $6::jsonb AS words) AS given) AS row) AS made
  ORDER BY at`;

// Four promises a case and a further progress notice, five of six of them kept; what is worked on owes its last two.
const promises = `
  INSERT INTO promise (tenant_id, id, ticket_id, estate_id, requester_id, kind, first_due_at, due_at, warn_at, state, done_at,
    policy_version, ticket_kind, category, broken_by, holder_id)
  SELECT tenant_id, uuidv7(created_at - clock_timestamp()), id, estate_id, requester_id, kind, due, due, due, state,
    CASE WHEN state <> 'open' THEN due END, '2026-1', ticket_kind, category, CASE WHEN state = 'broken' THEN assignee_id END,
    CASE WHEN state <> 'open' THEN assignee_id END
  FROM (SELECT tenant_id, id, estate_id, requester_id, t.kind AS ticket_kind, category, assignee_id, created_at, owed.kind,
      created_at + owed.after AS due, CASE WHEN owed.late AND t.state NOT IN ('resolved', 'following_up', 'closed') THEN 'open'
        WHEN abs(hashtextextended(id::text || owed.kind, 1) % 6) = 0 THEN 'broken' ELSE 'kept' END AS state
    FROM ticket t, (VALUES ('own', interval '30 minutes', false), ('first_response', '2 hours', false), ('progress', '1 day', false),
      ('progress', '2 days', true), ('resolution', '5 days', true)) AS owed (kind, after, late)
    WHERE id = ANY (SELECT id FROM fresh)) AS made ORDER BY due`;

const notices = `
  INSERT INTO requester_notice (tenant_id, id, ticket_id, estate_id, requester_id, occasion, message, sent_at, delivered_at, failed_at) SELECT tenant_id, uuidv7(created_at - clock_timestamp()), id, estate_id, requester_id, 'recorded', '', created_at, created_at, NULL
  FROM ticket WHERE id = ANY (SELECT id FROM fresh)`;

/** What the service's trigger writes for each case, for all at once and by two connections. */
async function writeText(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ indexdef: string }>(
    "SELECT indexdef FROM pg_indexes WHERE indexname = 'ticket_text_marks'",
  );
  await pool.query('DROP INDEX ticket_text_marks');
  await inParallel([0, 1], 2, async (half) => {
    await pool.query(
      `INSERT INTO ticket_text SELECT tenant_id, id, estate_id, requester_id, created_at, anju_ticket_marks(t) FROM ticket t
       WHERE id IN (SELECT id FROM fresh) AND hashtext(id::text) & 1 = $1`,
      [half],
    );
  });
  await pool.query(`SET maintenance_work_mem = '512MB'; ${rows[0]?.indexdef ?? ''}`);
}

/** What the service's triggers keep of each case beside it, for all at once. */
const triggers = ['keep_text_of_new', 'keep_recorded', 'keep_load_of_new'];

/** Adds believable cases number `from` + 1 to `to`, set by set, as the superuser; the same seed gives the same cases. */
export async function fillTickets(
  pool: pg.Pool,
  { tenantId, from, to }: Filled,
  seed: number,
  words = true,
): Promise<void> {
  for (const name of triggers) await pool.query(`ALTER TABLE ticket DISABLE TRIGGER ${name}`);
  await pool.query(tickets, [tenantId, from, to, seed, '2026-11-20T08:00:00Z', wordsJson()]);
  for (const name of triggers) await pool.query(`ALTER TABLE ticket ENABLE TRIGGER ${name}`);
  await pool.query(`DROP TABLE IF EXISTS fresh; CREATE TABLE fresh AS SELECT id FROM ticket t
    WHERE NOT EXISTS (SELECT FROM promise p WHERE p.ticket_id = t.id); ANALYZE fresh, ticket`);
  await pool.query(promises);
  await pool.query(notices);
  if (words) await writeText(pool);
  await pool.query('DROP TABLE fresh');
  await pool.query('VACUUM (ANALYZE) ticket, ticket_text, promise, requester_notice');
}
