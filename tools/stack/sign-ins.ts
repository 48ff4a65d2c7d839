import type { Secrets } from './state.ts';

const people: readonly (readonly [login: string, who: string])[] = [
  ['manager', '客服经理 service manager'],
  ['specialist', '客服专员 service specialist'],
  ['order', '秩序维护员 order keeper'],
  ['facility', '设施设备管理员 facility keeper'],
  ['guard', '安全防范员 security guard'],
  ['activity', '活动策划员 activity planner'],
  ['finance', '财务专员 finance specialist'],
  ['leader', '公司领导 leadership'],
  ['owner', '业主 owner'],
  ['admin', '管理员 administrator'],
];

/** Lines that say who can sign in to the demo company, and how. */
export const demoSignIns = (secrets: Secrets): string[] => [
  '',
  `Sign-ins of the demo company, password ${secrets.demoPassword} (the second company: <name>@b)`,
  ...people.map(([login, who]) => `  ${login.padEnd(12)}${who}`),
  `The host's operator: ${secrets.operatorLogin}, password ${secrets.operatorPassword}`,
  'A token for programs: npm run -s token -- specialist',
  '',
];
