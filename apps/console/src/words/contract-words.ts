import { enumName, enumText } from '@anju/contracts';
import { Post } from '@anju/contracts/options';
import type { DescEnum } from '@bufbuild/protobuf';
import { type Language, useLanguage } from './language';

/** What the contract calls a state or a kind: `say(TicketStateSchema, ticket.state)`; empty where nothing is said. */
export const contractText = (language: Language, type: DescEnum, value: number): string =>
  value === 0 ? '' : enumText(type, enumName(type, value))[language === 'en' ? 'en' : 'zh'];

export function useContractWords(): (type: DescEnum, value: number) => string {
  const language = useLanguage();
  return (type, value) => contractText(language, type, value);
}

/** Every value of an enum but the unsaid, for a select. */
export function useOptions(type: DescEnum, leaveOut: readonly number[] = []) {
  const say = useContractWords();
  return type.values
    .filter(({ number }) => number !== 0 && !leaveOut.includes(number))
    .map(({ number }) => ({ value: number, label: say(type, number) }));
}

type Both = readonly [zh: string, en: string];

/** The posts of Article 6, which the contract only comments. */
const posts: Readonly<Record<Post, Both>> = {
  [Post.UNSPECIFIED]: ['', ''],
  [Post.SERVICE_MANAGER]: ['客服经理', 'Service manager'],
  [Post.SERVICE_SPECIALIST]: ['客服专员', 'Service specialist'],
  [Post.ORDER_KEEPER]: ['秩序维护员', 'Order keeper'],
  [Post.FACILITY_KEEPER]: ['设施设备管理员', 'Facility keeper'],
  [Post.SECURITY_GUARD]: ['安全防范员', 'Security guard'],
  [Post.ACTIVITY_PLANNER]: ['活动策划员', 'Activity planner'],
  [Post.FINANCE_SPECIALIST]: ['财务专员', 'Finance specialist'],
  [Post.LEADERSHIP]: ['公司领导', 'Leadership'],
  [Post.ADMINISTRATOR]: ['管理员', 'Administrator'],
};

export function usePostWords(): (post: Post) => string {
  const language = useLanguage();
  return (post) => posts[post][language === 'en' ? 1 : 0];
}

/** Categories people use most; the contract takes any word, and one that is not here is shown as it is. */
const categories: Readonly<Record<string, Both>> = {
  noise: ['噪音', 'Noise'],
  leak: ['渗漏水', 'Leak'],
  lift: ['电梯', 'Lift'],
  lift_entrapment: ['电梯困人', 'Lift entrapment'],
  parking: ['停车', 'Parking'],
  sanitation: ['保洁', 'Cleaning'],
  greening: ['绿化', 'Greenery'],
  fee: ['费用', 'Fees'],
  renovation: ['装修', 'Renovation'],
  charging: ['充电', 'Charging'],
  security: ['安防', 'Security'],
  water: ['供水', 'Water supply'],
  power: ['供电', 'Power supply'],
  heating: ['供暖', 'Heating'],
  activity: ['社区活动', 'Activities'],
  repair: ['报修', 'Repair'],
  other: ['其他', 'Other'],
};

export function useCategoryWords() {
  const at = useLanguage() === 'en' ? 1 : 0;
  const say = (category: string): string => categories[category]?.[at] ?? category;
  /** `search` also finds by the other language, so that a word typed in Latin letters finds the Chinese one. */
  const options = Object.entries(categories).map(([value, both]) => ({
    value,
    label: both[at],
    search: `${value} ${both.join(' ')}`.toLowerCase(),
  }));
  return { say, options };
}
