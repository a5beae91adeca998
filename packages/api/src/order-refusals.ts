import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Why a line cannot be ordered. */
export const lineRefusals = refusals({
  'order.distributorRestricted': {
    zh: '{product}（{number}）：{distributor}因案件 {case} 暂停配送，请另选配送企业',
    en: '{product} ({number}): {distributor} may not deliver by case {case}; choose another distributor',
  },
  'order.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing' },
  'order.listingSuspended': {
    zh: '{product}（{number}）已暂停挂网，不能下单',
    en: '{product} ({number}) is suspended and cannot be ordered',
  },
  'order.listingWithdrawn': {
    zh: '{product}（{number}）已撤网，不能下单',
    en: '{product} ({number}) was withdrawn and cannot be ordered',
  },
  'order.listedElsewhere': {
    zh: '{product}（{number}）由其他地区管理，本机构不在可采购范围内',
    en: '{product} ({number}) is managed elsewhere; your institution may not buy it',
  },
  'order.filedByAnother': {
    zh: '{product}（{number}）是其他医疗机构的备案产品，谁备案谁采购',
    en: '{product} ({number}) was filed by another institution; who files buys',
  },
  'order.codeNotInForce': {
    zh: '{product} 的国家医保医用耗材代码 {code} 已停用，无码不得下单',
    en: 'The national code {code} of {product} is no longer in force: no code, no order',
  },
  'order.certificateMissing': {
    zh: '{product} 没有有效的注册证或备案凭证（{certificate}），不能下单',
    en: '{product} has no valid registration or filing certificate ({certificate})',
  },
  'order.noDistributor': {
    zh: '{manufacturer} 的产品还没有配送企业：请在“配送关系”中选择一家；没有可选的，请联系该企业在本地区确定配送企业',
    en: 'Nobody delivers for {manufacturer} to you yet: choose a distributor under “Delivery relations”; if none is offered, ask the manufacturer to appoint one for your area',
  },
  'order.quantityNotWhole': {
    zh: '数量须为整数（单位：{unit}）',
    en: 'The quantity must be a whole number (unit: {unit})',
  },
  'order.priceChanged': {
    zh: '{product} 的价格已由 {expected} 元变为 {price} 元，请核对后再下单',
    en: 'The price of {product} changed from {expected} to {price} yuan; check before ordering',
  },
  'order.amountTooLarge': {
    zh: '{product} 的金额超出系统可记录的范围，请核对数量',
    en: 'The amount of {product} is beyond what can be recorded; check the quantity',
  },
  'order.redNeedsReason': {
    zh: '{product} 的价格处于红色区域，下单须说明理由',
    en: 'The price of {product} is in the red zone; ordering needs a reason',
  },
  'order.selectedFirst': {
    zh: '{product} 不是 {round}“{item}”的中选产品，本机构该品种的约定采购量进度落后：请优先采购中选产品（{selected}），确需采购的请说明理由',
    en: '{product} was not selected in {round} for “{item}”, and your agreed volume is behind: buy selected products first ({selected}), or say why not',
  },
  'order.selectedOnly': {
    zh: '{product} 不是 {round}“{item}”的中选产品，本机构该品种的约定采购量进度落后，按现行规则不能下单，请采购中选产品（{selected}）',
    en: '{product} was not selected in {round} for “{item}”; while your agreed volume is behind the rule in force keeps it from being ordered: buy selected products ({selected})',
  },
  'order.priceBlocked': {
    zh: '{product} 的价格 {price} 元处于红色区域，按现行规则已锁定，请先议价',
    en: 'At {price} yuan {product} is in the red zone, which the rule in force blocks; bargain first',
  },
});

export const placeRefusals = refusals({
  ...lineRefusals,
  'order.siteUnknown': { zh: '收货地点不属于本机构', en: 'The delivery site is not one of your institution' },
  'order.referenceUsed': {
    zh: '本机构的订单编号 {reference} 已经下过单',
    en: 'Your reference {reference} was ordered before',
  },
  'order.referenceTwice': {
    zh: '同一批中订单编号 {reference} 出现了两次',
    en: 'The reference {reference} occurs twice in the batch',
  },
});

export const orderUnknown = refusals({
  'order.unknown': {
    zh: '没有这个订单，或不属于本单位',
    en: 'No such order of your organisation',
    status: 404,
  },
});
export const shipmentUnknown = refusals({
  'order.shipmentUnknown': {
    zh: '没有这张配送单，或不属于本单位',
    en: 'No such delivery of your organisation',
    status: 404,
  },
});
export const reasonRefusals = refusals({
  'order.reasonMissing': { zh: '请选择原因', en: 'Choose a reason' },
  'order.reasonUnknown': {
    zh: '原因代码“{reason}”不在现行目录中',
    en: 'The reason “{reason}” is not in the list in force',
  },
  'order.reasonNoteMissing': { zh: '请用文字说明原因', en: 'Say why in words' },
});

const lineOfOrder = refusals({
  'order.lineUnknown': {
    zh: '订单中没有第 {line} 行，或该行已处理',
    en: 'The order has no line {line}, or it was dealt with',
  },
  'order.quantityNotWhole': {
    zh: '数量须为整数（单位：{unit}）',
    en: 'The quantity must be a whole number (unit: {unit})',
  },
});

export const approvalRefusals = refusals({
  ...orderUnknown,
  ...stale,
  'order.listingSuspended': lineRefusals['order.listingSuspended'],
  'order.notWaitingForApproval': { zh: '该订单不在待审批状态', en: 'The order does not wait for approval' },
  'order.placerApproves': {
    zh: '下单人不能审批自己的订单',
    en: 'Whoever places an order does not approve it',
  },
  'order.reasonNoteMissing': { zh: '请用文字说明原因', en: 'Say why in words' },
});

export const answerRefusals = refusals({
  ...orderUnknown,
  ...stale,
  ...reasonRefusals,
  ...lineOfOrder,
  'order.notWaitingForAnswer': { zh: '该订单不在待确认状态', en: 'The order does not wait for your answer' },
  'order.lineTwice': { zh: '第 {line} 行出现了两次', en: 'Line {line} occurs twice' },
  'order.aboveOrdered': { zh: '确认数量超过订购数量 {ordered}', en: 'More than the {ordered} ordered' },
});

export const cancelRefusals = refusals({
  ...orderUnknown,
  ...stale,
  ...reasonRefusals,
  'order.lineUnknown': lineOfOrder['order.lineUnknown'],
  'order.alreadyConfirmed': {
    zh: '配送企业已确认，逾期未配送前不能撤单',
    en: 'The distributor has confirmed; it can be cancelled only once delivery is late',
  },
  'order.nothingOutstanding': { zh: '没有可撤回的数量', en: 'Nothing is left to cancel' },
});

export const urgeRefusals = refusals({
  ...orderUnknown,
  'order.urgedToday': {
    zh: '今天已经催过单，每天可催一次',
    en: 'Already urged today; once a day is possible',
  },
  'order.nothingOutstanding': { zh: '没有待配送的数量', en: 'Nothing is left to deliver' },
});

/** Texts of what packages/rules/src/codes/udi.ts refuses. */
export const udiTexts = refusals({
  'udi.empty': { zh: '没有读到内容', en: 'Nothing was read' },
  'udi.tooLong': { zh: '内容过长，不是器械唯一标识', en: 'Too long for a UDI' },
  'udi.unrecognised': { zh: '不是可识别的器械唯一标识', en: 'Not a UDI that can be read' },
  'udi.form': { zh: '标识格式不正确', en: 'The UDI is malformed' },
  'udi.identifierUnknown': {
    zh: '标识中有未知的应用标识符',
    en: 'The UDI has an unknown application identifier',
  },
  'udi.elementEmpty': { zh: '标识中有空的数据项', en: 'An element of the UDI is empty' },
  'udi.elementLength': { zh: '标识中数据项的长度不正确', en: 'An element of the UDI has a wrong length' },
  'udi.elementCharacter': { zh: '标识中有不允许的字符', en: 'The UDI has a character that is not allowed' },
  'udi.checkDigit': { zh: '校验位不正确，请重新扫描或核对', en: 'Wrong check digit: scan again or check' },
  'udi.date': { zh: '标识中的日期不正确', en: 'A date in the UDI is wrong' },
  'udi.quantity': { zh: '标识中的数量不正确', en: 'The count in the UDI is wrong' },
  'udi.expiryBeforeProduction': {
    zh: '失效日期早于生产日期（{producedOn}，{expiresOn}）',
    en: 'It would expire before it was made ({producedOn}, {expiresOn})',
  },
  'udi.conflict': {
    zh: '扫描结果与已填内容不一致：{existing}，{scanned}',
    en: 'The scan differs from what is entered: {existing}, {scanned}',
  },
  'udi.noDevice': { zh: '标识中没有产品、批号或日期', en: 'The UDI names no device, lot or date' },
  'udi.letterCase': {
    zh: '字母大小写不对，请检查扫描枪和键盘的大写锁定',
    en: 'Letter case is wrong: check the scanner and caps lock',
  },
  'udi.notMedical': { zh: '不是医疗器械的标识', en: 'Not a code of a medical device' },
});

export const parcelRefusals = refusals({
  ...udiTexts,
  'order.udiAmbiguous': {
    zh: '该标识有 {readings} 种读法，请填写批号和效期后再试',
    en: 'The code reads in {readings} ways; enter lot and expiry first',
  },
  'order.lotMissing': { zh: '请填写批号', en: 'Enter the lot' },
  'order.alreadyExpired': { zh: '批号 {lot} 已于 {expiresOn} 失效', en: 'Lot {lot} expired on {expiresOn}' },
  'order.producedLater': {
    zh: '批号 {lot} 的生产日期 {producedOn} 晚于今天',
    en: 'Lot {lot} would be made on {producedOn}, after today',
  },
});

export const shipRefusals = refusals({
  ...orderUnknown,
  ...stale,
  ...lineOfOrder,
  ...parcelRefusals,
  'order.notConfirmed': {
    zh: '订单尚未确认或已结束，不能发货',
    en: 'The order is not confirmed or has ended',
  },
  'order.aboveConfirmed': {
    zh: '第 {line} 行待发 {open}，不能发 {asked}',
    en: 'Line {line} has {open} left to ship, not {asked}',
  },
  'order.referenceUsed': {
    zh: '配送单编号 {reference} 已经用过',
    en: 'The delivery reference {reference} was used before',
  },
});

export const acceptRefusals = refusals({
  ...shipmentUnknown,
  ...reasonRefusals,
  'order.shipmentLineUnknown': { zh: '配送单中没有第 {line} 行', en: 'The delivery has no line {line}' },
  'order.quantityNotWhole': lineOfOrder['order.quantityNotWhole'],
  'order.nothingFound': { zh: '请填写验收或拒收的数量', en: 'Enter what was accepted or rejected' },
  'order.nothingLeft': { zh: '批号 {lot} 已全部验收', en: 'Lot {lot} was checked completely' },
  'order.aboveDelivered': {
    zh: '批号 {lot} 待验收 {left}，不能超过',
    en: 'Lot {lot} has {left} left to check',
  },
  'order.expiredGoods': {
    zh: '批号 {lot} 已于 {expiresOn} 失效，不能验收合格',
    en: 'Lot {lot} expired on {expiresOn} and cannot be accepted',
  },
});

export const stockRefusals = refusals({
  ...shipmentUnknown,
  'order.shipmentLineUnknown': acceptRefusals['order.shipmentLineUnknown'],
  'order.quantityNotWhole': lineOfOrder['order.quantityNotWhole'],
  'order.nothingToStock': { zh: '没有待入库的数量', en: 'Nothing is left to stock in' },
  'order.aboveAccepted': {
    zh: '批号 {lot} 待入库 {left}，不能超过',
    en: 'Lot {lot} has {left} left to stock in',
  },
});

export const returnRefusals = refusals({
  ...shipmentUnknown,
  ...reasonRefusals,
  'order.shipmentLineUnknown': acceptRefusals['order.shipmentLineUnknown'],
  'order.quantityNotWhole': lineOfOrder['order.quantityNotWhole'],
  'order.aboveReturnable': {
    zh: '批号 {lot} 可退 {left}，不能超过',
    en: 'Lot {lot} has {left} that can be returned',
  },
});

export const answerReturnRefusals = refusals({
  ...stale,
  'order.returnUnknown': {
    zh: '没有这张退货单，或不属于本单位',
    en: 'No such return of your organisation',
    status: 404,
  },
  'order.returnAnswered': { zh: '该退货单已处理', en: 'The return was answered before' },
  'order.reasonNoteMissing': { zh: '请用文字说明原因', en: 'Say why in words' },
});

/** Every text a line of a batch may be refused with: batches answer per line, not as one problem. */
export const batchTexts = refusals({
  ...placeRefusals,
  ...answerRefusals,
  ...shipRefusals,
  ...acceptRefusals,
});
