import type pg from 'pg';
import { counts, idOf, kinds } from './fill-tickets.ts';

/** A number from 0 below `size`, by chance that the case and the salt decide. */
const pick = (salt: number, size: number) => `abs(hashtextextended(t.id::text, ${salt}) % ${size})`;

const solved = "t.state IN ('resolved', 'following_up', 'closed')";
const from = 'FROM ticket t WHERE t.id IN (SELECT id FROM uncounted)';

// Whatever the service's triggers would have kept of each case; rows lie in the order of time, as work leaves them.
const steps = `
  INSERT INTO ticket_step (tenant_id, ticket_id, estate_id, ticket_kind, category, step, reason, staff_id, at)
  SELECT tenant_id, id, estate_id, kind, category, 'recorded', NULL, recorder_id, created_at ${from}
  UNION ALL SELECT tenant_id, id, estate_id, kind, category, 'resolved', NULL, resolver_id, resolved_at ${from} AND ${solved}
  UNION ALL SELECT tenant_id, id, estate_id, kind, category, 'closed', closed_by, resolver_id, closed_at ${from} AND state = 'closed'
  UNION ALL SELECT tenant_id, id, estate_id, kind, category, 'reopened', NULL, resolver_id, resolved_at ${from} AND ${solved} AND ${pick(1, 20)} = 0
  UNION ALL SELECT tenant_id, id, estate_id, kind, category, state, NULL, assignee_id, created_at ${from} AND state IN ('cancelled', 'declined')
  ORDER BY at`;

// Five stays of a case that is closed; lengths are as different as working minutes of some days are.
const stays = `
  INSERT INTO ticket_stay (tenant_id, id, ticket_id, estate_id, requester_id, ticket_kind, category, state, from_at, to_at, working_minutes)
  SELECT tenant_id, uuidv7(created_at - clock_timestamp()), id, estate_id, requester_id, kind, category, left_state, created_at,
    created_at + interval '12 hours' * passed.nth, (${pick(2, 1000)} * hours * 60 / 1000)::int
  FROM ticket t, (VALUES (1, 'new', 2), (2, 'verifying', 4), (3, 'in_progress', 40), (4, 'resolved', 16), (5, 'following_up', 24))
    AS passed (nth, left_state, hours)
  WHERE t.id IN (SELECT id FROM uncounted) AND (${solved} OR nth < 3) AND (t.state = 'closed' OR nth < 4) AND t.state <> 'new'
  ORDER BY to_at`;

const visits = `
  INSERT INTO visit (tenant_id, id, ticket_id, estate_id, requester_id, method, reached, satisfaction, solved, comment, staff_id, at,
    ticket_kind, category)
  SELECT tenant_id, uuidv7(created_at - clock_timestamp()), id, estate_id, requester_id, 'phone', true, 1 + ${pick(3, 5)}, true, '',
    recorder_id, created_at + interval '3 days', kind, category ${from} AND t.state = 'closed' AND ${pick(4, 5)} > 0
  ORDER BY at`;

const commitments = `
  INSERT INTO commitment (tenant_id, id, ticket_id, estate_id, requester_id, department, request, state, first_due_at, due_at, warn_at,
    reason, result, requested_at, ended_at, overdue_at)
  SELECT tenant_id, uuidv7(created_at - clock_timestamp()), id, estate_id, requester_id,
    (ARRAY['security_guard', 'facility_keeper', 'order_keeper'])[1 + ${pick(5, 3)}], '', 'fulfilled', resolved_at, resolved_at, resolved_at,
    '', '', created_at, resolved_at, CASE WHEN ${pick(6, 5)} = 0 THEN resolved_at END ${from} AND ${solved} AND ${pick(7, 3)} = 0
  ORDER BY ended_at`;

const estates = `
  INSERT INTO estate (tenant_id, estate_id, code, zone, week, days_off, days_worked, name)
  SELECT $1::uuid, id, left(id::text, 8), 'Asia/Shanghai', '{}', '{}', '{}', '' FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING`;

/** Adds what figures count of every case that has nothing of it yet. */
export async function fillFigures(pool: pg.Pool, tenantId: string): Promise<void> {
  const ids = Array.from({ length: counts.estates }, (_, at) => idOf(kinds.estate, at + 1));
  await pool.query(estates, [tenantId, ids]);
  await pool.query(`DROP TABLE IF EXISTS uncounted; CREATE TABLE uncounted AS SELECT id FROM ticket t
    WHERE NOT EXISTS (SELECT FROM ticket_step s WHERE s.ticket_id = t.id); ANALYZE uncounted`);
  for (const one of [steps, stays, visits, commitments]) await pool.query(one);
  await pool.query('DROP TABLE uncounted');
  await pool.query('VACUUM (ANALYZE) ticket, promise, ticket_step, ticket_stay, visit, commitment, estate');
}
