import { create, toBinary } from '@bufbuild/protobuf';
import { dutyOf } from '@anju/contracts';
import { newId } from '@anju/kernel';
import type { Told, Work } from '@anju/tenancy';

const rowOf = ({ schema, init, about }: Told) => ({
  id: newId(),
  type: schema.typeName,
  aggregateid: about.subject,
  aggregatetype: dutyOf(schema.typeName),
  payload: Buffer.from(toBinary(schema, create(schema, init))).toString('base64'),
  estate_id: about.estateId || null,
  person_id: about.personId || null,
  note: about.note || null,
});

/**
 * Writes events into the work's own transaction: once to the table that is the audit trail, once to the outbox that
 * the relay empties. One statement, and one NOTIFY that PostgreSQL sends at the commit.
 */
export async function appendEvents(work: Work, told: readonly Told[]): Promise<void> {
  const rows = JSON.stringify(told.map(rowOf));
  const actorId = work.actor.subjectId || null;
  await work.tx.$queryRaw`
    WITH told AS (
      INSERT INTO event (tenant_id, id, type, aggregateid, aggregatetype, payload, estate_id, person_id, actor_id, note,
                         traceparent, occurred_at)
      SELECT anju_tenant(), (e->>'id')::uuid, e->>'type', (e->>'aggregateid')::uuid, e->>'aggregatetype',
             decode(e->>'payload', 'base64'), (e->>'estate_id')::uuid, (e->>'person_id')::uuid, ${actorId}::uuid,
             e->>'note', ${work.trace || null}, ${work.now}
      FROM jsonb_array_elements(${rows}::jsonb) WITH ORDINALITY AS told(e, place) ORDER BY place
      RETURNING tenant_id, position
    ), queued AS (
      INSERT INTO outbox (tenant_id, position) SELECT tenant_id, position FROM told RETURNING 1
    )
    SELECT count(*)::int AS queued, pg_notify('anju_event', '')::text FROM queued`;
}
