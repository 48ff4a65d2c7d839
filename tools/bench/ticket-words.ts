/** What owners say, by category: subjects, and sentences that a description is put together from. */
export const stories: Readonly<
  Record<string, { subjects: readonly string[]; sentences: readonly string[] }>
> = {
  water: {
    subjects: [
      '厨房水管漏水',
      '卫生间天花板渗水',
      '地下车库漏水',
      '水压不足',
      '阳台地漏堵塞',
      '水表读数异常',
    ],
    sentences: ['水已经流到走廊', '楼下邻居家的天花板也湿了', '关了阀门仍然漏水', '上个月修过一次没有修好'],
  },
  noise: {
    subjects: ['楼上噪音扰民', '夜间装修施工', '广场舞音量过大', '空调外机震动', '宠物狗深夜吠叫'],
    sentences: [
      '晚上十一点后有拖动家具的声音',
      '老人和孩子无法休息',
      '多次沟通没有效果',
      '周末早上六点就开始',
    ],
  },
  lift: {
    subjects: ['电梯异响', '电梯停运', '电梯按钮失灵', '电梯轿厢照明不亮', '电梯平层不准'],
    sentences: ['运行到八楼时有明显抖动', '老人上下楼很不方便', '维保单位没有到场', '困人十分钟后才有人应答'],
  },
  parking: {
    subjects: ['车位被占用', '车库道闸识别失败', '访客停车收费疑问', '电动车乱停放', '充电桩无法使用'],
    sentences: ['车牌登记过但抬杆不动', '消防通道被堵住', '监控应该能看到是谁的车', '希望重新划线'],
  },
  cleaning: {
    subjects: ['楼道垃圾未清理', '绿化带杂草过高', '垃圾分类点异味', '大堂地面污渍', '外墙玻璃长期未清洗'],
    sentences: ['已经三天没有人打扫', '夏天蚊虫很多', '请安排保洁人员处理', '孩子经常在那里玩'],
  },
  fee: {
    subjects: ['物业费账单疑问', '公摊电费计算方式', '停车费重复扣款', '发票开具申请', '装修押金退还'],
    sentences: ['与去年同期相比多了不少', '希望给出明细', '银行卡已经扣款成功', '窗口的同事让我再来电话'],
  },
  security: {
    subjects: ['门禁卡失效', '陌生人尾随进入单元', '监控摄像头损坏', '夜间巡逻次数不足', '快递丢失'],
    sentences: ['物业前台没有登记', '希望调取监控录像', '保安岗亭没有人', '单元门闭门器坏了'],
  },
  facility: {
    subjects: ['路灯不亮', '健身器材松动', '门口地砖破损', '雨篷玻璃裂开', '公共区域照明损坏'],
    sentences: ['晚上走路看不清', '有儿童差点摔倒', '请尽快更换', '已经用警戒线围起来'],
  },
};

const endings = [
  '请尽快处理并回复',
  '希望安排人员上门查看',
  '请给出书面答复',
  '业主要求当面沟通',
  '如再不处理将向街道反映',
];

export const places = [
  '1号楼大堂',
  '地下车库B2层',
  '3号楼2单元',
  '南门岗亭',
  '中心花园',
  '12号楼顶层',
  '会所一层',
  '西区非机动车库',
];

export const solutions = [
  '已安排工程人员上门维修,恢复正常',
  '已与相关业主沟通并达成一致',
  '已更换配件并复查',
  '已向业主解释收费依据',
  '已通知责任单位限期整改',
];

/** One in this many cases speaks of the rare word. */
export const rare = { word: '白蚁', oneIn: 20_000 };

export const wordsJson = (): string =>
  JSON.stringify({
    stories: Object.entries(stories).map(([category, story]) => ({ category, ...story })),
    ...{ endings, places, solutions },
  });
