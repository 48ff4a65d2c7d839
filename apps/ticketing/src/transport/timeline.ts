import { eventTypes, registry } from '@anju/contracts';
import type { TimelineSchema } from '@anju/contracts/ticketing';
import { fromBinary, type MessageInitShape, toJsonString } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Work } from '../store/database.js';
import type { HappenedRow } from '../store/ticket.queries.js';

/** What concerns the requester; the rest is how the department works. */
const forResidents = new Set([
  'TicketRecorded',
  'RequesterNoticeRequested',
  'TicketResolved',
  'TicketReopened',
  'TicketClosed',
  'TicketEnded',
  'TicketWaiting',
  'TicketMessageAdded',
  'AttachmentAdded',
  'AttachmentRemoved',
]);

const nameOf = (type: string) => type.slice(type.lastIndexOf('.') + 1);

/** @param unnamed ids that the reader is not to learn */
function entry(row: HappenedRow, unnamed: readonly string[]) {
  const schema = eventTypes.get(row.type);
  const detail = schema ? toJsonString(schema, fromBinary(schema, row.payload), { registry }) : '';
  const shown = (text: string) => unnamed.reduce((left, id) => left.replaceAll(id, ''), text);
  return {
    id: row.id,
    type: nameOf(row.type),
    actorId: shown(row.actor_id ?? ''),
    note: row.note ?? '',
    time: timestampFromDate(row.occurred_at),
    detail: shown(detail),
  };
}

export function timelineMessage(
  work: Work,
  rows: readonly HappenedRow[],
  unnamed: readonly string[],
): MessageInitShape<typeof TimelineSchema> {
  const seen =
    work.actor.kind === 'resident' ? rows.filter((row) => forResidents.has(nameOf(row.type))) : rows;
  return { entries: seen.map((row) => entry(row, unnamed)) };
}
