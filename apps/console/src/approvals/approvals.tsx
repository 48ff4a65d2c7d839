import { ApprovalState, LeadershipService } from '@anju/contracts/leadership';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { Asked } from '../parts/asked';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { Nothing } from '../parts/rows';
import { askPages } from '../server/ask';
import { OneApproval } from './one-approval';
import { useApprovalWords } from './words';

const decidedStates = [
  ApprovalState.GRANTED,
  ApprovalState.REFUSED,
  ApprovalState.RETURNED,
  ApprovalState.WITHDRAWN,
];

/** Article 7(4), in two minutes between meetings: the materials, the amount, and three buttons. */
export default function Approvals() {
  const say = useApprovalWords();
  const [search, setSearch] = useSearchParams();
  const decided = search.get('show') === 'decided';
  const states = decided ? decidedStates : [ApprovalState.REQUESTED];
  const query = useInfiniteQuery(askPages(LeadershipService.method.listApprovals, { pageSize: 20, states }));
  const filter = (
    <Segmented
      aria-label={say('show')}
      value={decided ? 'decided' : 'waiting'}
      options={[
        { value: 'waiting', label: say('waiting') },
        { value: 'decided', label: say('decided') },
      ]}
      onChange={(value) => setSearch(value === 'decided' ? { show: 'decided' } : {})}
    />
  );
  return (
    <Page title={say('title')} actions={filter}>
      <Asked query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ approvals }) => approvals);
          if (all.length === 0) return <Nothing>{say(decided ? 'noneDecided' : 'none')}</Nothing>;
          return (
            <div className="cards narrow">
              {all.map((approval) => (
                <OneApproval key={approval.id} approval={approval} />
              ))}
              <More query={query} />
            </div>
          );
        }}
      </Asked>
    </Page>
  );
}
