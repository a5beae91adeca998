const href = '/invoices/{subject}';
const paymentHref = '/payments/{subject}';
const permission = 'settlement.read';

/** What settlement tells the other side; amounts are yuan. */
export const settlementNotices = {
  'settlement.invoiceEntered': {
    title: { zh: '收到新发票，请核对', en: 'A new invoice waits to be verified' },
    detail: {
      zh: '{number}（票号 {invoiceNumber}），{amount} 元',
      en: '{number} (tax no. {invoiceNumber}), {amount} yuan',
    },
    href,
    tone: 'notice',
    permission,
  },
  'settlement.redInvoiceEntered': {
    title: { zh: '收到红字发票，请核对', en: 'A red invoice waits to be verified' },
    detail: {
      zh: '{number}（票号 {invoiceNumber}），{amount} 元，对应 {blue}',
      en: '{number} (tax no. {invoiceNumber}), {amount} yuan, for {blue}',
    },
    href,
    tone: 'notice',
    permission,
  },
  'settlement.invoiceCancelled': {
    title: { zh: '发票已作废', en: 'An invoice was cancelled' },
    detail: { zh: '{number}：{reason}', en: '{number}: {reason}' },
    href,
    tone: 'plain',
    permission,
  },
  'settlement.invoiceVerified': {
    title: { zh: '发票已核对通过', en: 'An invoice was verified' },
    detail: {
      zh: '{number}（票号 {invoiceNumber}），{amount} 元',
      en: '{number} (tax no. {invoiceNumber}), {amount} yuan',
    },
    href,
    tone: 'good',
    permission,
  },
  'settlement.invoiceDisputed': {
    title: { zh: '医疗机构对发票有异议', en: 'The institution disputes an invoice' },
    detail: { zh: '{number}：{reason}', en: '{number}: {reason}' },
    href,
    tone: 'warning',
    permission,
  },
  'settlement.dueSoon': {
    title: { zh: '货款即将到期', en: 'Payment is due soon' },
    detail: { zh: '{number}，未付 {open} 元', en: '{number}, {open} yuan open' },
    href,
    tone: 'notice',
    permission,
  },
  'settlement.overdue': {
    title: { zh: '货款已逾期', en: 'Payment is overdue' },
    detail: {
      zh: '{number}，未付 {open} 元，已报告医保部门',
      en: '{number}, {open} yuan open; the bureau has been told',
    },
    href,
    tone: 'danger',
    permission,
  },
  'settlement.dueRecomputed': {
    title: { zh: '付款期限已按新公布的工作日重新计算', en: 'A payment deadline was computed anew' },
    detail: {
      zh: '{number}：放假安排公布后，期限有变化',
      en: '{number}: the deadline moved with the published holidays',
    },
    href,
    tone: 'notice',
    permission,
  },
  'settlement.paymentRecorded': {
    title: { zh: '医疗机构已登记付款，请确认收款', en: 'A payment was recorded: confirm its receipt' },
    detail: {
      zh: '{number}，{amount} 元，银行流水号 {bankReference}',
      en: '{number}, {amount} yuan, bank reference {bankReference}',
    },
    href: paymentHref,
    tone: 'good',
    permission,
  },
  'settlement.paymentReversed': {
    title: { zh: '一笔付款登记已冲销', en: 'A recorded payment was reversed' },
    detail: { zh: '{reversed}：{reason}', en: '{reversed}: {reason}' },
    href: paymentHref,
    tone: 'warning',
    permission,
  },
  'settlement.paymentConfirmed': {
    title: { zh: '配送企业已确认收款', en: 'The distributor confirmed a payment' },
    detail: { zh: '{number}，{amount} 元', en: '{number}, {amount} yuan' },
    href: paymentHref,
    tone: 'good',
    permission,
  },
  'settlement.paymentDisputed': {
    title: { zh: '配送企业未收到款项', en: 'The distributor did not receive a payment' },
    detail: { zh: '{number}，{amount} 元：{reason}', en: '{number}, {amount} yuan: {reason}' },
    href: paymentHref,
    tone: 'warning',
    permission,
  },
} as const;
