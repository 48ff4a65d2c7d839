import './cockpit.css';
import {
  FigureGrouping,
  FigureGroupingSchema,
  type TicketFigures,
  TicketFiguresService,
  TicketKindSchema,
} from '@anju/contracts/ticketing';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { Asked } from '../parts/asked';
import { Moment } from '../parts/clock';
import { Page } from '../parts/page';
import { ask } from '../server/ask';
import { useEstates } from '../server/me';
import { useOptions } from '../words/contract-words';
import { useZone } from '../words/zone';
import { PromisesByGroup, QualityByGroup } from './by-group';
import { type Filter, periods, requestOf, useFilter } from './filter';
import { Departments, Load, PromisesByKind, Stars } from './in-all';
import { useLists } from './links';
import { Totals } from './totals';
import { useCockpitWords } from './words';

function Filters({ filter }: { readonly filter: Filter }) {
  const say = useCockpitWords();
  const estates = useEstates();
  const kinds = useOptions(TicketKindSchema);
  // By day is for a picture of its own: a year of days is no table.
  const groupings = useOptions(FigureGroupingSchema, [FigureGrouping.NONE, FigureGrouping.DAY]);
  return (
    <div className="line gap-below">
      <Select
        aria-label={say('period')}
        value={filter.days}
        options={periods.map((count) => ({ value: count, label: say('days', { count }) }))}
        onChange={(days) => filter.set('days', days)}
      />
      <Select
        aria-label={say('estate')}
        value={filter.estateId}
        options={[
          { value: '', label: say('allEstates') },
          ...estates.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(id) => filter.set('estateId', id)}
        className="cockpit-select"
      />
      <Select
        aria-label={say('kind')}
        value={filter.kind}
        options={[{ value: 0, label: say('allKinds') }, ...kinds]}
        onChange={(kind) => filter.set('kind', kind)}
      />
      <div className="scroll-line">
        <Segmented
          aria-label={say('by')}
          value={filter.by}
          options={groupings}
          onChange={(by) => filter.set('by', by)}
        />
      </div>
    </div>
  );
}

function Board({ figures, filter }: { readonly figures: TicketFigures; readonly filter: Filter }) {
  const say = useCockpitWords();
  const lists = useLists(filter, figures);
  return (
    <>
      <Totals figures={figures} lists={lists} />
      <div className="pictures">
        <PromisesByGroup figures={figures} filter={filter} lists={lists} />
        <QualityByGroup figures={figures} filter={filter} lists={lists} />
        <PromisesByKind figures={figures} lists={lists} />
        <Load figures={figures} lists={lists} />
        <Stars figures={figures} lists={lists} />
        <Departments figures={figures} lists={lists} />
      </div>
      <p className="quiet">
        {say('counted')} <Moment time={figures.time} />
      </p>
    </>
  );
}

/** How the department keeps its word; every number that a list can say opens that list. */
export default function Cockpit() {
  const say = useCockpitWords();
  const filter = useFilter();
  const zone = useZone();
  const query = useQuery({
    ...ask(TicketFiguresService.method.getTicketFigures, requestOf(filter, zone)),
    // What was shown stays until the next figures are there.
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={say('title')}>
      <Filters filter={filter} />
      <Asked query={query}>{(figures) => <Board figures={figures} filter={filter} />}</Asked>
    </Page>
  );
}
