import type { Approval } from '@anju/contracts/leadership';
import { type Commitment, CommitmentState, PromiseState, type Ticket } from '@anju/contracts/ticketing';
import { millis } from '../words/times';

export type ToDoKind = 'handle' | 'take' | 'visit' | 'answer' | 'finish' | 'decide';

type Stamp = NonNullable<Parameters<typeof millis>[0]>;

/** One thing that somebody has to do next. */
export interface ToDo {
  readonly key: string;
  readonly kind: ToDoKind;
  /** What people call it. */
  readonly number: string;
  readonly words: string;
  readonly estateId: string;
  /** The case it is about. */
  readonly ticketId: string;
  readonly etag: string;
  readonly due: Stamp | undefined;
  readonly warned: Stamp | undefined;
}

const at = (stamp: Stamp | undefined): number => millis(stamp) ?? Number.POSITIVE_INFINITY;

/** The open promise that comes first says whether somebody was warned of it. */
export const warnedOf = ({ promises, nextDueTime }: Ticket) =>
  promises.find(
    ({ state, dueTime }) => state === PromiseState.OPEN && millis(dueTime) === millis(nextDueTime),
  )?.warnTime;

export const ofTicket =
  (kind: 'handle' | 'take' | 'visit') =>
  (ticket: Ticket): ToDo => ({
    key: `${kind} ${ticket.id}`,
    kind,
    number: ticket.number,
    words: ticket.subject,
    estateId: ticket.estateId,
    ticketId: ticket.id,
    etag: ticket.etag,
    due: kind === 'visit' ? ticket.visitDueTime : ticket.nextDueTime,
    warned: warnedOf(ticket),
  });

export const ofCommitment = (commitment: Commitment): ToDo => ({
  key: `commitment ${commitment.id}`,
  kind: commitment.state === CommitmentState.REQUESTED ? 'answer' : 'finish',
  number: commitment.ticketNumber,
  words: commitment.request,
  estateId: commitment.estateId,
  ticketId: commitment.ticketId,
  etag: commitment.etag,
  due: commitment.dueTime,
  warned: undefined,
});

export const ofApproval = (approval: Approval): ToDo => ({
  key: `approval ${approval.id}`,
  kind: 'decide',
  number: approval.subjectNumber,
  words: '',
  estateId: approval.estateId,
  ticketId: approval.subjectId,
  etag: approval.etag,
  due: approval.requestTime,
  warned: undefined,
});

/** Nearest clock first; what has none comes last. */
export const inOrder = (all: readonly ToDo[]): ToDo[] => [...all].sort((a, b) => at(a.due) - at(b.due));
