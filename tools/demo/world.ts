/** The demo company: one group, two companies, two estates each, somebody for every post. */
export interface DemoEstate {
  name: string;
  code: string;
  address: string;
  buildings: number;
  floors: number;
  perFloor: number;
}

export interface DemoCompany {
  name: string;
  code: string;
  /** What follows the sign-in names of this company. */
  suffix: string;
  estates: readonly [DemoEstate, DemoEstate];
}

export const group = '安居物业集团';

export const companies: readonly DemoCompany[] = [
  {
    name: '安居物业(华东)有限公司',
    code: 'anju-east',
    suffix: '',
    estates: [
      {
        name: '翠湖花园',
        code: 'CH',
        address: '济南市历下区翠湖路 18 号',
        buildings: 9,
        floors: 14,
        perFloor: 4,
      },
      {
        name: '和谐家园',
        code: 'HX',
        address: '济南市市中区和平路 6 号',
        buildings: 8,
        floors: 16,
        perFloor: 4,
      },
    ],
  },
  {
    name: '安居物业(华南)有限公司',
    code: 'anju-south',
    suffix: '@b',
    estates: [
      {
        name: '珠江名苑',
        code: 'ZJ',
        address: '广州市海珠区滨江东路 88 号',
        buildings: 8,
        floors: 15,
        perFloor: 4,
      },
      {
        name: '荔湾新城',
        code: 'LW',
        address: '广州市荔湾区龙溪大道 9 号',
        buildings: 8,
        floors: 16,
        perFloor: 4,
      },
    ],
  },
];

export interface DemoPerson {
  login: string;
  name: string;
  post: string;
  department: string;
}

export const staff: readonly DemoPerson[] = [
  { login: 'manager', name: '周敏', post: 'SERVICE_MANAGER', department: '客服部' },
  { login: 'specialist', name: '林晓燕', post: 'SERVICE_SPECIALIST', department: '客服部' },
  { login: 'specialist2', name: '吴倩', post: 'SERVICE_SPECIALIST', department: '客服部' },
  { login: 'order', name: '孙国强', post: 'ORDER_KEEPER', department: '环境秩序部' },
  { login: 'facility', name: '郑志刚', post: 'FACILITY_KEEPER', department: '工程部' },
  { login: 'guard', name: '马建军', post: 'SECURITY_GUARD', department: '安保部' },
  { login: 'activity', name: '何雨晴', post: 'ACTIVITY_PLANNER', department: '客服部' },
  { login: 'finance', name: '许慧', post: 'FINANCE_SPECIALIST', department: '财务部' },
  { login: 'leader', name: '陈立国', post: 'LEADERSHIP', department: '总经理室' },
];

export const administrator = { login: 'admin', name: '高远' };

/** Small, seeded and the same everywhere: the demo company does not change from machine to machine. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
