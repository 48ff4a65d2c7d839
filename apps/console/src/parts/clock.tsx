import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useTimes } from '../words/now';
import { millis } from '../words/times';
import { usePartWords } from './words';

type Stamp = Parameters<typeof millis>[0];

interface Due {
  readonly time: Stamp;
  /** When the server warned somebody that it came near. */
  readonly warned?: Stamp;
  /** Kept already, so that it is shown without a colour. */
  readonly over?: boolean;
}

/** A deadline as `还有 2 小时 10 分(今天 17:30)`; its colour is said by an icon, too. */
export function Clock({ time, warned, over = false }: Due) {
  const say = usePartWords();
  const { now, due, moment } = useTimes();
  const at = millis(time);
  if (at === undefined) return <span className="quiet">{say('noClock')}</span>;
  if (over)
    return (
      <span className="quiet nowrap">
        <CheckCircleOutlined aria-hidden /> {moment(at)}
      </span>
    );
  const late = at < now;
  const tone = late ? 'bad' : warned ? 'warn' : 'good';
  const Icon = tone === 'good' ? ClockCircleOutlined : ExclamationCircleOutlined;
  const state = late ? say('late') : warned ? say('soon') : say('inTime');
  return (
    <span className={`clock clock-${tone}`}>
      <Icon aria-label={state} /> {due(at)}
    </span>
  );
}

/** A point in time that passed: `今天 15:02`. */
export function Moment({ time }: { readonly time: Stamp }) {
  const { moment } = useTimes();
  const at = millis(time);
  return at === undefined ? null : <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>;
}
