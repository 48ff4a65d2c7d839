import { enumName, enumNumber } from '@anju/contracts';
import {
  Channel,
  ChannelSchema,
  ImpactSchema,
  PrioritySchema,
  type RecordTicketRequest,
  TicketKindSchema,
  TicketRecordedSchema,
  UrgencySchema,
} from '@anju/contracts/ticketing';
import { DomainError, newId } from '@anju/kernel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { record, type Recording } from '../domain/steps.js';
import type { Impact, Ticket, TicketKind, Urgency } from '../domain/ticket.js';
import type { Work } from '../store/database.js';
import { DirectoryProjection } from '../store/directory.projection.js';
import { about } from '../store/tell-clocks.js';
import { contractPromises, tellNewNotices } from '../store/tell-requester.js';
import { type RulesThere, TicketStore } from '../store/ticket.store.js';
import type { ProposeAssignee } from './propose-assignee.js';

/** Clocks of minutes are for what staff know to be an emergency; a resident's word makes it urgent. */
function urgencyOf({ urgency }: RecordTicketRequest, byResident: boolean): Urgency {
  const said = (enumName(UrgencySchema, urgency) || 'normal') as Urgency;
  return byResident && said === 'emergency' ? 'high' : said;
}

/** Article 7(1): recorded at once; the answer carries the number and the deadlines that are promised. */
export class RecordTicket {
  constructor(
    private readonly tickets: TicketStore,
    private readonly directory: DirectoryProjection,
    private readonly proposing: ProposeAssignee,
  ) {}

  async run(work: Work, request: RecordTicketRequest): Promise<Ticket> {
    const { estateId, unitId } = request;
    if (!work.actor.can('ticketing.record', estateId)) {
      throw new DomainError('ticketing.estate_unknown', 'invalid', {}, [
        { field: 'estateId', rule: 'known' },
      ]);
    }
    const requesterId = work.actor.kind === 'resident' ? work.actor.subjectId : request.requesterId;
    const rules = await this.tickets.rules(work, { estateId });
    await this.directory.requireKnown(work, estateId, unitId, requesterId);
    return this.#record(work, this.#given(work, request, requesterId), rules);
  }

  /** Part of a case as a case of its own: the same people and place, with promises of its own. */
  async part(
    work: Work,
    from: Ticket,
    part: Pick<Ticket, 'subject' | 'description' | 'category' | 'kind'>,
  ): Promise<Ticket> {
    const { channel, estateId, unitId, requesterId, anonymous, place, impact, urgency } = from;
    const same = { channel, estateId, unitId, requesterId, anonymous, place, impact, urgency };
    const recorderId = work.actor.subjectId;
    const rules = await this.tickets.rules(work, { estateId });
    return this.#record(work, { ...same, ...part, recorderId, splitFromId: from.id }, rules);
  }

  async #record(work: Work, given: Omit<Recording, 'id' | 'number'>, rules: RulesThere): Promise<Ticket> {
    // Late, because whoever records next in this estate waits for this number from here on, and sees who was proposed.
    const number = await this.tickets.nextNumber(work, rules.estate);
    const assigneeId = await this.proposing.run(work, given);
    const ticket = { ...record({ ...given, id: newId(), number }, rules, work.now), assigneeId };
    await this.tickets.add(work, ticket, rules);
    this.#tell(work, ticket);
    this.proposing.tell(work, ticket);
    return ticket;
  }

  #given(work: Work, request: RecordTicketRequest, requesterId: string) {
    const byResident = work.actor.kind === 'resident';
    const channel = request.channel === Channel.UNSPECIFIED && byResident ? Channel.APP : request.channel;
    return {
      kind: enumName(TicketKindSchema, request.kind) as TicketKind,
      channel: enumName(ChannelSchema, channel) || 'counter',
      estateId: request.estateId,
      unitId: request.unitId || undefined,
      requesterId: requesterId || undefined,
      anonymous: request.anonymous,
      category: request.category,
      place: request.place,
      subject: request.subject,
      description: request.description,
      impact: (enumName(ImpactSchema, request.impact) || 'household') as Impact,
      urgency: urgencyOf(request, byResident),
      recorderId: byResident ? undefined : work.actor.subjectId,
    };
  }

  #tell(work: Work, ticket: Ticket): void {
    const { id: ticketId, number, estateId, category, policyVersion } = ticket;
    const { unitId = '', requesterId = '', recorderId = '' } = ticket;
    work.tell(
      TicketRecordedSchema,
      {
        ...{ ticketId, number, estateId, unitId, requesterId, recorderId, category, policyVersion },
        kind: enumNumber(TicketKindSchema, ticket.kind),
        channel: enumNumber(ChannelSchema, ticket.channel),
        priority: enumNumber(PrioritySchema, ticket.priority),
        promises: contractPromises(ticket.promises),
        time: timestampFromDate(work.now),
      },
      about(ticket),
    );
    tellNewNotices(work, undefined, ticket);
  }
}
