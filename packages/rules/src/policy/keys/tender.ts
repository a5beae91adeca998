import type { PolicyKeyInfo } from '../key-info.ts';

export const tenderKeys = {
  'tender.integrity': { shape: 'codedList', zh: '廉洁承诺文本', en: 'Undertakings of integrity' },
  'tender.breachKinds': { shape: 'codedList', zh: '可举报的违规行为', en: 'Breaches that can be reported' },
  'tender.breachWithin': { shape: 'term', zh: '违规举报办理期限', en: 'Time to settle a reported breach' },
  'tender.breachAnswerWithin': {
    shape: 'term',
    zh: '被举报方说明期限',
    en: 'Time to answer on a reported breach',
  },
  'tender.levels': { shape: 'codedList', zh: '集中带量采购层级', en: 'Levels of volume-based procurement' },
  'tender.modes': { shape: 'codedList', zh: '集中采购方式', en: 'Modes of group purchase' },
  'tender.organisers': {
    shape: 'jurisdictions',
    zh: '可自行开展集中带量采购的地区',
    en: 'Jurisdictions that may run their own rounds',
  },
  'tender.allianceCitiesMin': {
    shape: 'count',
    unit: { zh: '个设区市', en: 'cities' },
    zh: '区域采购联盟设区市数下限',
    en: 'Fewest cities of a regional alliance',
  },
  'tender.planFiledBefore': {
    shape: 'term',
    zh: '采购方案提前报送时间',
    en: 'Filing of the plan before the announcement',
  },
  'tender.usageReportEvery': {
    shape: 'term',
    zh: '采购使用信息上报周期',
    en: 'Interval of purchase and use reports',
  },
  'tender.jointItems': {
    shape: 'count',
    unit: { zh: '个品种', en: 'items' },
    zh: '联合采购品种数',
    en: 'Items of a joint purchase',
  },
  'tender.stopWhenInWiderRound': {
    shape: 'flag',
    zh: '纳入国家或省际集采后停止联合采购',
    en: 'Joint purchase stops for items of a wider round',
  },
  'tender.planFiledWith': {
    shape: 'codedList',
    zh: '采购方案报送（备案）部门',
    en: 'Authority with which a plan is filed',
  },
  'tender.screeningMonths': {
    shape: 'count',
    unit: { zh: '个月', en: 'months' },
    zh: '品种遴选所用历史采购数据的期间',
    en: 'Months of purchases that a screening looks at',
  },
  'tender.screeningCriteria': {
    shape: 'screeningCriteria',
    zh: '品种遴选的评分项与权重',
    en: 'Criteria and weights of a screening',
  },
  'tender.widerLevels': {
    shape: 'codedList',
    zh: '优先于本级的集采层级',
    en: 'Levels whose rounds take an item over',
  },
  'tender.takenOverFrom': {
    shape: 'codedList',
    zh: '上级集采进行到哪一阶段时停止本级采购',
    en: 'State of the wider round from which the narrower one stops',
  },
  'tender.obliged': {
    shape: 'ownerships',
    zh: '须参加集采的医疗机构',
    en: 'Institutions that have to take part',
  },
  'tender.demandWindow': {
    shape: 'term',
    zh: '报量期限下限',
    en: 'Shortest time to report volumes',
  },
  'tender.bidWindow': {
    shape: 'term',
    zh: '自采购文件发布至投标截止的最短时间',
    en: 'Shortest time from the documents to the bid deadline',
  },
  'tender.amendBefore': {
    shape: 'term',
    zh: '影响投标的更正至投标截止的最短时间',
    en: 'Shortest time from an amendment that bears on bids to their deadline',
  },
  'tender.answerWithin': {
    shape: 'term',
    zh: '答复潜在投标人提问的期限',
    en: 'Time to answer a question',
  },
  'tender.choiceWindow': {
    shape: 'term',
    zh: '余量选择期限',
    en: 'Time for the leftover choice',
  },
  'tender.signWithin': {
    shape: 'term',
    zh: '签订购销合同的期限',
    en: 'Time to sign contracts',
  },
  'tender.termMonths': {
    shape: 'count',
    unit: { zh: '个月', en: 'months' },
    zh: '采购周期',
    en: 'Term of a round',
  },
  'tender.renewalMonths': {
    shape: 'count',
    unit: { zh: '个月', en: 'months' },
    zh: '采购周期届满前多久开始接续',
    en: 'Months before the end of a term at which renewal begins',
  },
  'tender.marketMoved': {
    shape: 'share',
    zh: '视为市场发生重大变化的价格降幅',
    en: 'Fall of prices that counts as a great change of the market',
  },
  'tender.quotingRoundsMax': {
    shape: 'count',
    unit: { zh: '轮', en: 'rounds' },
    zh: '逆向竞价报价轮数上限',
    en: 'Most quoting rounds of a reverse auction',
  },
  'tender.quotingStepMax': {
    shape: 'share',
    zh: '逆向竞价最小降幅上限',
    en: 'Largest minimum step of a reverse auction',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
