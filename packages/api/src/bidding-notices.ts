import type { NoticeText } from './notices.ts';

/** What bids and awards tell the people concerned. */
export const biddingNotices = {
  'bidding.trusteeNamed': {
    title: { zh: '您单位有人被指定为报价密钥保管人', en: 'Somebody of yours holds a share of the key' },
    detail: {
      zh: '{title}（{number}），请生成密钥并通过验证',
      en: '{title} ({number}); make a key and prove it',
    },
    href: '/openings/{subject}',
    tone: 'notice',
    permission: 'bidding.trust',
  },
  'bidding.releaseAsked': {
    title: { zh: '投标已截止，请释放密钥份额', en: 'Bidding closed; release your shares' },
    detail: { zh: '{title}（{number}），共 {bids} 份报价', en: '{title} ({number}), {bids} bids' },
    href: '/openings/{subject}',
    tone: 'warning',
    permission: 'bidding.trust',
  },
  'bidding.ownKeyAsked': {
    title: {
      zh: '保管人份额不足，请以自有密钥打开报价',
      en: 'Too few shares; open your bid by your own key',
    },
    detail: {
      zh: '{title}（{number}），逾期未打开的报价无效',
      en: '{title} ({number}); a bid that is not open in time is invalid',
    },
    href: '/bids/{subject}',
    tone: 'danger',
    permission: 'bidding.submit',
  },
  'bidding.enrolmentEntered': {
    title: { zh: '有企业报名待审核', en: 'An enrolment waits' },
    detail: { zh: '{firm} 报名 {title}（{number}）', en: '{firm} enrolled for {title} ({number})' },
    href: '/openings/{subject}',
    tone: 'notice',
    permission: 'bidding.manage',
  },
  'bidding.enrolmentAccepted': {
    title: { zh: '报名审核通过', en: 'Enrolment accepted' },
    detail: { zh: '{title}（{number}），可提交密封报价', en: '{title} ({number}); you may seal a bid' },
    href: '/bids/{subject}',
    tone: 'good',
    permission: 'bidding.submit',
  },
  'bidding.enrolmentRefused': {
    title: { zh: '报名审核不通过', en: 'Enrolment refused' },
    detail: { zh: '{title}（{number}）：{note}', en: '{title} ({number}): {note}' },
    href: '/bids/{subject}',
    tone: 'danger',
    permission: 'bidding.submit',
  },
  'bidding.started': {
    title: { zh: '可提交密封报价', en: 'Sealed bids are taken' },
    detail: { zh: '{title}（{number}）', en: '{title} ({number})' },
    href: '/bids/{subject}',
    tone: 'notice',
    permission: 'bidding.submit',
  },
  'bidding.bidOpened': {
    title: { zh: '贵企业报价已打开', en: 'Your bid was opened' },
    detail: { zh: '{title}（{number}），有效报价 {lines} 项', en: '{title} ({number}), {lines} lines count' },
    href: '/bids/{subject}',
    tone: 'plain',
    permission: 'bidding.submit',
  },
  'bidding.bidStopped': {
    title: { zh: '贵企业报价被停止', en: 'Your bid was stopped' },
    detail: { zh: '{title}（{number}）：{reason}', en: '{title} ({number}): {reasonEn}' },
    href: '/bids/{subject}',
    tone: 'danger',
    permission: 'bidding.submit',
  },
  'bidding.roundOpened': {
    title: {
      zh: '报价已打开，请谈判或发起下一轮报价',
      en: 'Quotes are open; negotiate or call the next round',
    },
    detail: { zh: '{title}（{number}），第 {quoting} 轮', en: '{title} ({number}), round {quoting}' },
    href: '/openings/{subject}',
    tone: 'notice',
    permission: 'bidding.manage',
  },
  'bidding.roundCalled': {
    title: { zh: '请提交第 {quoting} 轮密封报价', en: 'Hand in your sealed quote of round {quoting}' },
    detail: {
      zh: '{title}（{number}），不提交则以现报价为准',
      en: '{title} ({number}); without one your standing quote holds',
    },
    href: '/bids/{subject}',
    tone: 'warning',
    permission: 'bidding.submit',
  },
  'bidding.negotiated': {
    title: { zh: '谈判记录已登记', en: 'The minutes of your negotiation were entered' },
    detail: { zh: '{title}（{number}）', en: '{title} ({number})' },
    href: '/bids/{subject}',
    tone: 'plain',
    permission: 'bidding.submit',
  },
  'bidding.troubled': {
    title: { zh: '评审无法运行，请更正后重试', en: 'The award cannot be computed; correct it and try again' },
    detail: { zh: '{title}（{number}）：{reason}', en: '{title} ({number}): {reasonEn}' },
    href: '/openings/{subject}',
    tone: 'danger',
    permission: 'bidding.manage',
  },
  'bidding.evaluated': {
    title: { zh: '评审结果已生成，待提请公示', en: 'The result is there; ask for its publication' },
    detail: {
      zh: '{title}（{number}），拟中选 {selected} 个产品',
      en: '{title} ({number}), {selected} products selected',
    },
    href: '/openings/{subject}',
    tone: 'notice',
    permission: 'bidding.manage',
  },
  'bidding.objectionUpheld': {
    title: { zh: '异议成立，评审重新运行', en: 'An objection was right; the award runs again' },
    detail: {
      zh: '{title}（{number}），{count} 个产品退出',
      en: '{title} ({number}), {count} products are left out',
    },
    href: '/openings/{subject}',
    tone: 'warning',
    permission: 'bidding.manage',
  },
  'bidding.settled': {
    title: { zh: '公示期满，请确认中选结果', en: 'The publicity is over; decide on the result' },
    detail: { zh: '{title}（{number}）', en: '{title} ({number})' },
    href: '/openings/{subject}',
    tone: 'warning',
    permission: 'bidding.decide',
  },
  'bidding.selected': {
    title: { zh: '产品中选', en: 'Products were selected' },
    detail: {
      zh: '{title}（{number}），{count} 个产品中选并挂网',
      en: '{title} ({number}), {count} products selected and listed',
    },
    href: '/bids/{subject}',
    tone: 'good',
    permission: 'bidding.submit',
  },
  'bidding.notSelected': {
    title: { zh: '产品未中选', en: 'No product was selected' },
    detail: { zh: '{title}（{number}），可查看逐条理由', en: '{title} ({number}); read the reasons' },
    href: '/bids/{subject}',
    tone: 'plain',
    permission: 'bidding.submit',
  },
  'bidding.awarded': {
    title: { zh: '中选产品已可采购', en: 'Selected products can be ordered' },
    detail: {
      zh: '{title}（{number}），共 {count} 个产品按中选价挂网',
      en: '{title} ({number}), {count} products at the selected prices',
    },
    href: '/rounds/{subject}',
    tone: 'good',
    permission: 'bidding.read',
  },
  'bidding.failed': {
    title: { zh: '采购失败', en: 'The round failed' },
    detail: { zh: '{title}（{number}）：{reason}', en: '{title} ({number}): {reasonEn}' },
    href: '/rounds/{subject}',
    tone: 'danger',
    permission: 'bidding.read',
  },
  'bidding.paymentStandard': {
    title: { zh: '中选价待用于支付标准', en: 'Selected prices for payment standards' },
    detail: {
      zh: '{title}（{number}），{count} 个编码的中选价已确定',
      en: '{title} ({number}), selected prices of {count} codes',
    },
    href: '/rounds/{subject}',
    tone: 'notice',
    permission: 'bidding.read',
  },
  'bidding.resultLanded': {
    title: { zh: '有新的中选结果待落地', en: 'A new result waits to be taken over' },
    detail: {
      zh: '{organiser}《{title}》（{number}），中选产品 {count} 个，已核验一致',
      en: '{title} ({number}) of {organiser}: {count} products selected, verified',
    },
    href: '/landed-awards/{subject}',
    tone: 'notice',
    permission: 'bidding.land',
  },
  'bidding.resultBroken': {
    title: { zh: '收到的中选结果核验不一致', en: 'A result that came does not verify' },
    detail: {
      zh: '{organiser}《{title}》（{number}），未采纳，请与来源平台核对',
      en: '{title} ({number}) of {organiser} was not taken; ask its platform',
    },
    href: '/landed-awards/{subject}',
    tone: 'warning',
    permission: 'bidding.land',
  },
  'bidding.coordinationAsked': {
    title: { zh: '请答复同类产品价格协同', en: 'Prices are asked to come down' },
    detail: {
      zh: '{title}（{number}），涉及贵公司挂网产品 {count} 个，逾期将标识为高于协同价',
      en: '{title} ({number}): {count} of your listings; unanswered they are marked as above coordination',
    },
    href: '/price-coordinations/{subject}',
    tone: 'warning',
    permission: 'bidding.answerCoordination',
  },
  'bidding.coordinationReminder': {
    title: { zh: '价格协同即将到期', en: 'A coordination of prices runs out' },
    detail: {
      zh: '{title}（{number}），还有 {count} 个产品未答复',
      en: '{title} ({number}): {count} unanswered',
    },
    href: '/price-coordinations/{subject}',
    tone: 'warning',
    permission: 'bidding.answerCoordination',
  },
  'bidding.coordinationAbove': {
    title: { zh: '产品标识为高于协同价', en: 'Listings are marked as above coordination' },
    detail: {
      zh: '{title}（{number}），{count} 个产品；降至协同价后标识自动取消',
      en: '{title} ({number}): {count} listings; the mark goes when the price comes down',
    },
    href: '/price-coordinations/{subject}',
    tone: 'danger',
    permission: 'bidding.answerCoordination',
  },
  'bidding.coordinationOver': {
    title: { zh: '价格协同期满', en: 'A coordination of prices is over' },
    detail: {
      zh: '{title}（{number}）：降价 {lowered} 个，高于协同价 {above} 个',
      en: '{title} ({number}): {lowered} came down, {above} stand above',
    },
    href: '/price-coordinations/{subject}',
    tone: 'notice',
    permission: 'bidding.readCoordination',
  },
} as const satisfies Record<string, NoticeText>;
