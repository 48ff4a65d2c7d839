import { enumName, enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import {
  ClosedBySchema,
  FigureGroupingSchema,
  type FiguresSchema,
  type GetTicketFiguresRequest,
  PromiseKindSchema,
  TicketFiguresService,
  TicketKindSchema,
  TicketStateSchema,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Tally } from '../app/figures-tally.js';
import { ReadTicketFigures } from '../app/read-figures.js';
import { type Grouping, periodOf } from '../domain/figures.js';
import type { Work } from '../store/database.js';

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

function satisfactionMessage({ satisfaction }: Tally) {
  const count = sum(satisfaction);
  const average = share(sum(satisfaction.map((said, at) => said * (at + 1))), count);
  return { count, average, distribution: satisfaction };
}

const statesMessage = ({ stays }: Tally) =>
  stays
    .map(({ state, stays: count, average, p90 }) => ({
      ...{ state: enumNumber(TicketStateSchema, state), stays: count },
      ...{ averageMinutes: average, p90Minutes: p90 },
    }))
    .sort((a, b) => a.state - b.state);

const figuresMessage = (tally: Tally): MessageInitShape<typeof FiguresSchema> => ({
  recorded: tally.count('recorded'),
  resolved: tally.count('resolved'),
  closed: tally.count('closed'),
  reopened: tally.count('reopened'),
  reopenRate: share(tally.count('reopened'), tally.count('resolved')),
  endedOtherwise: tally.count('cancelled', 'declined', 'merged', 'duplicate'),
  openNow: tally.open,
  promises: [...tally.promises]
    .map(([kind, counts]) => ({ kind: enumNumber(PromiseKindSchema, kind), ...counts }))
    .sort((a, b) => a.kind - b.kind),
  states: statesMessage(tally),
  satisfaction: satisfactionMessage(tally),
  commitments: [...tally.commitments]
    .map(([post, counts]) => ({ department: enumNumber(PostSchema, post), ...counts }))
    .sort((a, b) => a.department - b.department),
  closedBy: [...tally.closedBy]
    .map(([how, count]) => ({ closedBy: enumNumber(ClosedBySchema, how), count }))
    .sort((a, b) => a.closedBy - b.closedBy),
});

@GrpcService(TicketFiguresService)
export class TicketFiguresGrpc {
  constructor(private readonly reading: ReadTicketFigures) {}

  async getTicketFigures(request: GetTicketFiguresRequest, work: Work) {
    const { estateId, category, fromTime, toTime } = request;
    const period = periodOf(fromTime && timestampDate(fromTime), toTime && timestampDate(toTime), work.now);
    const grouping = (enumName(FigureGroupingSchema, request.groupBy) || 'none') as Grouping;
    const kind = enumName(TicketKindSchema, request.kind);
    const asked = { period, grouping, estateId, category, kind };
    const { tallies, load } = await this.reading.run(work, asked);
    const groups = grouping === 'none' ? [] : [...tallies.groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      fromTime: timestampFromDate(period.from),
      toTime: timestampFromDate(period.to),
      time: timestampFromDate(work.now),
      total: figuresMessage(tallies.total),
      groups: groups.map(([key, tally]) => ({ key, figures: figuresMessage(tally) })),
      load: load
        .map(({ group, n }) => ({ staffId: group, openCases: n }))
        .sort((a, b) => b.openCases - a.openCases || (a.staffId < b.staffId ? -1 : 1)),
    };
  }
}
