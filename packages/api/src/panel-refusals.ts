import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of experts and panels; each endpoint declares those that it can give. */
export const panelRefusals = refusals({
  'panel.unknownExpert': {
    zh: '专家库中没有这位专家',
    en: 'There is no such expert in the pool',
    status: 404,
  },
  'panel.unknownAccount': {
    zh: '没有这个专家账号，请先为其开通“评审专家”岗位',
    en: 'There is no such account with the position of an expert',
    status: 404,
  },
  'panel.inPoolAlready': { zh: '该专家已在库中', en: 'The expert is in the pool already' },
  'panel.unknownOrganisation': { zh: '没有这个单位', en: 'There is no such organisation', status: 404 },
  'panel.unknownInterest': { zh: '没有这项利益关系', en: 'There is no such interest', status: 404 },
  'panel.specialtyUnknown': { zh: '没有这个评审专业：{specialty}', en: 'There is no specialty {specialty}' },
  'panel.nothingToApprove': { zh: '没有待审核的内容', en: 'Nothing waits for approval' },
  'panel.enteredBySame': {
    zh: '录入人不能审核，请由另一位负责人审核',
    en: 'Whoever entered it does not approve; somebody else has to',
  },
  'panel.notActive': { zh: '该专家不在可用状态', en: 'The expert is not active' },
  'panel.notPaused': { zh: '该专家未被暂停', en: 'The expert is not paused' },
  'panel.unknownReview': {
    zh: '没有这项评审，或您无权查看',
    en: 'There is no such review that you may see',
    status: 404,
  },
  'panel.notOpened': { zh: '名单已经封存', en: 'The list is frozen already' },
  'panel.notShort': {
    zh: '评审人数并无不足，不能重新抽取',
    en: 'The panel is not short; there is no new draw',
  },
  'panel.areaOutside': {
    zh: '抽取范围须为本评审所在地区或其上级地区',
    en: 'The area has to be the one of the review or one above it',
  },
  'panel.tooFewExperts': {
    zh: '可抽取的专家只有 {eligible} 人，少于评审人数 {seats} 人',
    en: 'Only {eligible} experts can be drawn, fewer than the {seats} seats',
  },
  'panel.notInvited': { zh: '邀请已答复或已失效', en: 'The invitation was answered, or is over' },
  'panel.notMember': { zh: '您不在评审席位上', en: 'You have no seat on this panel' },
  'panel.tooLate': { zh: '期限已过', en: 'The time for it is over' },
  'panel.reasonNeeded': { zh: '请说明原因', en: 'Give a reason' },
  'panel.criterionMissing': { zh: '请为“{criterion}”打分', en: 'Give a score for “{criterionEn}”' },
  'panel.criterionUnknown': { zh: '没有这项评分标准：{code}', en: 'There is no criterion {code}' },
  'panel.pointsOffScale': {
    zh: '“{criterion}”的分数须为 0 至 {scale} 的整数',
    en: 'Points for “{criterionEn}” are whole numbers from 0 to {scale}',
  },
  'panel.nothingToSign': { zh: '没有待您签署的纪要', en: 'There are no minutes for you to sign' },
  'panel.notConfirmed': { zh: '评审纪要尚未确认', en: 'The minutes are not confirmed yet' },
  ...stale,
});
export type PanelRefusal = keyof typeof panelRefusals;

export function some<const C extends readonly PanelRefusal[]>(
  ...codes: C
): Pick<typeof panelRefusals, C[number]> {
  return Object.fromEntries(codes.map((code) => [code, panelRefusals[code]])) as never;
}
