import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { bucketsOf, type Grouping, isByTime, lasting, type Period, reachesNow } from '../domain/figures.js';
import type { Work } from '../store/database.js';
import { DirectoryProjection, type Place } from '../store/directory.projection.js';
import type { FiguresFilter, Slice, ZoneBuckets } from '../store/figures-slice.js';
import type { Lasted } from '../store/figures-stays.js';
import { type Count, FiguresStore } from '../store/figures.store.js';
import { Tallies } from './figures-tally.js';

export interface Asked extends FiguresFilter {
  readonly period: Period;
  readonly grouping: Grouping;
}

export interface ReadFigures {
  readonly tallies: Tallies;
  /** Open cases now, by who has them. */
  readonly load: readonly Count[];
}

type Estates = ReadonlyMap<string, Place>;

/** Estates that have something in common. */
function alike<K>(estates: Estates, common: (facts: Place) => K): Map<K, string[]> {
  const groups = new Map<K, string[]>();
  for (const [id, facts] of estates) {
    const ids = groups.get(common(facts)) ?? [];
    ids.push(id);
    groups.set(common(facts), ids);
  }
  return groups;
}

function zonesOf(estates: Estates, { grouping, period }: Asked): ZoneBuckets[] {
  if (!isByTime(grouping)) return [];
  return [...alike(estates, ({ zone }) => zone)].map(([zone, estateIds]) => ({
    ...bucketsOf(grouping, zone, period),
    estateIds,
  }));
}

/** How the department keeps its word, in figures of a period. */
@Injectable()
export class ReadTicketFigures {
  constructor(
    private readonly directory: DirectoryProjection,
    private readonly figures: FiguresStore,
  ) {}

  async run(work: Work, asked: Asked): Promise<ReadFigures> {
    const { period, grouping, estateId, category, kind } = asked;
    const estates = await this.directory.estates(work);
    if (estateId && !estates.has(estateId))
      throw new DomainError('ticketing.estate_unknown', 'invalid', {}, [
        { field: 'estateId', rule: 'known' },
      ]);
    await this.figures.prepare(work);
    const filter = { estateId, category, kind };
    const slice: Slice = { ...period, filter, grouping, zones: zonesOf(estates, asked) };
    const tallies = await this.#count(work, slice);
    const underWay = reachesNow(period, work.now) ? await this.#underWay(work, slice, estates) : [];
    tallies.addStays(await this.figures.stays(work, slice, underWay));
    return { tallies, load: await this.figures.open(work, slice, 'staff') };
  }

  async #count(work: Work, slice: Slice): Promise<Tallies> {
    const tallies = new Tallies();
    tallies.add(await this.figures.steps(work, slice), (tally, one) => tally.step(one));
    tallies.add(await this.figures.promises(work, slice), (tally, one) => tally.promise(one));
    tallies.add(await this.figures.visits(work, slice), (tally, one) => tally.said(one));
    tallies.add(await this.figures.commitments(work, slice), (tally, one) => tally.commitment(one));
    // What is open now belongs to no day: it is counted once, and groups of days have none.
    const byTime = isByTime(slice.grouping);
    const open = await this.figures.open(work, byTime ? { ...slice, grouping: 'none' } : slice, 'group');
    if (byTime) tallies.total.open = open[0]?.n ?? 0;
    else tallies.add(open, (tally, one) => (tally.open += one.n));
    return tallies;
  }

  /** Lengths of stays under way; calendars are the kernel's, so they are measured here. */
  async #underWay(work: Work, slice: Slice, estates: Estates): Promise<Lasted[]> {
    const calendars = [...alike(estates, ({ calendar }) => calendar)];
    const running = await this.figures.running(
      work,
      slice,
      calendars.map(([, ids]) => ids),
    );
    return running.flatMap(({ group, state, calendar, since }) => {
      const works = calendars[calendar]?.[0];
      const lengths = works ? [...lasting(works, since, work.now)] : [];
      return lengths.map(([minutes, n]) => ({ group, state, minutes, n }));
    });
  }
}
