import type { TicketFigures } from '@anju/contracts/ticketing';
import { Card, Statistic } from 'antd';
import { Link } from 'react-router';
import type { Lists } from './links';
import { inTenths, keptOf, percent, starsOf } from './sums';
import { useCockpitWords } from './words';

interface One {
  readonly title: string;
  readonly value: string | number;
  readonly remark?: string;
  readonly list?: string;
  readonly bad?: boolean;
}

function Total({ title, value, remark, list, bad = false }: One) {
  return (
    <Card size="small">
      <Statistic
        title={title}
        value={value}
        formatter={(shown) => (list ? <Link to={list}>{shown}</Link> : shown)}
        {...(bad ? { className: 'total-bad' } : {})}
      />
      <span className="quiet">{remark ?? ' '}</span>
    </Card>
  );
}

/** The morning round in one line. */
export function Totals({
  figures: { total },
  lists,
}: {
  readonly figures: TicketFigures;
  readonly lists: Lists;
}) {
  const say = useCockpitWords();
  if (!total) return null;
  const { kept, broken, rate } = keptOf(total);
  const said = total.satisfaction?.count ?? 0;
  const all: readonly One[] = [
    { title: say('keptRate'), value: percent(rate), remark: say('keptOf', { kept, all: kept + broken }) },
    { title: say('broken'), value: broken, bad: broken > 0 },
    { title: say('openNow'), value: total.openNow, list: lists.openNow },
    { title: say('recorded'), value: total.recorded, list: lists.recorded },
    {
      title: say('satisfaction'),
      value: inTenths(starsOf(total)),
      remark: said > 0 ? `${say('outOf')} · ${say('said', { count: said })}` : say('noSaid'),
    },
    {
      title: say('reopenRate'),
      value: percent(total.resolved > 0 ? total.reopenRate : undefined),
      remark: `${total.reopened} / ${total.resolved}`,
    },
  ];
  return (
    <div className="totals">
      {all.map((one) => (
        <Total key={one.title} {...one} />
      ))}
    </div>
  );
}
