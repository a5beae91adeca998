import { fillIn } from './fill.ts';
import type { Precheck, Tally } from '@daylight/rules/admission/precheck.ts';
import type { AdmissionDueKind, AdmissionState, LineState } from '@daylight/rules/admission/application.ts';
import type { WhyNot } from '@daylight/rules/admission/records.ts';
import type { AdmissionConditionKind, ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { Text } from './endpoint.ts';

/** Words of a listing application, the same on screens, in notices and in refusals. `{name}` is filled from facts. */
export const admissionStateWords: Readonly<Record<AdmissionState, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '形式审查中', en: 'Formal check' },
  supplement: { zh: '待企业补正', en: 'Waiting for the enterprise' },
  panel: { zh: '专家评审中', en: 'Expert panel' },
  publicity: { zh: '公示中', en: 'Publicity' },
  deciding: { zh: '待决定', en: 'To be decided' },
  listed: { zh: '已挂网', en: 'Listed' },
  refused: { zh: '不予挂网', en: 'Refused' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  lapsed: { zh: '逾期未补正，已失效', en: 'Lapsed' },
};

export const admissionLineWords: Readonly<Record<LineState, Text>> = {
  open: { zh: '待审查', en: 'To be checked' },
  passed: { zh: '拟挂网', en: 'Proposed for listing' },
  failed: { zh: '拟不予挂网', en: 'Proposed for refusal' },
  held: { zh: '异议处理中', en: 'Under an objection' },
  listed: { zh: '已挂网', en: 'Listed' },
  refused: { zh: '不予挂网', en: 'Refused' },
  ended: { zh: '已终止', en: 'Ended' },
};

export const admissionDueWords: Readonly<Record<AdmissionDueKind, Text>> = {
  formal: { zh: '形式审查', en: 'Formal check' },
  supplement: { zh: '企业补正', en: 'Supply what is missing' },
  panel: { zh: '专家评审', en: 'Expert panel' },
  publicity: { zh: '公示期满', en: 'End of publicity' },
  decision: { zh: '作出决定', en: 'Decision' },
};

export const classWords: Readonly<Record<ConsumableClass, Text>> = {
  highValueSix: { zh: '高值“六大类”', en: 'High-value, six classes' },
  highValueFive: { zh: '高值“五大类”', en: 'High-value, five classes' },
  ordinary: { zh: '普通医用耗材', en: 'Ordinary' },
  reagent: { zh: '检验检测试剂', en: 'Reagent' },
};

export const conditionWords: Readonly<Record<AdmissionConditionKind, Text>> = {
  coded: { zh: '有国家医保医用耗材代码', en: 'National code' },
  certified: { zh: '有注册证或备案凭证', en: 'Registration or filing certificate' },
  holder: { zh: '申请人为生产企业或全国总代理', en: 'Applicant is the manufacturer or national agent' },
  qualified: { zh: '企业资质和产品资质有效', en: 'Valid qualifications' },
  notListed: { zh: '该目录尚未挂网', en: 'Not listed in this directory yet' },
  shortlisted: { zh: '原集中采购已入围', en: 'Shortlisted in a former procurement' },
  records: { zh: '挂网记录或备案采购记录', en: 'Listing or filing records' },
  lowestPrice: { zh: '申报现行最低价', en: 'Lowest current price declared' },
};

/** Why a condition is not met, or still waits. */
export const conditionReasons: Readonly<Record<string, Text>> = {
  codeUnknown: { zh: '国家代码库中没有 {code}', en: 'The code database does not know {code}' },
  codeDisabled: { zh: '{code} 已停用', en: '{code} is disabled' },
  codeReplaced: { zh: '{code} 已转码为 {replacedBy}', en: '{code} was replaced by {replacedBy}' },
  noCertificate: { zh: '代码库中没有注册证或备案凭证号', en: 'The code has no certificate number' },
  certificateIrregular: {
    zh: '注册证号“{certificate}”不合编号规则，须由审查人对照证件确认',
    en: 'The certificate number {certificate} is irregular; the check compares it with the document',
  },
  notHolder: {
    zh: '代码库登记的企业为“{manufacturer}”，与申请企业“{applicant}”不一致',
    en: 'The code belongs to {manufacturer}, not to {applicant}',
  },
  agentToConfirm: {
    zh: '以“{manufacturer}”全国总代理身份申请，待审查人核对授权',
    en: 'Applies as national agent of {manufacturer}; the authorisation is still to be checked',
  },
  qualificationsLacking: { zh: '资质不全或已失效', en: 'Qualifications are missing or no longer valid' },
  qualificationsUnconfirmed: {
    zh: '资质已申报，待确认',
    en: 'Qualifications are declared, not yet confirmed',
  },
  alreadyListed: { zh: '已在该目录挂网（{number}）', en: 'Already listed here ({number})' },
  shortlistNotNamed: { zh: '未写明入围的集中采购项目', en: 'The former procurement is not named' },
  shortlistToConfirm: { zh: '入围情况待审查人核对', en: 'The shortlist is still to be checked' },
  recordsMissing: {
    zh: '已有 {have}，需要 {need}，还缺 {missing}',
    en: '{have} of {need}; {missing} missing',
  },
  recordsUnverified: {
    zh: '已核实 {have}，待核实 {unverified}，需要 {need}',
    en: '{have} verified and {unverified} to be verified, of {need}',
  },
  noPriceRecord: {
    zh: '没有可采信的价格记录，无法确定最低价',
    en: 'No price record counts, so there is no lowest price',
  },
  priceMissing: { zh: '未填申报价', en: 'No price is declared' },
  aboveLowest: {
    zh: '申报价 {price} 元高于现行最低价 {lowest} 元',
    en: 'The declared {price} yuan is above the lowest current price of {lowest} yuan',
  },
  priceUnverified: {
    zh: '最低价依据的价格记录尚未核实（{lowest} 元）',
    en: 'The record of the lowest price ({lowest} yuan) is not verified yet',
  },
};

/** What would change the outcome. */
export const remedyWords: Readonly<Record<string, Text>> = {
  applyForCode: {
    zh: '先在国家医保局代码平台申请或维护代码',
    en: 'Apply for the code, or correct it, on the national platform',
  },
  useNewCode: { zh: '改用新代码申请', en: 'Apply with the new code' },
  handInCertificate: { zh: '上传注册证', en: 'Hand in the certificate' },
  holderApplies: {
    zh: '由代码库登记的企业申请，或更正代码库信息',
    en: 'The enterprise of the code applies, or the code is corrected',
  },
  handInAuthorisation: { zh: '上传全国总代理授权书', en: 'Hand in the authorisation' },
  declareQualifications: { zh: '到“企业资质”补充或更新证照', en: 'Declare or renew the qualifications' },
  awaitConfirmation: { zh: '待医保部门确认资质', en: 'The bureau confirms the qualifications' },
  changeListing: { zh: '对已挂网产品申请调整，无需重新申请', en: 'Ask for a change of the listing instead' },
  nameShortlist: { zh: '写明项目名称和年份', en: 'Name the procurement and its year' },
  handInShortlist: { zh: '上传入围文件', en: 'Hand in the result of that procurement' },
  moreProvinces: { zh: '补充其他省份的现行挂网记录', en: 'Add current listing records of other provinces' },
  moreInstitutions: {
    zh: '待更多符合级别的医疗机构完成备案采购',
    en: 'More institutions of the level file purchases',
  },
  awaitVerification: { zh: '待医保部门核实所报价格记录', en: 'The bureau verifies the records handed in' },
  enterRecords: { zh: '填写其他地区的现行挂网价记录', en: 'Enter current listing prices elsewhere' },
  declarePrice: { zh: '填写申报价', en: 'Declare a price' },
  lowerPrice: { zh: '将申报价降至最低价或以下', en: 'Lower the price to the lowest or below' },
};

export const whyNotWords: Readonly<Record<WhyNot, Text>> = {
  rejected: { zh: '核实不符', en: 'found untrue' },
  otherKind: { zh: '不是挂网价', en: 'not a listing price' },
  notYetEffective: { zh: '尚未执行', en: 'not in force yet' },
  ended: { zh: '已不执行', en: 'no longer in force' },
  wrongConversion: {
    zh: '按最小单位折算与其他记录相差过大，转换比可能有误',
    en: 'far off the others per smallest unit: wrong conversion',
  },
  cityNotCounted: { zh: '市级记录不计', en: 'city records do not count' },
  provinceHasRecord: { zh: '该省已有省级记录，市级记录不计', en: 'the province has a record of its own' },
  sameProvince: { zh: '同一省份只计一条', en: 'one record for each province' },
  levelTooLow: { zh: '医疗机构级别不够', en: 'the institution’s level is too low' },
  notPublic: { zh: '不是公立医疗机构', en: 'not a public institution' },
  otherProvince: { zh: '不是本省医疗机构', en: 'not of this province' },
  sameInstitution: { zh: '同一医疗机构只计一次', en: 'one filing for each institution' },
};

export const tallyWords: Readonly<Record<Tally['of'], Text>> = {
  provinces: { zh: '省', en: 'provinces' },
  institutions: { zh: '家医疗机构', en: 'institutions' },
};

export const priceFromWords: Readonly<Record<NonNullable<Precheck['priceFrom']>, Text>> = {
  declared: { zh: '申报价', en: 'the declared price' },
  records: { zh: '已核实的现行最低价', en: 'the lowest verified price' },
  unverified: { zh: '所报记录中的最低价（待核实）', en: 'the lowest price handed in (to be verified)' },
  filings: { zh: '备案采购的最低价', en: 'the lowest filing price' },
};

/** Reasons that an officer may give beside those of the conditions. */
export const checkReasons: Readonly<Record<string, Text>> = {
  evidenceUnreadable: { zh: '材料不清晰或不完整', en: 'Evidence unreadable or incomplete' },
  evidenceUntrue: { zh: '材料与核实情况不符', en: 'Evidence found untrue' },
  wrongClass: { zh: '产品类别填报有误', en: 'Wrong class' },
  notShortlisted: { zh: '未查到入围结果', en: 'No such shortlist' },
  panelNotRecommended: { zh: '专家评审未通过', en: 'The experts do not recommend it' },
  objectionUpheld: { zh: '公示异议成立', en: 'An objection was upheld' },
  other: { zh: '其他', en: 'Other' },
};

const all = { ...conditionReasons, ...checkReasons };
type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A reason with its facts, in a language; a code without a text stays a code. */
export function reasonSentence(code: string, facts: Facts, language: 'zh' | 'en'): string {
  const text = all[code]?.[language] ?? code;
  return fillIn(text, facts, '');
}
