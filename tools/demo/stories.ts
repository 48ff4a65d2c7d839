/** What can happen to a case after it was recorded. */
export type Ending =
  'happy' | 'late' | 'declined' | 'cancelled' | 'reopened' | 'open' | 'asked' | 'approval' | 'following';

export interface Story {
  kind: 'ENQUIRY' | 'COMPLAINT' | 'SUGGESTION';
  category: string;
  subject: string;
  description: string;
  /** The post that helps, where one does. */
  department?:
    'FACILITY_KEEPER' | 'SECURITY_GUARD' | 'ORDER_KEEPER' | 'FINANCE_SPECIALIST' | 'ACTIVITY_PLANNER';
  findings: string;
  solution: string;
  urgency?: 'HIGH' | 'EMERGENCY';
  /** Needs leadership's money, in fen. */
  amountFen?: bigint;
}

export const stories: readonly Story[] = [
  {
    kind: 'COMPLAINT',
    category: 'noise',
    subject: '楼上夜间噪音扰民',
    description: '连续几晚十一点后仍有拖动家具和跑跳的声音,影响孩子休息。',
    department: 'SECURITY_GUARD',
    findings: '夜间巡查确认 23:20 有明显噪音。',
    solution: '已与楼上住户沟通并铺设地垫,约定 22 点后保持安静。',
  },
  {
    kind: 'COMPLAINT',
    category: 'leak',
    subject: '卫生间天花板渗水',
    description: '客卫吊顶有水渍,面积逐渐扩大。',
    department: 'FACILITY_KEEPER',
    findings: '楼上地漏防水层老化。',
    solution: '已完成楼上防水修补,闭水试验 24 小时无渗漏。',
    urgency: 'HIGH',
  },
  {
    kind: 'COMPLAINT',
    category: 'lift',
    subject: '电梯运行异响并偶尔停层不平',
    description: '2 单元电梯近两天有明显抖动。',
    department: 'FACILITY_KEEPER',
    findings: '导靴磨损,需要更换。',
    solution: '维保单位已更换导靴并复测平层,运行正常。',
    urgency: 'EMERGENCY',
  },
  {
    kind: 'COMPLAINT',
    category: 'parking',
    subject: '消防通道被私家车占用',
    description: '北门消防通道长期停放车辆。',
    department: 'ORDER_KEEPER',
    findings: '现场有三辆车占道。',
    solution: '已劝离车辆并增设隔离桩和警示标识。',
  },
  {
    kind: 'COMPLAINT',
    category: 'sanitation',
    subject: '楼道垃圾清理不及时',
    description: '楼梯间堆放装修垃圾两天未清。',
    department: 'ORDER_KEEPER',
    findings: '系 6 楼装修遗留。',
    solution: '已清运,并要求装修单位按约定时间清运。',
  },
  {
    kind: 'SUGGESTION',
    category: 'greening',
    subject: '建议补种中庭花园的绿植',
    description: '中庭东侧草坪裸露,希望补种。',
    department: 'ORDER_KEEPER',
    findings: '裸露面积约 60 平方米。',
    solution: '已列入春季补种计划并完成首批补种。',
  },
  {
    kind: 'ENQUIRY',
    category: 'fee',
    subject: '咨询物业费账单中的公摊电费',
    description: '本月公摊电费比上月高,想了解计算方式。',
    department: 'FINANCE_SPECIALIST',
    findings: '地库照明改造期间用电增加。',
    solution: '已逐项说明公摊计算方式并提供用电明细。',
  },
  {
    kind: 'ENQUIRY',
    category: 'renovation',
    subject: '咨询装修备案需要的材料',
    description: '准备下月开工,想知道流程和押金。',
    findings: '一般性咨询。',
    solution: '已告知备案流程、所需材料和施工时间规定。',
  },
  {
    kind: 'SUGGESTION',
    category: 'charging',
    subject: '建议增加电动自行车充电车位',
    description: '现有充电位晚间不够用。',
    department: 'FACILITY_KEEPER',
    findings: '高峰期缺口约 20 个。',
    solution: '经审批新增 24 个充电位,已投入使用。',
    amountFen: 3_600_000n,
  },
  {
    kind: 'COMPLAINT',
    category: 'security',
    subject: '单元门禁失灵,陌生人可随意进入',
    description: '门禁已三天不能自动关闭。',
    department: 'SECURITY_GUARD',
    findings: '闭门器损坏。',
    solution: '已更换闭门器并检查全部单元门禁。',
    urgency: 'HIGH',
  },
  {
    kind: 'COMPLAINT',
    category: 'water',
    subject: '自来水水压不足',
    description: '早晚高峰高层水压很小。',
    department: 'FACILITY_KEEPER',
    findings: '二次供水泵一台故障。',
    solution: '已修复水泵并调整供水压力。',
    amountFen: 860_000n,
  },
  {
    kind: 'SUGGESTION',
    category: 'activity',
    subject: '希望周末多组织亲子活动',
    description: '社区孩子多,希望有读书会、手工课。',
    department: 'ACTIVITY_PLANNER',
    findings: '已登记 37 户有意向。',
    solution: '已纳入季度活动计划,首场读书会报名中。',
  },
];

/** Three months of endings, in turn: most end well, some do not, some are still open today. */
export const endings: readonly Ending[] = [
  ...['happy', 'happy', 'late', 'happy', 'declined', 'happy', 'reopened', 'happy', 'cancelled', 'happy'],
  ...['happy', 'late', 'happy', 'reopened', 'happy'],
] as Ending[];

/** Cases of the last days, one in each state. */
export const openEndings: readonly Ending[] = [
  'open',
  'asked',
  'approval',
  'following',
  'open',
  'asked',
  'following',
  'open',
];
