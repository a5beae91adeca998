import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** What may be wrong with the lines of a volume report. */
export const demandLineRefusals = refusals({
  'demand.productUnknown': {
    zh: '本次采购没有编号为“{product}”的产品',
    en: 'The round has no product {product}',
  },
  'demand.productTwice': { zh: '“{product}”填报了两次', en: '“{product}” is reported twice' },
  'demand.itemUnknown': { zh: '本次采购没有品种“{item}”', en: 'The round has no item “{item}”' },
  'demand.itemTwice': { zh: '品种“{item}”填报了两次', en: 'Item “{item}” is answered twice' },
  'demand.itemStopped': {
    zh: '品种“{item}”已停止本次采购，请删去该品种的行',
    en: 'Item “{item}” was stopped; take its lines out',
  },
  'demand.needContradicts': {
    zh: '品种“{item}”既填报了产品又声明无需求，请保留一种',
    en: 'Item “{item}” has lines and is said to need nothing; keep one of the two',
  },
  'demand.itemUnanswered': {
    zh: '品种“{item}”尚未填报：有需求请逐产品填报，无需求请明确声明（未填不等于零）',
    en: 'Item “{item}” is not answered: report its products, or say that nothing is needed (empty is not zero)',
  },
  'demand.productUnanswered': {
    zh: '“{product}”上年使用 {used}，请填报需求量（不再需要请填 0 并说明）',
    en: '“{product}” was used {used} last year: report it, with 0 and why if it is no longer needed',
  },
  'demand.deviationUnexplained': {
    zh: '“{product}”需求量 {reported} 与上年使用量 {lastYear} 偏差超过规定，请说明原因（不少于 4 个字）',
    en: '“{product}”: {reported} lies further from last year’s {lastYear} than allowed; explain it (at least 4 characters)',
  },
  'demand.lastYearUnexplained': {
    zh: '“{product}”填报的上年使用量 {stated} 与平台验收量 {platform} 不一致，请说明来源（不少于 4 个字）',
    en: '“{product}”: your figure for last year, {stated}, differs from the platform’s {platform}; say where it comes from',
  },
  'demand.noNeedUnexplained': {
    zh: '品种“{item}”上年有使用，声明无需求请说明原因（不少于 4 个字）',
    en: 'Item “{item}” was in use last year; explain why nothing is needed (at least 4 characters)',
  },
});

/** Why nothing is handed in now. */
export const demandWindowRefusals = refusals({
  'demand.notOpen': { zh: '本次采购现在不接受报量', en: 'The round does not take volume reports now' },
  'demand.notYet': { zh: '报量从 {fromAt} 开始', en: 'Volume reporting begins at {fromAt}' },
  'demand.locked': {
    zh: '报量已于 {dueAt} 截止并锁定，不再接受填报或修改',
    en: 'Volume reporting ended at {dueAt} and is locked',
    status: 423,
  },
  'demand.alreadyAccepted': {
    zh: '报量已审核通过；需要修改请先由审核单位退回',
    en: 'The report was accepted; it has to be sent back before it changes',
  },
});

export const demandUnknown = refusals({
  'demand.unknown': {
    zh: '没有这份报量，或您无权查看',
    en: 'There is no such report that you may see',
    status: 404,
  },
});

export const demandStepRefusals = refusals({
  'demand.wrongState': {
    zh: '报量当前状态不能做这项操作',
    en: 'The report’s present state does not allow this',
  },
  'demand.ownReport': {
    zh: '报送人不能确认自己的报量，请由本单位审批人确认',
    en: 'Whoever reported does not confirm; the institution’s approver has to',
    status: 403,
  },
  'demand.confirmOver': { zh: '确认期限已过', en: 'The time for confirmations is over' },
  'demand.noReturnAfterLock': {
    zh: '报量已锁定，退回后无法再报；可以不予采纳并说明原因',
    en: 'Reports are locked and could not be handed in again; leave it out with a reason instead',
  },
  'demand.noExclusionBeforeLock': {
    zh: '报量截止前请退回修改；截止后才能不予采纳',
    en: 'Before the lock send it back; it is left out only afterwards',
  },
  'demand.reasonMissing': { zh: '请说明原因', en: 'Give the reason', status: 400 },
  'demand.notYours': {
    zh: '该医疗机构不在贵单位的审核范围',
    en: 'The institution is not yours to review',
    status: 403,
  },
  ...stale,
});

/** What a row of the workbook can be told besides. */
export const demandRowTexts = refusals({
  'demand.rowWithoutProduct': { zh: '缺产品编号或品种编号', en: 'No product id and no item' },
  'demand.quantityForm': {
    zh: '“{column}”不是数量：{written}',
    en: '{column} is not a quantity: {written}',
  },
  'demand.needEmpty': {
    zh: '需求量未填（不再需要请填 0）',
    en: 'The need is empty; write 0 if there is none',
  },
  'demand.lastYearEmpty': {
    zh: '上年使用量未填（没有使用请填 0）',
    en: 'Last year’s use is empty; write 0 if there was none',
  },
  'demand.textTooLong': { zh: '“{column}”过长', en: '{column} is too long' },
  'demand.noNeedIsZero': {
    zh: '品种行只用于声明无需求，需求量请填 0，或按产品填报',
    en: 'An item’s row only says that nothing is needed: write 0, or report products',
  },
});
