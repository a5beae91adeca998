import { standingRefusals } from './credit-refusals.ts';
import { refusals } from './endpoint.ts';
import { attachRefusals } from './evidence.ts';
import { stale } from './request.ts';

/** Every "no" of a listing application; each endpoint declares those that it can give. */
export const admissionRefusals = refusals({
  ...attachRefusals,
  ...standingRefusals,
  'admission.unknown': {
    zh: '没有这份申请，或您无权查看',
    en: 'There is no such application that you may see',
    status: 404,
  },
  'admission.noPath': {
    zh: '本地区没有适用于该类产品的挂网申请类型',
    en: 'No way into the directory fits this class here',
  },
  'admission.otherDirectory': {
    zh: '该类产品由 {jurisdiction} 管理，请向其申请',
    en: 'Products of this class are managed by {jurisdiction}; apply there',
  },
  'admission.placeUnknown': { zh: '没有这个地区', en: 'There is no such place here', status: 404 },
  'admission.tooManyLines': {
    zh: '一份申请最多 {max} 个规格型号',
    en: 'One application holds at most {max} specifications',
  },
  'admission.itemTwice': { zh: '第 {line} 行与前面的代码重复', en: 'Line {line} repeats a code' },
  'admission.certificatesDiffer': {
    zh: '一份申请只能包含同一注册证（备案凭证）的规格型号，第 {line} 行为 {certificate}',
    en: 'One application holds specifications of one certificate; line {line} has {certificate}',
  },
  'admission.alreadyRunning': {
    zh: '第 {line} 行产品在该目录已有在办的申请',
    en: 'An application for the product of line {line} is already under way here',
  },
  'admission.recordsMissing': {
    zh: '第 {line} 行：记录不足，已有 {have}（待核实 {unverified}），需要 {need}，还缺 {missing}。不计入的：{excluded}',
    en: 'Line {line}: {have} records count ({unverified} unverified), {need} are needed, {missing} are missing. Not counted: {excludedEn}',
  },
  'admission.aboveLowest': {
    zh: '第 {line} 行：申报价 {price} 元高于现行最低价 {lowest} 元',
    en: 'Line {line}: the declared {price} yuan is above the lowest current price of {lowest} yuan',
  },
  'admission.noPriceRecord': {
    zh: '第 {line} 行：没有可采信的价格记录，无法确定最低价',
    en: 'Line {line}: no price record counts, so there is no lowest price',
  },
  'admission.notCoded': {
    zh: '第 {line} 行：{reason}，不能挂网',
    en: 'Line {line}: {reasonEn}; it cannot be listed',
  },
  'admission.notCertified': { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reasonEn}' },
  'admission.notHolder': { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reasonEn}' },
  'admission.notQualified': { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reasonEn}' },
  'admission.alreadyListed': { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reasonEn}' },
  'admission.notShortlisted': { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reasonEn}' },
  'admission.priceMissing': { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reasonEn}' },
  'admission.stillPending': {
    zh: '第 {line} 行的“{condition}”尚待核实，不能通过：{reason}',
    en: 'Line {line}: “{conditionEn}” still waits to be verified: {reasonEn}',
  },
  'admission.recordMalformed': {
    zh: '第 {line} 行的价格记录有误：{problem}',
    en: 'A price record of line {line} is not sound: {problem}',
  },
  'admission.ended': { zh: '申请已办结，不能再操作', en: 'The application has ended' },
  'admission.notNow': { zh: '申请当前不在这一环节', en: 'The application is not at this step' },
  'admission.supplementsUsed': {
    zh: '已要求补正 {max} 次，不得再次要求',
    en: 'It was asked for more {max} times already',
  },
  'admission.supplementLate': { zh: '补正期限已过', en: 'The time to supply what is missing is over' },
  'admission.lineNotJudged': { zh: '第 {line} 行尚未给出意见', en: 'Line {line} has no verdict' },
  'admission.reasonMissing': {
    zh: '第 {line} 行不予挂网，须写明理由',
    en: 'Line {line} is refused: say why',
  },
  'admission.specialtyMissing': {
    zh: '下一步为专家评审，请选择评审专业',
    en: 'An expert panel follows: choose its field',
  },
  'admission.failedLine': {
    zh: '第 {line} 行未通过审查、评审或公示，不能挂网；可退回重新审查',
    en: 'Line {line} did not pass and cannot be listed; send the application back instead',
  },
  'admission.ownCheck': {
    zh: '审查人不能对自己审查的申请作出决定',
    en: 'Who checked an application does not decide it',
  },
  'admission.otherJurisdiction': {
    zh: '该申请由 {jurisdiction} 的医保部门办理',
    en: 'The bureau of {jurisdiction} deals with this application',
    status: 403,
  },
  'admission.notListable': {
    zh: '第 {line} 行未能挂网：{reason}',
    en: 'Line {line} could not be listed: {reason}',
  },
  ...stale,
});

export type AdmissionRefusal = keyof typeof admissionRefusals;

/** The texts of some refusals, for the endpoint that can give them. */
export function some<const C extends AdmissionRefusal>(
  ...codes: readonly C[]
): Pick<typeof admissionRefusals, C> {
  return Object.fromEntries(codes.map((code) => [code, admissionRefusals[code]])) as Pick<
    typeof admissionRefusals,
    C
  >;
}

export const conditionRefusals = [
  'admission.recordsMissing',
  'admission.aboveLowest',
  'admission.noPriceRecord',
  'admission.notCoded',
  'admission.notCertified',
  'admission.notHolder',
  'admission.notQualified',
  'admission.alreadyListed',
  'admission.notShortlisted',
  'admission.priceMissing',
] as const satisfies readonly AdmissionRefusal[];
export type ConditionRefusal = (typeof conditionRefusals)[number];

export const draftRefusals = [
  'admission.noPath',
  'admission.otherDirectory',
  'admission.placeUnknown',
  'admission.tooManyLines',
  'admission.itemTwice',
  'admission.certificatesDiffer',
  'credit.restricted',
] as const satisfies readonly AdmissionRefusal[];
export type DraftRefusal = (typeof draftRefusals)[number];
