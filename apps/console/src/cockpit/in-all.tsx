import {
  type CommitmentFigures,
  type PromiseFigures,
  PromiseKindSchema,
  type StaffLoad,
  type TicketFigures,
} from '@anju/contracts/ticketing';
import { Link } from 'react-router';
import { useStaffName } from '../server/me';
import { useContractWords, usePostWords } from '../words/contract-words';
import { colors } from './colors';
import type { Lists } from './links';
import { Picture } from './picture';
import { keptOf, percent } from './sums';
import { useCockpitWords } from './words';

interface Parts {
  readonly figures: TicketFigures;
  readonly lists: Lists;
}

/** Who has how much on the desk now; each bar opens what that person has. */
export function Load({ figures: { load }, lists }: Parts) {
  const say = useCockpitWords();
  const staff = useStaffName();
  const name = ({ staffId }: StaffLoad) => (staffId ? staff(staffId) || '—' : say('nobody'));
  return (
    <Picture
      title={say('load')}
      rows={load}
      keyOf={({ staffId }) => staffId}
      empty={say('noLoad')}
      listOf={({ staffId }) => lists.heldBy(staffId)}
      columns={[
        { key: 'person', title: say('person'), card: 'heading', show: name },
        {
          key: 'open',
          title: say('openNow'),
          show: ({ staffId, openCases }) => <Link to={lists.heldBy(staffId)}>{openCases}</Link>,
        },
      ]}
      drawn={{
        names: load.map(name),
        lying: true,
        series: [
          { name: say('openNow'), color: colors.calm, values: load.map(({ openCases }) => openCases) },
        ],
      }}
    />
  );
}

export function PromisesByKind({ figures: { total } }: Parts) {
  const say = useCockpitWords();
  const contract = useContractWords();
  const rows = total?.promises ?? [];
  const name = ({ kind }: PromiseFigures) => contract(PromiseKindSchema, kind);
  return (
    <Picture
      title={say('promises')}
      rows={rows}
      keyOf={({ kind }) => String(kind)}
      empty={say('none')}
      columns={[
        { key: 'kind', title: say('promise'), card: 'heading', show: name },
        { key: 'kept', title: say('kept'), show: ({ kept }) => kept },
        { key: 'broken', title: say('broken'), show: ({ broken }) => broken },
        { key: 'open', title: say('open'), show: ({ open }) => open },
        { key: 'rate', title: say('keptRate'), show: (row) => percent(keptOf({ promises: [row] }).rate) },
      ]}
      drawn={{
        names: rows.map(name),
        stacked: true,
        series: [
          { name: say('kept'), color: colors.good, values: rows.map(({ kept }) => kept) },
          { name: say('broken'), color: colors.bad, values: rows.map(({ broken }) => broken) },
        ],
      }}
    />
  );
}

export function Stars({ figures: { total } }: Parts) {
  const say = useCockpitWords();
  const said = total?.satisfaction;
  const rows = said && said.count > 0 ? said.distribution.map((count, at) => ({ stars: at + 1, count })) : [];
  const name = ({ stars }: { readonly stars: number }) => say('star', { count: stars });
  return (
    <Picture
      title={say('stars')}
      rows={rows}
      keyOf={({ stars }) => String(stars)}
      empty={say('noSaid')}
      columns={[
        { key: 'stars', title: say('satisfaction'), card: 'heading', show: name },
        { key: 'count', title: say('answers'), show: ({ count }) => count },
      ]}
      drawn={{
        names: rows.map(({ stars }) => `${stars}★`),
        series: [{ name: say('answers'), color: colors.calm, values: rows.map(({ count }) => count) }],
      }}
    />
  );
}

export function Departments({ figures: { total } }: Parts) {
  const say = useCockpitWords();
  const post = usePostWords();
  const rows = total?.commitments ?? [];
  const name = ({ department }: CommitmentFigures) => post(department);
  return (
    <Picture
      title={say('departments')}
      rows={rows}
      keyOf={({ department }) => String(department)}
      empty={say('none')}
      columns={[
        { key: 'department', title: say('department'), card: 'heading', show: name },
        { key: 'fulfilled', title: say('fulfilled'), show: ({ fulfilled }) => fulfilled },
        { key: 'returned', title: say('returned'), show: ({ returned }) => returned },
        { key: 'overdue', title: say('overdue'), show: ({ overdue }) => overdue },
      ]}
      drawn={{
        names: rows.map(name),
        lying: true,
        series: [
          { name: say('fulfilled'), color: colors.good, values: rows.map(({ fulfilled }) => fulfilled) },
          { name: say('returned'), color: colors.warn, values: rows.map(({ returned }) => returned) },
          { name: say('overdue'), color: colors.bad, values: rows.map(({ overdue }) => overdue) },
        ],
      }}
    />
  );
}
