/** First letters by which a category is typed on a Chinese keyboard without choosing characters. */
const letters: Readonly<Record<string, string>> = {
  noise: 'zy zaoyin',
  leak: 'sls shenloushui',
  lift: 'dt dianti',
  lift_entrapment: 'dtkr diantikunren',
  parking: 'tc tingche',
  sanitation: 'bj baojie',
  greening: 'lh lvhua',
  fee: 'fy feiyong',
  renovation: 'zx zhuangxiu',
  charging: 'cd chongdian',
  security: 'af anfang',
  water: 'gs gongshui',
  power: 'gd gongdian',
  heating: 'gn gongnuan',
  activity: 'sqhd shequhuodong',
  repair: 'bx baoxiu',
  other: 'qt qita',
};

export const pinyin = (category: string): string => letters[category] ?? '';
