import { Button, DatePicker, type FormInstance, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { Field } from '../form/input';
import type { Typed } from '../form/typed';
import { endOf, onClock, partName, type Weekday, weekdays } from './week';
import { useAdminWords } from './words';

type Span = readonly [Dayjs | null, Dayjs | null] | null;

const clock = (time: string): Dayjs => dayjs(`2000-01-01T${onClock(time)}`);

const toSpan = (text: unknown) =>
  typeof text === 'string' && text ? [clock(text.slice(0, 5)), clock(text.slice(6))] : null;

const fromSpan = (span: Span): string | undefined =>
  span?.[0] && span[1] ? `${span[0].format('HH:mm')}-${endOf(span[1].format('HH:mm'))}` : undefined;

function Part({ weekday, part }: { readonly weekday: Weekday; readonly part: number }) {
  const say = useAdminWords();
  const label = say('frame', { day: say(`day${weekday}`), count: part + 1 });
  return (
    <Field
      name={partName(weekday, part)}
      label={label}
      // Its day stands at the head of the line.
      noStyle
      getValueProps={(value: unknown) => ({ value: toSpan(value) })}
      normalize={fromSpan}
    >
      <TimePicker.RangePicker
        format="HH:mm"
        minuteStep={5}
        // Until midnight is later than any morning.
        order={false}
        needConfirm={false}
        placeholder={[say('from'), say('to')]}
        aria-label={label}
      />
    </Field>
  );
}

function Days({ name }: { readonly name: 'daysOff' | 'daysWorked' }) {
  const say = useAdminWords();
  return (
    <Field
      name={name}
      label={say(name)}
      getValueProps={(value: unknown) => ({
        value: Array.isArray(value) ? value.map((day) => dayjs(String(day))) : [],
      })}
      normalize={(all: Dayjs[] | null) => all?.map((day) => day.format('YYYY-MM-DD')) ?? []}
    >
      <DatePicker multiple format="YYYY-MM-DD" className="wide" />
    </Field>
  );
}

/** The hours on which deadlines run: up to so many parts a day, and the days that are otherwise. */
export function WeekFields({ form, parts }: { readonly form: FormInstance<Typed>; readonly parts: number }) {
  const say = useAdminWords();
  const likeMonday = (): void => {
    const monday = Array.from(
      { length: parts },
      (_, part) => form.getFieldValue(partName(1, part)) as unknown,
    );
    form.setFieldsValue(
      Object.fromEntries(
        [2, 3, 4, 5].flatMap((weekday) => monday.map((span, part) => [partName(weekday, part), span])),
      ),
    );
  };
  return (
    <fieldset
      className="week"
      // Enter ends the choice of a time; it does not send the form as well.
      onKeyDown={(event) =>
        event.key === 'Enter' && event.target instanceof HTMLInputElement && event.preventDefault()
      }
    >
      <legend>{say('hours')}</legend>
      <p className="quiet">{say('hoursHint')}</p>
      {weekdays.map((weekday) => (
        <div key={weekday} className="week-day">
          <span>{say(`day${weekday}`)}</span>
          {Array.from({ length: parts }, (_, part) => (
            <Part key={part} weekday={weekday} part={part} />
          ))}
        </div>
      ))}
      <Button size="small" onClick={likeMonday} className="gap-below">
        {say('likeMonday')}
      </Button>
      <Days name="daysOff" />
      <Days name="daysWorked" />
    </fieldset>
  );
}
