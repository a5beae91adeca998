import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

export const creditRefusals = refusals({
  'credit.enterpriseUnknown': {
    zh: '没有这家在用的生产或配送企业',
    en: 'There is no such active manufacturer or distributor',
    status: 404,
  },
  'credit.proposalUnknown': {
    zh: '没有这件建议，或您无权查看',
    en: 'There is no such proposal that you may see',
    status: 404,
  },
  'credit.proposalDecided': { zh: '该建议已办结', en: 'The proposal was settled already' },
  'credit.groundUnknown': { zh: '没有这种失信事项', en: 'There is no such ground', status: 400 },
  'credit.sourceUnknown': {
    zh: '现行标准不以这种材料为依据',
    en: 'The scale in force knows no such source',
    status: 400,
  },
  'credit.measureUnknown': { zh: '没有这种处理措施', en: 'There is no such measure', status: 400 },
  'credit.measureForOthers': {
    zh: '该措施不适用于这类企业',
    en: 'This measure is not for this kind of enterprise',
  },
  'credit.productsMissing': {
    zh: '限制部分产品时须列明涉案产品',
    en: 'A measure on some products names them',
    status: 400,
  },
  'credit.productUnknown': {
    zh: '产品 {code} 不是该企业的挂网产品',
    en: '{code} is not a listing of this enterprise',
    status: 400,
  },
  'credit.untilPast': { zh: '截止日须晚于今天', en: 'The last day has to lie ahead', status: 400 },
  'credit.untilTooLate': {
    zh: '该措施最长至 {last}',
    en: 'This measure lasts until {last} at most',
  },
  'credit.levelUnknown': { zh: '现行标准没有这个等级', en: 'The scale has no such level', status: 400 },
  'credit.levelTooLow': {
    zh: '按涉案金额，等级不得低于“{least}”',
    en: 'By the amount the level is at least “{leastEn}”',
  },
  'credit.placeUnknown': { zh: '没有这个评价省份', en: 'There is no such province', status: 400 },
  'credit.placeOwn': {
    zh: '本省的信用评价须经陈述申辩后作出，不能按外省结果录入',
    en: 'A rating of the own province is heard and decided here, not entered as one from elsewhere',
  },
  'credit.documentFuture': {
    zh: '依据文件的日期不能晚于今天',
    en: 'The document is not dated in the future',
    status: 400,
  },
  'credit.evidenceMissing': { zh: '请附证明材料', en: 'Evidence has to be attached', status: 400 },
  'credit.caseUnknown': { zh: '没有这个信用案件', en: 'There is no such case', status: 404 },
  'credit.notHearing': { zh: '该案件不在陈述申辩阶段', en: 'The case is not being heard' },
  'credit.hearingOver': { zh: '陈述申辩期限已过', en: 'The time to be heard is over' },
  'credit.hearingRuns': {
    zh: '企业陈述申辩期未满，尚不能决定',
    en: 'The enterprise may still be heard; nothing is decided before',
  },
  'credit.caseDecided': { zh: '该案件已经决定', en: 'This case is decided already' },
  'credit.ownCase': {
    zh: '录入人不能决定自己录入的案件，请由另一位负责人决定',
    en: 'Whoever entered a case does not decide it; somebody else has to',
    status: 403,
  },
  'credit.noteMissing': { zh: '请说明理由', en: 'The reason is missing', status: 400 },
  'credit.notInForce': { zh: '该案件的处置措施未在生效中', en: 'The measures are not in force' },
  'credit.actUnknown': {
    zh: '该评价标准不认可这种修复方式',
    en: 'The scale of this rating does not accept this way of repair',
  },
  'credit.actsMissing': { zh: '请选择已完成的修复行为', en: 'Say what was done to make good', status: 400 },
  'credit.repairRunning': { zh: '该案件已有一项申请正在办理', en: 'An application already waits' },
  'credit.repairUnknown': { zh: '没有这项申请', en: 'There is no such application', status: 404 },
  'credit.repairDecided': { zh: '这项申请已经处理', en: 'This application is decided already' },
  'credit.ownRepair': {
    zh: '提出人不能决定自己提出的事项，请由另一位负责人决定',
    en: 'Whoever proposed it does not decide it; somebody else has to',
    status: 403,
  },
  'credit.notApplicant': { zh: '只有提出的一方可以撤回', en: 'Only who applied takes it back', status: 403 },
  'credit.notEnded': {
    zh: '处置措施尚未终止，产品不能恢复挂网',
    en: 'The measures have not ended; products do not come back yet',
  },
  'credit.listingNotOfCase': {
    zh: '所选产品不是因本案停止挂网，或已恢复',
    en: 'One of the products was not taken out by this case, or is back already',
  },
  'credit.listingNotResumed': {
    zh: '产品 {number} 当前不能恢复挂网',
    en: 'Product {number} cannot be resumed now',
  },
  'credit.stillRestricted': {
    zh: '产品 {number} 仍受案件 {case} 限制',
    en: 'Product {number} is still restricted by case {case}',
  },
  'credit.runUnknown': { zh: '没有这个季度评价', en: 'There is no such quarterly rating', status: 404 },
  'credit.runPublished': { zh: '该季度评价已经发布', en: 'This quarter is published already' },
  'credit.runWaits': {
    zh: '还有 {count} 个案件在本季度已陈述申辩、尚待决定',
    en: '{count} cases of this quarter were heard and wait for a decision',
  },
  'credit.supplyUnknown': { zh: '没有这个履约案件', en: 'There is no such case', status: 404 },
  'credit.supplyOpen': {
    zh: '该企业已有履约案件正在办理',
    en: 'A case against this enterprise is open already',
  },
  'credit.supplyClosed': { zh: '该案件已结案', en: 'This case is closed' },
  'credit.stepRunning': { zh: '上一步骤尚未办结', en: 'The step before is not done yet' },
  'credit.stepUnknown': { zh: '没有这个步骤', en: 'There is no such step', status: 404 },
  'credit.stepSkipped': {
    zh: '惩戒步骤应当逐级采取，目前最高可到“{next}”',
    en: 'Steps are taken one after another; “{nextEn}” is the highest now',
  },
  'credit.meetingMissing': { zh: '请填写约谈时间和地点', en: 'Time and place are missing', status: 400 },
  'credit.meetingPast': { zh: '约谈时间须晚于现在', en: 'The meeting lies ahead', status: 400 },
  'credit.duePast': { zh: '期限须晚于今天', en: 'The deadline lies ahead', status: 400 },
  'credit.stepNotDrafted': { zh: '该步骤不在待签发状态', en: 'This step does not wait to be issued' },
  'credit.stepNotOpen': { zh: '该步骤不在办理中', en: 'This step is not under way' },
  'credit.ownStep': {
    zh: '拟稿人不能签发自己拟的步骤，请由另一位负责人签发',
    en: 'Whoever drafted it does not issue it; somebody else has to',
    status: 403,
  },
  'credit.reportKindUnknown': { zh: '没有这类举报', en: 'There is no such kind of report', status: 400 },
  'credit.reportUnknown': { zh: '没有这件举报', en: 'There is no such report', status: 404 },
  'credit.reportTaken': { zh: '这件举报已经受理', en: 'This report is taken up already' },
  'credit.reportNotTaken': { zh: '这件举报不在调查中', en: 'This report is not being investigated' },
  'credit.reportNotFound': { zh: '这件举报尚无调查结论', en: 'There is no finding on this report yet' },
  'credit.notInvestigator': {
    zh: '只有受理人可以录入调查结论',
    en: 'Only who took it up records what was found',
    status: 403,
  },
  'credit.ownReport': {
    zh: '调查人不能自行办结，请由另一位负责人办结',
    en: 'Whoever investigated does not close it; somebody else has to',
    status: 403,
  },
  'credit.accusedMissing': {
    zh: '认定属实的，须写明涉事企业',
    en: 'Where it is upheld the enterprise is named',
    status: 400,
  },
  ...stale,
});

/** Refusals of other features while a measure is in force: each names the case and cites its article (JS-38, HN-12). */
export const standingRefusals = refusals({
  'credit.restricted': {
    zh: '{organisation}因案件 {case} 正处于“{measure}”期间，不能办理此项业务',
    en: '{organisation} is under “{measureEn}” by case {case} and cannot take part in this',
  },
});
