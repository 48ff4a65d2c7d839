import { enumName, enumNumber } from '@anju/contracts';
import {
  type MergeTicketRequest,
  type SetParentRequest,
  type SplitTicketRequest,
  TicketKindSchema,
  TicketRelatedSchema,
} from '@anju/contracts/ticketing';
import { DomainError } from '@anju/kernel';
import { mergeInto, setParent } from '../domain/relations.js';
import { hasEnded, refuseState, type Ticket, type TicketKind } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { about } from '../store/tell-clocks.js';
import { lockKin, lockTickets } from '../store/ticket-rows.js';
import type { TicketStore } from '../store/ticket.store.js';
import type { RecordTicket } from './record-ticket.js';
import { tellEnded } from './telling.js';

type Relation = 'merged' | 'duplicate' | 'child' | 'released' | 'split';

/** One leak, many calls: cases go into each other, hang on each other, or are taken apart. */
export class RelateTickets {
  constructor(
    private readonly tickets: TicketStore,
    private readonly recording: RecordTicket,
  ) {}

  async merge(work: Work, { id, etag, intoId, duplicate }: MergeTicketRequest): Promise<Ticket> {
    const goneInto = await lockKin(work, [id, intoId]);
    await this.tickets.get(work, id);
    const target = await this.#other(work, intoId, 'intoId');
    const as = duplicate ? 'duplicate' : 'merged';
    const merged = await this.tickets.change(work, id, etag, (ticket, rules) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const gone = mergeInto(ticket, target, as, rules, work.now);
      tellEnded(work, ticket, gone, '');
      return gone;
    });
    // What had gone into the one that goes now follows it, so that nobody is lost on the way.
    for (const inner of goneInto(id))
      await this.tickets.change(work, inner.id, '', (ticket) => ({ ...ticket, mergedIntoId: intoId }));
    this.#tell(work, merged, as, intoId);
    return merged;
  }

  async setParent(work: Work, { id, etag, parentId }: SetParentRequest): Promise<Ticket> {
    await lockTickets(work, parentId ? [id, parentId] : [id]);
    await this.tickets.get(work, id);
    const parent = parentId ? await this.#other(work, parentId, 'parentId') : undefined;
    return this.tickets.change(work, id, etag, (ticket) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      const hung = setParent(ticket, parent);
      this.#tell(work, hung, parent ? 'child' : 'released', parent?.id ?? ticket.parentId ?? '');
      return hung;
    });
  }

  async split(work: Work, request: SplitTicketRequest): Promise<Ticket> {
    const from = await this.tickets.change(work, request.id, '', (ticket) => {
      work.actor.require('ticketing.handle', ticket.estateId);
      return hasEnded(ticket) ? refuseState(ticket) : ticket;
    });
    const part = await this.recording.part(work, from, {
      subject: request.subject,
      description: request.description,
      category: request.category || from.category,
      kind: (enumName(TicketKindSchema, request.kind || enumNumber(TicketKindSchema, from.kind)) ||
        from.kind) as TicketKind,
    });
    this.#tell(work, part, 'split', from.id);
    return part;
  }

  /** A case that is not there, or not for the caller, is named by its field. */
  async #other(work: Work, id: string, field: string): Promise<Ticket> {
    return this.tickets.get(work, id).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('ticketing.relation_unfit', 'invalid', {}, [{ field, rule: 'known' }]);
    });
  }

  #tell(work: Work, ticket: Ticket, relation: Relation, otherId: string): void {
    const { id: ticketId, number, estateId } = ticket;
    work.tell(TicketRelatedSchema, { ticketId, number, estateId, relation, otherId }, about(ticket));
  }
}
