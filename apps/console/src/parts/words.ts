import { words } from '../words/words';

export const usePartWords = words('parts', {
  zh: {
    again: '重试',
    failed: '没有取到数据',
    more: '显示更多',
    noClock: '无期限',
    open: '打开',
    late: '已超时',
    soon: '即将到期',
    inTime: '期限内',
  },
  en: {
    again: 'Try again',
    failed: 'Nothing could be read',
    more: 'Show more',
    noClock: 'No deadline',
    open: 'Open',
    late: 'Late',
    soon: 'Due soon',
    inTime: 'In time',
  },
});
