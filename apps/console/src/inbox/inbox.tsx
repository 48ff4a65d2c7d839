import {
  type Delivery,
  DeliveryState,
  DeliveryStateSchema,
  NoticeChannelSchema,
  type Notice,
  NotificationService,
} from '@anju/contracts/notification';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Segmented, Typography } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { SendButton } from '../form/send-button';
import { Asked } from '../parts/asked';
import { Moment } from '../parts/clock';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { Nothing } from '../parts/rows';
import { Toned } from '../parts/tone';
import { askPages } from '../server/ask';
import { useMay } from '../server/me';
import { useContractWords } from '../words/contract-words';
import { useInboxWords } from './words';

const toneOf = ({ state }: Delivery) =>
  state === DeliveryState.FAILED ? 'bad' : state >= DeliveryState.DELIVERED ? 'good' : 'calm';

function Deliveries({ all }: { readonly all: readonly Delivery[] }) {
  const say = useContractWords();
  return all.map((delivery) => (
    <Toned key={delivery.channel} tone={toneOf(delivery)}>
      {say(NoticeChannelSchema, delivery.channel)} {say(DeliveryStateSchema, delivery.state)}
    </Toned>
  ));
}

function OneNotice({ notice }: { readonly notice: Notice }) {
  const say = useInboxWords();
  const seesCases = useMay()('ticketing.read');
  const unread = notice.readTime === undefined;
  return (
    <Card size="small">
      <div className="notice-head">
        <Typography.Text strong={unread}>{notice.title}</Typography.Text>
        {unread && <Toned tone="busy">{say('unreadMark')}</Toned>}
        <span className="quiet">
          <Moment time={notice.createTime} />
        </span>
      </div>
      <p className="words">{notice.body}</p>
      <div className="line">
        <Deliveries all={notice.deliveries} />
        {notice.subjectType === 'ticket' && seesCases && (
          <Link to={`/tickets/${notice.subjectId}`}>{say('open')}</Link>
        )}
        {unread && (
          <SendButton size="small" method={NotificationService.method.readNotice} request={{ id: notice.id }}>
            {say('read')}
          </SendButton>
        )}
      </div>
    </Card>
  );
}

/** What was told to the one who is signed in, with how it arrived. */
export default function Inbox() {
  const say = useInboxWords();
  const [search, setSearch] = useSearchParams();
  const unread = search.get('show') !== 'all';
  const query = useInfiniteQuery(askPages(NotificationService.method.listNotices, { pageSize: 30, unread }));
  const filter = (
    <Segmented
      aria-label={say('filter')}
      value={unread ? 'unread' : 'all'}
      options={[
        { value: 'unread', label: say('unread') },
        { value: 'all', label: say('all') },
      ]}
      onChange={(value) => setSearch(value === 'all' ? { show: 'all' } : {})}
    />
  );
  return (
    <Page title={say('title')} actions={filter}>
      <Asked query={query}>
        {({ pages }) => {
          const notices = pages.flatMap((page) => page.notices);
          if (notices.length === 0) return <Nothing>{say(unread ? 'noneUnread' : 'none')}</Nothing>;
          return (
            <>
              <div className="cards">
                {notices.map((notice) => (
                  <OneNotice key={notice.id} notice={notice} />
                ))}
              </div>
              <More query={query} />
            </>
          );
        }}
      </Asked>
    </Page>
  );
}
