import { Post } from '@anju/contracts/options';
import { TicketingService, WaitReasonSchema } from '@anju/contracts/ticketing';
import { InputNumber } from 'antd';
import { CategoryField } from '../form/category-field';
import { ChoiceField, Field, TextField, TickField, TimeField, WordsField } from '../form/input';
import { isTicked, numberOf, textOf, timeOf } from '../form/typed';
import { useMe, useStaff } from '../server/me';
import { useOptions, usePostWords } from '../words/contract-words';
import { VerbForm, type VerbParts } from './verb';
import { useVerbWords } from './verb-words';

const { method } = TicketingService;

export function Verify(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="verify"
      method={method.verifyTicket}
      request={(values, it) => ({
        ...it,
        findings: textOf(values, 'findings'),
        decline: isTicked(values, 'decline'),
        category: textOf(values, 'category'),
      })}
    >
      <WordsField name="findings" label={say('findings')} autoFocus />
      <CategoryField name="category" label={say('category')} />
      <TickField name="decline">{say('decline')}</TickField>
    </VerbForm>
  );
}

const service = [Post.SERVICE_MANAGER, Post.SERVICE_SPECIALIST];

export function Assign(parts: VerbParts) {
  const say = useVerbWords();
  const me = useMe();
  const { estateId, assigneeId } = parts.ticket;
  const reaches = (ids: readonly string[]) => ids.length === 0 || ids.includes(estateId);
  const options = useStaff()
    .filter(
      ({ id, posts }) =>
        id !== assigneeId && posts.some((one) => service.includes(one.post) && reaches(one.estateIds)),
    )
    .map(({ id, name }) => ({ value: id, label: id === me.subjectId ? `${name}(${say('me')})` : name }));
  return (
    <VerbForm
      {...parts}
      verb="assign"
      method={method.assignTicket}
      request={(values, it) => ({ ...it, assigneeId: textOf(values, 'assigneeId') })}
    >
      <ChoiceField name="assigneeId" label={say('assignee')} options={options} />
    </VerbForm>
  );
}

const departments = [
  Post.ORDER_KEEPER,
  Post.FACILITY_KEEPER,
  Post.SECURITY_GUARD,
  Post.ACTIVITY_PLANNER,
  Post.FINANCE_SPECIALIST,
];

export function RequestCommitment(parts: VerbParts) {
  const say = useVerbWords();
  const post = usePostWords();
  return (
    <VerbForm
      {...parts}
      verb="requestCommitment"
      method={method.requestCommitment}
      request={(values, it) => ({
        ...it,
        department: numberOf(values, 'department'),
        request: textOf(values, 'request'),
        ...timeOf(values, 'dueTime'),
      })}
    >
      <ChoiceField
        name="department"
        label={say('department')}
        options={departments.map((value) => ({ value, label: post(value) }))}
      />
      <WordsField name="request" label={say('request')} />
      <TimeField name="dueTime" label={say('dueTime')} hint={say('dueHint')} />
    </VerbForm>
  );
}

export function RequestApproval(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="requestApproval"
      method={method.requestApproval}
      request={(values, it) => ({
        ...it,
        subject: textOf(values, 'subject'),
        materials: textOf(values, 'materials'),
        amountFen: BigInt(Math.round(numberOf(values, 'amountFen') * 100)),
      })}
    >
      <TextField name="subject" label={say('subject')} />
      <WordsField name="materials" label={say('materials')} rows={4} />
      <Field name="amountFen" label={say('amount')}>
        <InputNumber min={0} precision={2} className="wide" />
      </Field>
    </VerbForm>
  );
}

export function Wait(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="wait"
      method={method.waitTicket}
      request={(values, it) => ({
        ...it,
        reason: numberOf(values, 'reason'),
        note: textOf(values, 'note'),
        ...timeOf(values, 'untilTime'),
      })}
    >
      <ChoiceField name="reason" label={say('waitFor')} options={useOptions(WaitReasonSchema)} />
      <WordsField name="note" label={say('note')} rows={2} />
      <TimeField name="untilTime" label={say('until')} />
    </VerbForm>
  );
}

export function NotifyRequester(parts: VerbParts) {
  const say = useVerbWords();
  return (
    <VerbForm
      {...parts}
      verb="notifyRequester"
      method={method.notifyRequester}
      request={(values, it) => ({ ...it, message: textOf(values, 'message') })}
    >
      <WordsField name="message" label={say('message')} autoFocus />
    </VerbForm>
  );
}
