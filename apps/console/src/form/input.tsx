import type { DescMessage } from '@bufbuild/protobuf';
import { Checkbox, DatePicker, Form, type FormItemProps, Input as Text, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { createContext, type ReactNode, useContext } from 'react';
import { useZone } from '../words/zone';
import { free, rulesOf } from './rules';
import type { Typed } from './typed';
import { useFormWords } from './words';
import { fromWall, toWall } from './wall-clock';

const Message = createContext<DescMessage | undefined>(undefined);

/** Says which message of the contract the inputs below belong to. */
export const Input = Message.Provider;

interface Named {
  /** The field of the request, as TypeScript calls it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

/** An input with the rules that the contract has for its field. */
export function Field({ name, label, hint, ...item }: Named & Omit<FormItemProps<Typed>, 'name' | 'label'>) {
  const say = useFormWords();
  const message = useContext(Message);
  const { required, min, max } = message ? rulesOf(message, name) : free;
  const must = required || item.required === true;
  const refuse = () => Promise.reject(new Error(say('required', { label })));
  return (
    <Form.Item
      name={name}
      label={label}
      {...(hint ? { extra: hint } : {})}
      {...item}
      required={must}
      rules={[
        ...(must ? [{ validator: (_: unknown, value: unknown) => (isSaid(value) ? done : refuse()) }] : []),
        ...(min ? [{ min, message: say('tooShort', { min }) }] : []),
        ...(max ? [{ max, message: say('tooLong', { max }) }] : []),
        ...(item.rules ?? []),
      ]}
    />
  );
}

const done = Promise.resolve();
const isSaid = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null;

export const TextField = ({ autoFocus = false, ...field }: Named & { readonly autoFocus?: boolean }) => (
  <Field {...field}>
    <Text autoFocus={autoFocus} autoComplete="off" />
  </Field>
);

interface Lines {
  readonly rows?: number;
  readonly autoFocus?: boolean;
  readonly required?: boolean;
}

export const WordsField = ({ rows = 3, autoFocus = false, ...field }: Named & Lines) => (
  <Field {...field}>
    <Text.TextArea autoSize={{ minRows: rows, maxRows: 12 }} autoFocus={autoFocus} />
  </Field>
);

interface Choice {
  readonly value: number | string;
  readonly label: string;
  /** More words by which it is found. */
  readonly search?: string;
}

const finds = (text: string, choice: Choice | undefined): boolean =>
  `${choice?.label ?? ''} ${choice?.search ?? ''}`.toLowerCase().includes(text.trim().toLowerCase());

export const ChoiceField = ({
  options,
  ...field
}: Named & { readonly options: readonly Choice[]; readonly required?: boolean }) => (
  <Field {...field}>
    <Select<number | string, Choice>
      options={[...options]}
      showSearch={{ filterOption: finds }}
      allowClear
      virtual={false}
    />
  </Field>
);

/** A time on the estate's clock; the form holds it as text. */
export function TimeField(field: Named) {
  const zone = useZone();
  return (
    <Field
      {...field}
      getValueProps={(value: unknown) => ({
        value: typeof value === 'string' ? dayjs(toWall(value, zone)) : undefined,
      })}
      normalize={(value: Dayjs | null | undefined) =>
        value ? fromWall(value.format('YYYY-MM-DDTHH:mm'), zone) : undefined
      }
    >
      <DatePicker
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        minDate={dayjs()}
        className="wide"
      />
    </Field>
  );
}

export const TickField = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <Form.Item name={name} valuePropName="checked">
    <Checkbox>{children}</Checkbox>
  </Form.Item>
);
