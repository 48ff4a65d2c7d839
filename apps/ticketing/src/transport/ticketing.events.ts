import {
  type EstateChanged,
  EstateChangedSchema,
  type TiesChanged,
  TiesChangedSchema,
  type UnitsChanged,
  UnitsChangedSchema,
} from '@anju/contracts/directory';
import { type ApprovalDecided, ApprovalDecidedSchema } from '@anju/contracts/leadership';
import { type NoticeDelivered, NoticeDeliveredSchema } from '@anju/contracts/notification';
import type { Frame, Week, Weekday } from '@anju/kernel';
import { EventHandlers, On } from '@anju/messaging';
import { hearDecision } from '../app/hear-decision.js';
import { hearDelivery } from '../app/hear-delivery.js';
import type { Work } from '../store/database.js';
import { DirectoryProjection } from '../store/directory.projection.js';
import { TicketStore } from '../store/ticket.store.js';

function weekOf(event: EstateChanged): Week {
  const week: Partial<Record<Weekday, Frame[]>> = {};
  for (const { weekday, from, to } of event.workingWeek?.frames ?? [])
    (week[weekday as Weekday] ??= []).push({ from, to });
  return week;
}

@EventHandlers()
export class TicketingEvents {
  constructor(
    private readonly directory: DirectoryProjection,
    private readonly tickets: TicketStore,
  ) {}

  @On(EstateChangedSchema)
  async estateChanged(event: EstateChanged, work: Work): Promise<void> {
    await this.directory.keepEstate(work, {
      id: event.estateId,
      name: event.name,
      code: event.code,
      zone: event.zone,
      week: weekOf(event),
      own: { off: event.workingWeek?.daysOff ?? [], worked: event.workingWeek?.daysWorked ?? [] },
    });
  }

  @On(UnitsChangedSchema)
  async unitsChanged({ estateId, units }: UnitsChanged, work: Work): Promise<void> {
    await this.directory.keepUnits(work, estateId, units);
  }

  @On(TiesChangedSchema)
  async tiesChanged({ persons }: TiesChanged, work: Work): Promise<void> {
    const ties = persons.flatMap(({ personId, ties }) =>
      ties.map(({ unitId, estateId }) => ({ personId, unitId, estateId })),
    );
    await this.directory.keepTies(
      work,
      ties,
      persons.map(({ personId }) => personId),
    );
  }

  @On(ApprovalDecidedSchema)
  async approvalDecided(event: ApprovalDecided, work: Work): Promise<void> {
    await hearDecision(work, this.tickets, event);
  }

  @On(NoticeDeliveredSchema)
  async noticeDelivered(event: NoticeDelivered, work: Work): Promise<void> {
    await hearDelivery(work, this.tickets, event);
  }
}
