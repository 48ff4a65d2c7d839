import { Injectable } from '@nestjs/common';
import { DirectoryProjection } from '../store/directory.projection.js';
import { MessageStore } from '../store/message.store.js';
import { TicketStore } from '../store/ticket.store.js';
import { AcknowledgeTicket } from './acknowledge-ticket.js';
import { AnswerCommitment } from './answer-commitment.js';
import { AssignTicket } from './assign-ticket.js';
import { CancelTicket } from './cancel-ticket.js';
import { CloseTicket } from './close-ticket.js';
import { NotifyRequester } from './notify-requester.js';
import { PauseTicket } from './pause-ticket.js';
import { ProposeAssignee } from './propose-assignee.js';
import { RecordTicket } from './record-ticket.js';
import { RecordVisit } from './record-visit.js';
import { RelateTickets } from './relate-tickets.js';
import { ReopenTicket } from './reopen-ticket.js';
import { RequestApproval } from './request-approval.js';
import { RequestCommitment } from './request-commitment.js';
import { ResolveTicket } from './resolve-ticket.js';
import { ReturnCommitment } from './return-commitment.js';
import { AddMessage, JudgeSolution } from './talk.js';
import { VerifyTicket } from './verify-ticket.js';

/** The whole ability of the desk on one screen. */
@Injectable()
export class Verbs {
  readonly record: RecordTicket;
  readonly verify: VerifyTicket;
  readonly assign: AssignTicket;
  readonly requestCommitment: RequestCommitment;
  readonly answer: AnswerCommitment;
  readonly requestApproval: RequestApproval;
  readonly notify: NotifyRequester;
  readonly resolve: ResolveTicket;
  readonly visit: RecordVisit;
  readonly close: CloseTicket;
  readonly reopen: ReopenTicket;
  readonly cancel: CancelTicket;
  readonly pause: PauseTicket;
  readonly acknowledge: AcknowledgeTicket;
  readonly returning: ReturnCommitment;
  readonly talk: AddMessage;
  readonly judge: JudgeSolution;
  readonly relate: RelateTickets;

  constructor(
    tickets: TicketStore,
    directory: DirectoryProjection,
    messages: MessageStore,
    proposing: ProposeAssignee,
  ) {
    this.record = new RecordTicket(tickets, directory, proposing);
    this.verify = new VerifyTicket(tickets);
    this.assign = new AssignTicket(tickets, directory);
    this.requestCommitment = new RequestCommitment(tickets);
    this.answer = new AnswerCommitment(tickets);
    this.requestApproval = new RequestApproval(tickets);
    this.notify = new NotifyRequester(tickets);
    this.resolve = new ResolveTicket(tickets);
    this.visit = new RecordVisit(tickets);
    this.close = new CloseTicket(tickets);
    this.reopen = new ReopenTicket(tickets);
    this.cancel = new CancelTicket(tickets);
    this.pause = new PauseTicket(tickets);
    this.acknowledge = new AcknowledgeTicket(tickets);
    this.returning = new ReturnCommitment(tickets);
    this.talk = new AddMessage(tickets, messages);
    this.judge = new JudgeSolution(tickets);
    this.relate = new RelateTickets(tickets, this.record);
  }
}
