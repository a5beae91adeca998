import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of filing purchases and of purchases outside the directory; each endpoint declares those it can give. */
export const filingRefusals = refusals({
  'filing.unknown': {
    zh: '没有这份备案，或您无权查看',
    en: 'There is no such filing that you may see',
    status: 404,
  },
  'filing.itemUnknown': {
    zh: '国家医保耗材代码库中没有这个编码',
    en: 'The national code database has no such code',
    status: 404,
  },
  'filing.itemNotActive': { zh: '该编码已停用或已转码', en: 'The code is disabled or was replaced' },
  'filing.manufacturerUnknown': {
    zh: '没有这家生产企业（含全国总代理），或尚未在平台登记',
    en: 'There is no such manufacturer or national agent on the platform',
    status: 404,
  },
  'filing.notPublic': {
    zh: '备案采购由公立医疗机构申报',
    en: 'Filings are made by public institutions',
  },
  'filing.levelTooLow': {
    zh: '该类产品备案采购须由{min}及以上公立医疗机构申报',
    en: 'For this class a public institution has to be {min} or above',
  },
  'filing.scopeUnknown': { zh: '不属于备案采购范围', en: 'This is not what may be filed' },
  'filing.periodReversed': { zh: '使用期限的止日早于起日', en: 'The period of use ends before it begins' },
  'filing.alreadyListed': {
    zh: '该产品已在贵单位可采购的目录内（{number}），无需备案，可直接议价采购',
    en: 'Your institution can already buy this product in the directory ({number}); no filing is needed',
  },
  'filing.alreadyFiled': {
    zh: '贵单位对该产品已有备案（{number}）',
    en: 'Your institution has a filing of this product already ({number})',
  },
  'filing.notNew': {
    zh: '目录内已有同一产品的其他规格、包装（{number}）；仅规格、包装变化不作为新品种',
    en: 'Another specification or packaging of the same product is listed ({number}); that is not a new product',
  },
  'filing.aboveLowest': {
    zh: '报价 {price} 元（每采购单位 {units} 个最小单位）高于可参考的最低价 {lowest} 元（每采购单位 {lowestUnits} 个最小单位，{place}）',
    en: '{price} yuan (for {units} smallest units) is above the lowest price that counts: {lowest} yuan (for {lowestUnits}, {place})',
  },
  'filing.noRoundsLeft': { zh: '报价轮次已用完（最多 {max} 轮）', en: 'All {max} rounds of offers are used' },
  'filing.lapsed': { zh: '备案申请已逾期终止', en: 'The filing ended because a term ran out' },
  'filing.closed': { zh: '备案已办结', en: 'The filing is closed' },
  'filing.wrongState': {
    zh: '备案当前环节不能做这项操作',
    en: 'The filing’s present step does not allow this',
  },
  'filing.checkedByYou': {
    zh: '您已办理该备案的初审或上报，须由另一位负责人决定',
    en: 'You checked or reported this filing; somebody else has to decide',
  },
  'filing.notRecommended': {
    zh: '初审或专家评审未通过，不能确认；可退回或不予备案',
    en: 'The check or the experts did not recommend it: send it back or refuse it',
  },
  'filing.objectionUpheld': {
    zh: '公示异议成立，不能确认；可退回或不予备案',
    en: 'An objection was upheld: send it back or refuse it',
  },
  'filing.reasonUnknown': { zh: '请选择不予备案的理由', en: 'Choose a reason for the refusal' },
  'filing.specialtyNeeded': {
    zh: '无挂网记录的备案须由专家评审，请选择评审专业',
    en: 'Without listing records experts review: choose their specialty',
  },
  'filing.reviewNotOpened': {
    zh: '暂时无法组织专家评审（{reason}）',
    en: 'The review cannot be opened now ({reason})',
  },
  'filing.notListable': {
    zh: '产品目前不能挂网（{reason}），不能确认备案',
    en: 'The product cannot be listed now ({reason}), so the filing cannot be confirmed',
  },
  'filing.issueUnknown': {
    zh: '没有这一期备案采购公布',
    en: 'There is no such list of filings',
    status: 404,
  },
  'filing.outsideUnknown': {
    zh: '没有这笔采购，或您无权查看',
    en: 'There is no such purchase that you may see',
    status: 404,
  },
  'filing.selfPurchaseUnknown': {
    zh: '本地区文件未规定自主采购',
    en: 'No document of this place knows self-purchase',
  },
  'filing.outsideReasonUnknown': {
    zh: '请选择规定的采购情形',
    en: 'Choose one of the reasons that the rule knows',
  },
  'filing.codeMissing': {
    zh: '应急采购的产品须有国家医保耗材代码，以便补办备案',
    en: 'An emergency purchase needs the national code: it has to be filed afterwards',
  },
  'filing.inDirectory': {
    zh: '该产品已在目录内（{number}），应在平台采购',
    en: 'The product is in the directory ({number}) and is bought there',
  },
  'filing.emergencyOverdue': {
    zh: '应急采购 {number} 逾期未补办备案，补办前不能再次应急采购',
    en: 'Emergency purchase {number} was not filed in time; until it is, there is no further one',
  },
  'filing.consentMissing': {
    zh: '须填写法定代表人姓名并附其同意文件',
    en: 'Name the legal representative and attach the written consent',
  },
  'filing.emergencyNotToFile': {
    zh: '没有对应的、待补办备案的应急采购',
    en: 'There is no such emergency purchase that waits to be filed',
  },
  'filing.quotaExceeded': {
    zh: '超出自主采购额度：年度采购总金额 {base} 元，额度 {limit} 元，已用 {used} 元，占用 {reserved} 元，剩余 {left} 元，本次 {asked} 元',
    en: 'Above the self-purchase quota: yearly total {base}, limit {limit}, used {used}, reserved {reserved}, left {left}, asked {asked} yuan',
  },
  'filing.outsideWrongState': {
    zh: '这笔采购当前状态不能做这项操作',
    en: 'The purchase’s present state does not allow this',
  },
  'filing.enteredByYou': {
    zh: '申请人不能审批自己提交的采购，须由另一位审批人办理',
    en: 'Whoever entered a purchase does not approve it; somebody else has to',
  },
  'filing.deliveredLater': { zh: '日期晚于今天', en: 'The date is later than today' },
  'filing.deliveredOtherYear': {
    zh: '到货日期不在占用额度的 {year} 年度，请撤回后重新申请',
    en: 'The delivery is not in {year}, whose quota was reserved; withdraw and request again',
  },
  'filing.invoiceIncomplete': {
    zh: '发票号码、开票日期和金额须一并填写',
    en: 'Invoice number, date and amount go together',
  },
  'filing.noRows': { zh: '工作簿中没有数据行', en: 'The workbook has no rows', status: 400 },
  'filing.tooManyRows': { zh: '一次最多 {max} 行', en: 'At most {max} rows at a time', status: 413 },
  'filing.columnMissing': {
    zh: '工作簿缺少列：{columns}；可先下载模板',
    en: 'The workbook lacks these columns: {columns}; the template has them all',
    status: 400,
  },
  ...stale,
});
export type FilingRefusal = keyof typeof filingRefusals;

/** The texts of some refusals, for one endpoint. */
export function some<K extends FilingRefusal>(...codes: readonly K[]): Pick<typeof filingRefusals, K> {
  return Object.fromEntries(codes.map((code) => [code, filingRefusals[code]])) as Pick<
    typeof filingRefusals,
    K
  >;
}
