import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of invoices and payments; each endpoint declares those that it can give. */
export const settlementRefusals = refusals({
  'settlement.invoiceUnknown': {
    zh: '没有这张发票，或您无权查看',
    en: 'There is no such invoice that you may see',
    status: 404,
  },
  'settlement.paymentUnknown': {
    zh: '没有这笔付款，或您无权查看',
    en: 'There is no such payment that you may see',
    status: 404,
  },
  'settlement.partyUnknown': {
    zh: '没有这家单位，或您无权查看其对账单',
    en: 'There is no such organisation whose statement you may see',
    status: 404,
  },
  'settlement.orderUnknown': {
    zh: '没有这张订单，或您无权查看',
    en: 'There is no such order that you may see',
    status: 404,
  },
  'settlement.invoiceNumberForm': {
    zh: '发票号码格式不对：数电发票为20位号码、无代码；纸质发票为10或12位代码加8位号码',
    en: 'Not an invoice number: 20 digits without a code for a digital invoice, else a code of 10 or 12 digits and a number of 8',
  },
  'settlement.issuedInFuture': { zh: '开票日期晚于今天', en: 'The invoice is dated after today' },
  'settlement.upstreamMissing': {
    zh: '按两票制规定，须填写生产企业开具的上一票发票号码',
    en: 'Under the two-invoice rule the number of the manufacturer’s invoice is needed',
  },
  'settlement.noLines': { zh: '发票没有明细行', en: 'The invoice has no lines' },
  'settlement.lineTwice': {
    zh: '同一配送行在发票中出现两次',
    en: 'A delivered line is on the invoice twice',
  },
  'settlement.lineUnknown': {
    zh: '没有这条配送行，或不是贵单位配送的',
    en: 'There is no such delivered line of yours',
  },
  'settlement.severalInstitutions': {
    zh: '一张发票只能对应一家医疗机构',
    en: 'An invoice covers deliveries to one institution only',
  },
  'settlement.moreThanAccepted': {
    zh: '第{line}行开票数量 {asked} 超过已验收未开票数量 {open}',
    en: 'Line {line} asks for {asked}, but only {open} are accepted and not invoiced',
  },
  'settlement.moreThanReturned': {
    zh: '第{line}行红冲数量 {asked} 超过已退货未红冲数量 {open}',
    en: 'Line {line} takes back {asked}, but only {open} were returned and not taken back',
  },
  'settlement.amountDiffers': {
    zh: '票面金额 {face} 元与明细合计 {lines} 元不一致',
    en: 'The face amount of {face} yuan differs from the {lines} yuan of its lines',
  },
  'settlement.invoiceUsed': {
    zh: '该发票号码已登记过，同一张发票不能登记两次',
    en: 'This invoice number was entered before; an invoice is entered once',
  },
  'settlement.notBlue': { zh: '红字发票只能对应蓝字发票', en: 'A red invoice corrects a blue one' },
  'settlement.cancelInstead': {
    zh: '原发票尚未核对通过，请直接作废后重新登记',
    en: 'The invoice is not verified yet: cancel it and enter it anew',
  },
  'settlement.notToVerify': {
    zh: '该发票当前状态不能核对或提出异议',
    en: 'The invoice cannot be verified or disputed in its state',
  },
  'settlement.verifiedAlready': {
    zh: '发票已核对通过，不能作废；发生退货请开红字发票',
    en: 'The invoice is verified and cannot be cancelled; use a red invoice for returned goods',
  },
  'settlement.cancelledAlready': { zh: '发票已作废', en: 'The invoice is cancelled already' },
  'settlement.paidInFuture': { zh: '付款日期晚于今天', en: 'The payment is dated after today' },
  'settlement.noAllocation': { zh: '付款没有对应的发票', en: 'The payment is for no invoice' },
  'settlement.notWholeFen': { zh: '金额须精确到分', en: 'An amount has at most two decimals' },
  'settlement.invoiceTwice': { zh: '同一张发票出现两次', en: 'An invoice is named twice' },
  'settlement.notVerified': {
    zh: '只有核对通过的蓝字发票可以付款',
    en: 'Only verified blue invoices can be paid',
  },
  'settlement.severalDistributors': {
    zh: '一笔付款只能付给一家配送企业',
    en: 'One payment goes to one distributor only',
  },
  'settlement.moreThanOpen': {
    zh: '付款金额 {asked} 元超出该发票的未付金额 {open} 元（已扣红字发票和已付款）',
    en: '{asked} yuan is more than the {open} yuan open on the invoice after red invoices and payments',
  },
  'settlement.sumDiffers': {
    zh: '付款金额 {amount} 元与各发票合计 {allocations} 元不一致，且须大于零',
    en: 'The payment of {amount} yuan differs from the {allocations} yuan for its invoices, or is not above zero',
  },
  'settlement.bankReferenceUsed': {
    zh: '该银行流水号已登记过付款',
    en: 'A payment with this bank reference was recorded before',
  },
  'settlement.reversedAlready': {
    zh: '该付款已冲销，或本身是冲销记录',
    en: 'The payment is reversed already, or is itself a reversal',
  },
  'settlement.confirmedAlready': {
    zh: '配送企业已确认收款，不能冲销',
    en: 'The distributor confirmed receipt; the payment cannot be reversed',
  },
  'settlement.creditUsed': {
    zh: '该付款的款项已用于抵付其他发票，请先冲销后一笔付款',
    en: 'Money of this payment was used for other invoices since; reverse the later payment first',
  },
  'settlement.notToConfirm': {
    zh: '该付款当前状态不能确认或提出异议',
    en: 'The payment cannot be confirmed or disputed in its state',
  },
  'settlement.periodTooLong': {
    zh: '对账期间应为起止有序、不超过 {monthsMax} 个月',
    en: 'A statement covers a period of at most {monthsMax} months, from the first day to the last',
  },
  ...stale,
});

export type SettlementRefusal = keyof typeof settlementRefusals;

/** The texts of some refusals, for the endpoint that can give them. */
export function some<const C extends SettlementRefusal>(
  ...codes: readonly C[]
): Pick<typeof settlementRefusals, C> {
  return Object.fromEntries(codes.map((code) => [code, settlementRefusals[code]])) as Pick<
    typeof settlementRefusals,
    C
  >;
}
