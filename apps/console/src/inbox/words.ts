import { words } from '../words/words';

export const useInboxWords = words('inbox', {
  zh: {
    title: '消息',
    unread: '未读',
    all: '全部',
    filter: '显示哪些消息',
    none: '还没有消息。工单有进展、需要您处理或超时的时候,会在这里告诉您。',
    noneUnread: '没有未读消息。点“全部”可以查看以前的消息。',
    read: '标为已读',
    open: '查看工单',
    unreadMark: '未读',
    deliveries: '送达情况',
  },
  en: {
    title: 'Inbox',
    unread: 'Unread',
    all: 'All',
    filter: 'Which notices',
    none: 'No notices yet. You are told here when a case moves on, waits for you or is late.',
    noneUnread: 'Nothing unread. Choose “All” for earlier notices.',
    read: 'Mark as read',
    open: 'Open the case',
    unreadMark: 'Unread',
    deliveries: 'Delivery',
  },
});
