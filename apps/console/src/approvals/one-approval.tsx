import {
  type Approval,
  ApprovalState,
  ApprovalStateSchema,
  type ApprovalStep,
  Decision,
  DecisionSchema,
} from '@anju/contracts/leadership';
import { TicketingService } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { Moment } from '../parts/clock';
import { Facts } from '../parts/facts';
import { TicketLink } from '../parts/ticket-link';
import { type Tone, Toned } from '../parts/tone';
import { ask } from '../server/ask';
import { useEstateName, useMay, useStaffName } from '../server/me';
import { useCategoryWords, useContractWords, usePostWords } from '../words/contract-words';
import { useYuan } from '../words/money';
import { Decide } from './decide';
import { useApprovalWords } from './words';

const toneOf = (state: ApprovalState): Tone => {
  if (state === ApprovalState.REQUESTED) return 'warn';
  if (state === ApprovalState.GRANTED) return 'good';
  return state === ApprovalState.REFUSED ? 'bad' : 'calm';
};

function Steps({ steps }: { readonly steps: readonly ApprovalStep[] }) {
  const say = useApprovalWords();
  const [contract, post, staff] = [useContractWords(), usePostWords(), useStaffName()];
  return (
    <ol className="plain">
      {steps.map((step) => (
        <li key={step.position}>
          {step.position}. {post(step.post)}{' '}
          {step.decision === Decision.UNSPECIFIED
            ? say('waitingFor')
            : `${contract(DecisionSchema, step.decision)} ${staff(step.staffId)}`}{' '}
          <Moment time={step.decideTime} /> {step.comment && <div className="words said">{step.comment}</div>}
        </li>
      ))}
    </ol>
  );
}

/** What it is about and the materials stay with the duty that asked: read from its case. */
function useMaterials({ id, duty, subjectId }: Approval) {
  const enabled = useMay()('ticketing.read') && duty === 'ticketing';
  const { data } = useQuery({ ...ask(TicketingService.method.getTicket, { id: subjectId }), enabled });
  const asked = data?.approvals.find((one) => one.id === id);
  return { subject: asked?.subject ?? data?.subject ?? '', materials: asked?.materials ?? '' };
}

export function OneApproval({ approval }: { readonly approval: Approval }) {
  const say = useApprovalWords();
  const [contract, category, yuan] = [useContractWords(), useCategoryWords().say, useYuan()];
  const [estate, staff] = [useEstateName(), useStaffName()];
  const { subject, materials } = useMaterials(approval);
  const { amountFen, state } = approval;
  return (
    <Card
      size="small"
      title={<h2>{subject || approval.subjectNumber}</h2>}
      extra={<Toned tone={toneOf(state)}>{contract(ApprovalStateSchema, state)}</Toned>}
    >
      {amountFen > 0n && (
        <p className="amount">
          <span className="quiet">{say('amount')}</span> {yuan(amountFen)}
        </p>
      )}
      <Facts
        all={[
          [say('materials'), materials],
          [
            say('ticket'),
            <TicketLink key="ticket" id={approval.subjectId}>
              {approval.subjectNumber}
            </TicketLink>,
          ],
          [say('estate'), estate(approval.estateId)],
          [say('category'), category(approval.category)],
          [say('by'), staff(approval.requesterId)],
          [say('asked'), <Moment key="asked" time={approval.requestTime} />],
          [say('steps'), <Steps key="steps" steps={approval.steps} />],
        ]}
      />
      {approval.decidable && <Decide approval={approval} />}
      {!approval.decidable && state === ApprovalState.REQUESTED && <p className="quiet">{say('notYours')}</p>}
    </Card>
  );
}
