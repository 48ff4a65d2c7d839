import { FigureGrouping, TicketKind } from '@anju/contracts/ticketing';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import dayjs from 'dayjs';
import { fromWall, toWall } from '../form/wall-clock';
import { useSearchParams } from 'react-router';

export const periods = [7, 30, 90, 365] as const;

const numberIn = (search: URLSearchParams, name: string): number => Number(search.get(name) ?? 0);

/** What is asked, in the address, so that a view can be sent to a colleague. */
export function useFilter() {
  const [search, setSearch] = useSearchParams();
  const days = periods.find((one) => one === numberIn(search, 'days')) ?? 30;
  const by = numberIn(search, 'by');
  const kind = numberIn(search, 'kind');
  const set = (name: 'days' | 'by' | 'kind' | 'estateId', value: string | number | undefined): void =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, String(value));
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  return {
    days,
    estateId: search.get('estateId') ?? '',
    kind: kind in TicketKind ? (kind as TicketKind) : TicketKind.UNSPECIFIED,
    by: by > 1 && by in FigureGrouping ? (by as FigureGrouping) : FigureGrouping.ESTATE,
    set,
  };
}

export type Filter = ReturnType<typeof useFilter>;

/** From a midnight on: one that moved with every second would be a new question each time the page is drawn. */
export function requestOf({ days, estateId, kind, by }: Filter, zone: string) {
  const today = toWall(new Date().toISOString(), zone).slice(0, 10);
  const first = dayjs(today)
    .subtract(days - 1, 'day')
    .format('YYYY-MM-DD');
  return {
    fromTime: timestampFromDate(new Date(fromWall(`${first}T00:00`, zone))),
    estateId,
    kind,
    groupBy: by,
  };
}
