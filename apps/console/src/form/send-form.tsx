import { HttpProblem, personalOf } from '@anju/contracts';
import { Personal } from '@anju/contracts/options';
import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, type FormInstance, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { renew } from '../server/ask';
import { useMe } from '../server/me';
import { useProblemText } from '../server/problem';
import { call, isCertain, isSignedOut } from '../server/server';
import { signInAgain } from '../server/sign-in';
import { Draft, onPage } from './draft';
import { Input } from './input';
import type { Typed } from './typed';
import { useFormWords } from './words';

interface Parts<I extends DescMessage, O extends DescMessage> {
  /** Names the form for its draft: what it does and to what, such as `resolve 3f…`. */
  readonly name: string;
  readonly method: DescMethodUnary<I, O>;
  /** The whole request from what was typed. */
  readonly request: (values: Typed) => MessageInitShape<I>;
  readonly onSent: (answer: MessageShape<O>) => void;
  readonly submit: string;
  readonly danger?: boolean;
  /** Values to begin with, where no draft says otherwise. */
  readonly initial?: Typed;
  /** For a form whose fields depend on each other. */
  readonly form?: FormInstance<Typed>;
  readonly also?: ReactNode;
  readonly children?: ReactNode;
}

/** Marks the inputs that the server names; answers whether all of its complaints found one. */
function mark(form: FormInstance<Typed>, error: unknown): boolean {
  if (!(error instanceof HttpProblem) || error.violations.length === 0) return false;
  const names = new Set(Object.keys(form.getFieldsValue()));
  const known = error.violations
    .map(({ field, rule, message }) => ({ name: camel(field), errors: [message ?? rule] }))
    .filter(({ name }) => names.has(name));
  form.setFields(known);
  const [first] = known;
  if (first) form.scrollToField(first.name, { focus: true });
  return known.length === error.violations.length;
}

const camel = (field: string): string =>
  (field.split(/[.[]/)[0] ?? '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const hasSecret = (message: DescMessage): boolean =>
  message.fields.some((field) => personalOf(field) === Personal.SECRET);

/** Only what was typed: an input that was left alone is not a difference. */
const said = (values: Typed): Typed =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));

/** Not `resetFields`: that would bring back the draft which the form began with. */
function clear(form: FormInstance<Typed>, initial: Typed = {}): void {
  const names = Object.keys(form.getFieldsValue());
  form.setFields(names.map((name) => ({ name, value: initial[name], errors: [] })));
}

function useSending<I extends DescMessage, O extends DescMessage>(
  { method, request, onSent, initial }: Parts<I, O>,
  form: FormInstance<Typed>,
  draft: Draft,
) {
  return useMutation<MessageShape<O>, unknown, Typed>({
    mutationFn: (values) => {
      const sent = draft.attempt(method.input, said(values), () =>
        create(method.input, request(said(values))),
      );
      // A message is its own initial shape, which TypeScript cannot see of a type it does not know yet.
      return call(method, sent.request as MessageInitShape<I>, { idempotencyKey: sent.key });
    },
    onSuccess: (answer) => {
      draft.forget();
      clear(form, initial);
      void renew(method.parent.typeName.split('.')[1] ?? '');
      onSent(answer);
    },
    onError: (error) => {
      if (isSignedOut(error)) return signInAgain.ask();
      if (!isCertain(error)) return;
      draft.settle();
      mark(form, error);
      // Somebody was quicker: what the page shows is old.
      if (error instanceof HttpProblem && [409, 412].includes(error.status))
        void renew(method.parent.typeName.split('.')[1] ?? '');
    },
  });
}

function Restored({ discard }: { readonly discard: () => void }) {
  const say = useFormWords();
  const button = (
    <Button size="small" onClick={discard}>
      {say('discard')}
    </Button>
  );
  return <Alert className="gap-below" type="info" title={say('restored')} action={button} />;
}

function Refusal({ error }: { readonly error: unknown }) {
  const say = useFormWords();
  const problemText = useProblemText();
  if (isSignedOut(error)) return null;
  const unknown = !isCertain(error);
  return (
    <Alert
      className="gap-below"
      type={unknown ? 'warning' : 'error'}
      role="alert"
      showIcon
      title={problemText(error)}
      {...(unknown ? { description: say('unknown') } : {})}
    />
  );
}

/**
 * One method of the contract as a form. What is typed outlives a reload and a sign-in; a send whose answer was lost is
 * sent again as it was, with its key; refusals are shown in words, beside the input they are about.
 */
export function SendForm<I extends DescMessage, O extends DescMessage>(parts: Parts<I, O>) {
  const { name, method, submit, danger = false, initial, also, children } = parts;
  const say = useFormWords();
  const me = useMe();
  const [own] = Form.useForm<Typed>();
  const form = parts.form ?? own;
  const [draft] = useState(
    () => new Draft(`${me.accountId} ${name}`, hasSecret(method.input) ? onPage() : undefined),
  );
  const [first] = useState(() => ({ ...initial, ...draft.values }));
  const [restored, setRestored] = useState(draft.values !== undefined);
  const sending = useSending(parts, form, draft);
  const unknown = sending.isError && !isCertain(sending.error);
  const discard = (): void => {
    draft.forget();
    clear(form, initial);
    setRestored(false);
    sending.reset();
  };
  return (
    <Input value={method.input}>
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={first}
        onValuesChange={(_, values) => draft.keep(said(values))}
        onFinish={(values) => sending.mutate(values)}
        scrollToFirstError={{ focus: true }}
        validateTrigger="onSubmit"
        disabled={sending.isPending}
      >
        {restored && !sending.isError && <Restored discard={discard} />}
        {children}
        {sending.isError && <Refusal error={sending.error} />}
        <Space wrap>
          <Button type="primary" danger={danger} htmlType="submit" loading={sending.isPending}>
            {unknown ? say('retry') : submit}
          </Button>
          {also}
        </Space>
      </Form>
    </Input>
  );
}
