import type { Wording } from './provision.ts';
import type { PolicyShape, PolicyShapes } from './shapes.ts';

/** What a person reads about a parameter: its name, and the unit where the value is a bare number. */
export interface PolicyKeyInfo extends Wording {
  readonly shape: PolicyShape;
  readonly unit?: Wording;
}

const months: Wording = { zh: '个月', en: 'months' };
const times: Wording = { zh: '次', en: 'times' };
const people: Wording = { zh: '家', en: 'organisations' };
const minutes: Wording = { zh: '分钟', en: 'minutes' };

/**
 * Every parameter that a notice could change. The first word is the feature and names the file of a pack
 * (policy/<jurisdiction>/<feature>.json); the second is the name inside that file.
 */
export const policyKeys = {
  'account.lockoutAttempts': {
    shape: 'count',
    unit: times,
    zh: '连续登录失败锁定次数',
    en: 'Failed sign-ins before lock-out',
  },
  'account.lockoutMinutes': { shape: 'count', unit: minutes, zh: '登录锁定时长', en: 'Length of a lock-out' },
  'account.sessionIdleMinutes': {
    shape: 'count',
    unit: minutes,
    zh: '无操作自动退出时间',
    en: 'Idle time before sign-out',
  },
  'account.sessionHours': {
    shape: 'count',
    unit: { zh: '小时', en: 'hours' },
    zh: '单次登录最长时间',
    en: 'Longest session',
  },
  'account.passwordLengthMin': {
    shape: 'count',
    unit: { zh: '位', en: 'characters' },
    zh: '口令最短长度',
    en: 'Shortest password',
  },

  'agreement.term': { shape: 'term', zh: '购销合同执行期限', en: 'Term of a purchase agreement' },

  'bargain.listedPriceConfirm': {
    shape: 'automatic',
    zh: '按挂网价议价的确认方式',
    en: 'Confirmation of a bargain at the listing price',
  },
  'bargain.tradedPriceConfirm': {
    shape: 'term',
    zh: '按已有实际交易价议价的确认期限',
    en: 'Time to confirm a bargain at a traded price',
  },
  'bargain.otherPriceConfirm': {
    shape: 'term',
    zh: '按其他价格议价的确认期限',
    en: 'Time to confirm a bargain at any other price',
  },
  'bargain.tradedPriceWindowMonths': {
    shape: 'count',
    unit: months,
    zh: '实际交易价的有效追溯期',
    en: 'How far back a traded price counts',
  },
  'bargain.counterAnswerWithin': {
    shape: 'term',
    zh: '答复企业还价的期限',
    en: 'Time to answer a counter-offer',
  },
  'bargain.evidenceWithin': { shape: 'term', zh: '提供交易记录的期限', en: 'Time to give the trade record' },
  'bargain.poolJoiningWithin': {
    shape: 'term',
    zh: '拼单加入期的最长时间',
    en: 'Longest joining window of a pool',
  },
  'bargain.poolMembersMax': {
    shape: 'count',
    unit: people,
    zh: '拼单议价医疗机构数上限',
    en: 'Most institutions in a pooled bargain',
  },
  'bargain.roundsMax': {
    shape: 'count',
    unit: times,
    zh: '同一议价还价次数上限',
    en: 'Most counter-offers in one bargain',
  },
  'bargain.alliedInTermAllowed': {
    shape: 'flag',
    zh: '采购周期内中选产品可否再议价',
    en: 'Bargaining on selected products in their term',
  },

  'catalogue.requireCode': { shape: 'flag', zh: '须有国家医保医用耗材代码', en: 'National code required' },
  'catalogue.requireCertificate': {
    shape: 'flag',
    zh: '须有有效注册证或备案凭证',
    en: 'Certificate in force required',
  },

  'distribution.perAreaMax': {
    shape: 'count',
    unit: people,
    zh: '每一区域同一产品配送企业数上限',
    en: 'Most distributors per product and area',
  },
  'distribution.extraDistributors': {
    shape: 'extraDistributors',
    zh: '可增加配送企业的县（市、区）',
    en: 'Counties with additional distributors',
  },
  'distribution.areaLevel': { shape: 'areaLevel', zh: '配送区域划分层级', en: 'Level of a delivery area' },
  'distribution.appointmentBy': {
    shape: 'appointer',
    zh: '配送企业的委托方',
    en: 'Who chooses the distributors',
  },
  'distribution.confirmWithin': {
    shape: 'term',
    zh: '配送企业确认配送关系的期限',
    en: 'Time for a distributor to confirm a relation',
  },

  'filing.institutionLevelMin': {
    shape: 'levelByClass',
    zh: '可申报备案采购的最低医疗机构级别',
    en: 'Lowest institution level for filing purchases',
  },
  'filing.priceReference': {
    shape: 'priceReferenceByClass',
    zh: '备案采购参考价格范围',
    en: 'Reference prices of a filing purchase',
  },
  'filing.publishEvery': {
    shape: 'term',
    zh: '备案采购信息公示周期',
    en: 'Interval of publishing filing purchases',
  },
  'filing.emergencyFileWithin': {
    shape: 'term',
    zh: '应急采购补办备案期限',
    en: 'Time to file an emergency purchase',
  },
  'filing.selfPurchaseShareMax': {
    shape: 'share',
    zh: '自主采购占年度采购总金额上限',
    en: 'Largest share of self-purchase in a year',
  },

  'journal.retainYears': {
    shape: 'count',
    unit: { zh: '年', en: 'years' },
    zh: '业务日志保存年限',
    en: 'Years the journal is kept',
  },

  'linkage.declareWithin': {
    shape: 'term',
    zh: '新最低价申报期限',
    en: 'Time to declare a new lowest price',
  },
  'linkage.every': { shape: 'term', zh: '全国最低价联动周期', en: 'Interval of the nationwide linkage' },

  'listing.managedBy': { shape: 'managerByClass', zh: '挂网产品管理层级', en: 'Who manages a listing' },
  'listing.visibility': { shape: 'visibility', zh: '挂网产品可采购范围', en: 'Who may buy a listing' },
  'listing.priceDeviationWarn': {
    shape: 'share',
    zh: '挂网价变动核对提示幅度',
    en: 'Price deviation that asks for a check',
  },
  'listing.noSaleSuspend': {
    shape: 'term',
    zh: '无销售暂停挂网期限',
    en: 'Time without sale before suspension',
  },
  'listing.certificateExpiryRemind': {
    shape: 'term',
    zh: '注册证到期提前提醒时间',
    en: 'Reminder before a certificate expires',
  },
  'listing.recordProvincesMin': {
    shape: 'count',
    unit: { zh: '个省份', en: 'provinces' },
    zh: '新增挂网所需省级挂网记录数',
    en: 'Provinces with listing records for admission',
  },
  'listing.recordInstitutionsMin': {
    shape: 'count',
    unit: people,
    zh: '新增挂网所需备案采购医疗机构数',
    en: 'Institutions with filing purchases for admission',
  },
  'listing.recordLevelMin': {
    shape: 'levelByClass',
    zh: '备案采购记录的最低医疗机构级别',
    en: 'Lowest level of institutions whose filings count',
  },
  'listing.priceReference': {
    shape: 'priceReferenceByClass',
    zh: '申报挂网参考价格范围',
    en: 'Reference prices for admission',
  },

  'order.confirmWithin': { shape: 'term', zh: '订单确认期限', en: 'Time to confirm an order' },
  'order.confirmUrgentWithin': {
    shape: 'term',
    zh: '加急订单确认期限',
    en: 'Time to confirm an urgent order',
  },
  'order.deliverWithin': { shape: 'deliveryTerms', zh: '配送到货期限', en: 'Time to deliver' },
  'order.remoteDistanceKm': {
    shape: 'count',
    unit: { zh: '公里', en: 'km' },
    zh: '偏远地区距县城距离',
    en: 'Distance from the county seat that is remote',
  },
  'order.expireUndeliveredAfter': {
    shape: 'term',
    zh: '未配送订单自动撤销期限',
    en: 'Time until an undelivered order expires',
  },
  'order.receiveAutomaticallyAfter': {
    shape: 'term',
    zh: '未入库自动收货期限',
    en: 'Time until goods count as received',
  },
  'order.registerOutsideWithin': {
    shape: 'term',
    zh: '线下采购补登记期限',
    en: 'Time to register a purchase made off the platform',
  },
  'order.shelfLifeWarn': {
    shape: 'count',
    unit: months,
    zh: '近效期提示',
    en: 'Shelf life left that is called short',
  },
  'order.refuseReasons': { shape: 'codedList', zh: '企业拒绝订单原因', en: 'Reasons to refuse an order' },
  'order.rejectReasons': { shape: 'codedList', zh: '医疗机构拒收原因', en: 'Reasons to reject goods' },
  'order.returnReasons': { shape: 'codedList', zh: '退货原因', en: 'Reasons to return goods' },
  'order.cancelReasons': { shape: 'codedList', zh: '医疗机构撤单原因', en: 'Reasons to cancel an order' },

  'organisation.obligedOwnerships': {
    shape: 'ownerships',
    zh: '须在平台采购的医疗机构类型',
    en: 'Institutions obliged to buy on the platform',
  },
  'organisation.agentCountsAsManufacturer': {
    shape: 'flag',
    zh: '境外产品全国总代理视为生产企业',
    en: 'National agent of foreign products counts as manufacturer',
  },

  'platform.list': {
    shape: 'jurisdictions',
    zh: '可设采购平台的地区',
    en: 'Jurisdictions that may run a platform',
  },
  'platform.servedBy': {
    shape: 'jurisdiction',
    zh: '所用采购平台',
    en: 'Platform that serves the jurisdiction',
  },

  'portal.agreedPricesPublic': { shape: 'flag', zh: '议定价格公开', en: 'Agreed prices are public' },

  'settlement.paymentDue': { shape: 'term', zh: '验收合格后付款期限', en: 'Time to pay after acceptance' },
  'settlement.remindBefore': {
    shape: 'term',
    zh: '付款到期提前提醒时间',
    en: 'Reminder before payment is due',
  },
  'settlement.twoInvoice': { shape: 'flag', zh: '须提交两票制发票', en: 'Two-invoice reference required' },
  'settlement.prepaymentShareMin': {
    shape: 'share',
    zh: '医保基金预付占年度约定采购金额下限',
    en: 'Smallest prepayment share of the yearly agreed amount',
  },
  'settlement.retentionShareMax': {
    shape: 'share',
    zh: '结余留用比例上限',
    en: 'Largest share of savings retained',
  },
  'settlement.dedicatedAccounts': {
    shape: 'count',
    unit: { zh: '个', en: 'accounts' },
    zh: '每家医疗机构专用采购账户数',
    en: 'Dedicated accounts per institution',
  },
  'settlement.standardTransitionMin': {
    shape: 'term',
    zh: '国内首次销售产品支付过渡期下限',
    en: 'Shortest payment transition of first-sold products',
  },

  'supervision.zoneRule': {
    shape: 'zoneRule',
    zh: '红、黄、蓝三色区域划分',
    en: 'Red, yellow and blue price zones',
  },
  'supervision.zonePublicLevelMin': {
    shape: 'level',
    zh: '重点监控的公立医疗机构最低级别',
    en: 'Lowest level of public institutions under focus',
  },
  'supervision.neverBargainedAfter': {
    shape: 'term',
    zh: '长期不议价认定期限',
    en: 'Time without bargaining that is noticed',
  },
  'supervision.platformReportEvery': {
    shape: 'term',
    zh: '平台工作报告周期',
    en: 'Interval of platform reports',
  },
  'supervision.platformSupervisor': {
    shape: 'jurisdiction',
    zh: '平台监管第一责任地区',
    en: 'Jurisdiction first responsible for its platform',
  },
  'supervision.breachNoticeEvery': {
    shape: 'term',
    zh: '违约通报周期',
    en: 'Interval of announcing breaches',
  },
  'supervision.deliveryRateMin': { shape: 'share', zh: '配送率下限', en: 'Lowest delivery rate' },
  'supervision.lowDeliveryMonths': {
    shape: 'count',
    unit: months,
    zh: '配送率连续偏低月数',
    en: 'Months of low delivery rate',
  },
  'supervision.institutionLadder': {
    shape: 'codedList',
    zh: '医疗机构惩戒措施',
    en: 'Sanction ladder for institutions',
  },
  'supervision.enterpriseLadder': {
    shape: 'codedList',
    zh: '企业惩戒措施',
    en: 'Sanction ladder for enterprises',
  },
  'supervision.complaintMeasures': {
    shape: 'codedList',
    zh: '投诉举报处理措施',
    en: 'Measures on complaints and reports',
  },
  'supervision.creditLevels': {
    shape: 'codedList',
    zh: '价格和招采信用评价等级',
    en: 'Credit rating levels',
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
} as const satisfies Record<string, PolicyKeyInfo>;

export type PolicyKey = keyof typeof policyKeys;
/** The type of each parameter's value, by key. */
export type PolicyValues = { readonly [K in PolicyKey]: PolicyShapes[(typeof policyKeys)[K]['shape']] };

export function isPolicyKey(text: string): text is PolicyKey {
  return Object.hasOwn(policyKeys, text);
}
