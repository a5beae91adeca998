const href = '/bargains/{subject}';
const permission = 'bargain.read';
const product = '{product} {specification}';

/** What bargaining tells the other side; prices are yuan per purchase unit. */
export const bargainNotices = {
  'bargain.opened': {
    title: { zh: '收到新的议价', en: 'A new bargain waits for your answer' },
    detail: { zh: `${product}，报价 {price} 元，{number}`, en: `${product}, {price} yuan offered, {number}` },
    href,
    tone: 'notice',
    permission,
  },
  'bargain.poolOpened': {
    title: { zh: '有医疗机构发起拼单议价', en: 'Institutions are pooling a bargain with you' },
    detail: {
      zh: `${product}，报价 {price} 元，加入期结束后请答复，{number}`,
      en: `${product}, {price} yuan offered; answer when the joining window has closed, {number}`,
    },
    href,
    tone: 'plain',
    permission,
  },
  'bargain.poolClosed': {
    title: { zh: '拼单已截止，待企业确认', en: 'The pool is closed; the enterprise is next' },
    detail: { zh: `${product}，共 {quantity}，{number}`, en: `${product}, {quantity} in all, {number}` },
    href,
    tone: 'notice',
    permission,
  },
  'bargain.joined': {
    title: { zh: '有医疗机构加入拼单', en: 'An institution joined your pool' },
    detail: { zh: `${product}，合计 {quantity}，{number}`, en: `${product}, {quantity} in all, {number}` },
    href,
    tone: 'plain',
    permission,
  },
  'bargain.countered': {
    title: { zh: '企业已还价', en: 'The enterprise made a counter-offer' },
    detail: {
      zh: `${product}，还价 {counterPrice} 元，{number}`,
      en: `${product}, {counterPrice} yuan, {number}`,
    },
    href,
    tone: 'notice',
    permission,
  },
  'bargain.offered': {
    title: { zh: '医疗机构重新报价', en: 'The institution made a new offer' },
    detail: { zh: `${product}，报价 {price} 元，{number}`, en: `${product}, {price} yuan, {number}` },
    href,
    tone: 'notice',
    permission,
  },
  'bargain.agreed': {
    title: { zh: '议价已达成', en: 'A price was agreed' },
    detail: {
      zh: `${product}，议定价 {agreedPrice} 元，可按此下单，{number}`,
      en: `${product}, {agreedPrice} yuan; ordering is open at this price, {number}`,
    },
    href,
    tone: 'good',
    permission,
  },
  'bargain.linked': {
    title: { zh: '价格已联动', en: 'The price was linked by the trade record' },
    detail: { zh: `${product}，{agreedPrice} 元，{number}`, en: `${product}, {agreedPrice} yuan, {number}` },
    href,
    tone: 'good',
    permission,
  },
  'bargain.refused': {
    title: { zh: '企业拒绝了议价', en: 'The enterprise refused the price' },
    detail: { zh: `${product}，报价 {price} 元，{number}`, en: `${product}, {price} yuan, {number}` },
    href,
    tone: 'warning',
    permission,
  },
  'bargain.withdrawn': {
    title: { zh: '医疗机构撤回了议价', en: 'The institution withdrew the bargain' },
    detail: { zh: `${product}，{number}`, en: `${product}, {number}` },
    href,
    tone: 'plain',
    permission,
  },
  'bargain.lapsed': {
    title: { zh: '议价到期，已自动撤销', en: 'The bargain ran out of time and was withdrawn' },
    detail: { zh: `${product}，报价 {price} 元，{number}`, en: `${product}, {price} yuan, {number}` },
    href,
    tone: 'warning',
    permission,
  },
  'bargain.evidenceAsked': {
    title: { zh: '企业逾期未确认，请提供交易记录', en: 'Not confirmed in time: give the trade record' },
    detail: {
      zh: `${product}，{price} 元，提供交易记录后价格联动，{number}`,
      en: `${product}, {price} yuan; with the record the price is linked, {number}`,
    },
    href,
    tone: 'notice',
    permission,
  },
  'bargain.evidenceGiven': {
    title: { zh: '交易记录已提交，待医保局核实', en: 'A trade record was given and is being verified' },
    detail: { zh: `${product}，{price} 元，{number}`, en: `${product}, {price} yuan, {number}` },
    href,
    tone: 'plain',
    permission,
  },
  'bargain.evidenceRejected': {
    title: { zh: '交易记录未通过核实', en: 'The trade record was found untrue' },
    detail: {
      zh: `${product}，{price} 元，可另行提供，{number}`,
      en: `${product}, {price} yuan; another may be given, {number}`,
    },
    href,
    tone: 'warning',
    permission,
  },
  'warning.price.red': {
    title: { zh: '红色预警：价格处于红色区域', en: 'Red warning: a price in the red zone' },
    detail: { zh: '{product}，{price} 元，{number}', en: '{product}, {price} yuan, {number}' },
    href: '/warnings?state=new',
    tone: 'danger',
    permission: 'supervision.read',
  },
  'warning.payment.overdue': {
    title: { zh: '预警：逾期未付款', en: 'Warning: a payment is overdue' },
    detail: {
      zh: '发票 {invoiceNumber}，未付 {open} 元，逾期 {days} 天',
      en: 'Invoice {invoiceNumber}, {open} yuan open, {days} days overdue',
    },
    href: '/warnings?state=new&kind=payment.overdue',
    tone: 'warning',
    permission: 'supervision.read',
  },
} as const;
