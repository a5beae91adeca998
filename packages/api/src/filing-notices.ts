import type { NoticeText } from './notices.ts';

const href = '/filings/{subject}';
const outside = '/outside-purchases/{subject}';
const permission = 'filing.read';
const detail = { zh: '{number} · {product}', en: '{number} · {product}' } as const;

function to(zh: string, en: string, more: Partial<NoticeText> = {}): NoticeText {
  return { title: { zh, en }, detail, href, tone: 'notice', permission, ...more };
}
function about(zh: string, en: string, more: Partial<NoticeText> = {}): NoticeText {
  return to(zh, en, {
    href: outside,
    detail: { zh: '{number} · {amount} 元', en: '{number} · {amount} yuan' },
    ...more,
  });
}

/** What filing tells the people concerned. */
export const filingNotices = {
  'filing.applied': to(
    '医疗机构申请备案采购，请报价',
    'An institution applies for a filing: give your price',
  ),
  'filing.askedLower': to('医疗机构请您再次报价', 'The institution asks for a lower price'),
  'filing.offered': to('企业已报价，请议定量、价', 'The enterprise gave its price: agree or ask again', {
    detail: { zh: '{number} · {product} · {price} 元', en: '{number} · {product} · {price} yuan' },
  }),
  'filing.delivered': to('新的备案采购待初审', 'A filing waits for the first review', {
    permission: 'filing.check',
  }),
  'filing.supplemented': to('备案已补正，待初审', 'A filing was supplemented', {
    permission: 'filing.check',
  }),
  'filing.toInstitution': to('备案申请须补正', 'Your filing needs a supplement', {
    tone: 'warning',
    detail: { zh: '{number} · {note}', en: '{number} · {note}' },
  }),
  'filing.toManufacturer': to('备案退回，请重新报价', 'A filing came back: give a new price', {
    tone: 'warning',
    detail: { zh: '{number} · {note}', en: '{number} · {note}' },
  }),
  'filing.published': to('备案采购进入公示', 'Your filing is made public', { tone: 'plain' }),
  'filing.inReview': to('备案采购进入专家评审', 'Experts review your filing', { tone: 'plain' }),
  'filing.toReport': to('备案待上报', 'A filing waits to be reported', { permission: 'filing.check' }),
  'filing.toDecide': to('备案待决定', 'A filing waits for the decision', { permission: 'filing.decide' }),
  'filing.confirmed': to('备案采购已确认，可以采购', 'Your filing is confirmed: you may order', {
    tone: 'good',
  }),
  'filing.refused': to('备案未通过', 'Your filing was refused', {
    tone: 'warning',
    detail: { zh: '{number} · {reason}', en: '{number} · {reason}' },
  }),
  'filing.withdrawn': to('备案申请已撤回', 'The filing was withdrawn', { tone: 'plain' }),
  'filing.lapsed': to('备案申请逾期终止', 'The filing ended because a term ran out', { tone: 'warning' }),
  'filing.overdue': to('备案办理已超期', 'A step of a filing is late', { tone: 'danger' }),
  'filing.readyToMove': to('备案产品已达到阳光挂网条件', 'A filed product now meets the listing conditions', {
    tone: 'good',
    href: '/admissions/new?item={subject}',
    permission: 'admission.apply',
    detail: {
      zh: '{product}：已有 {count} 家医疗机构备案，可申请阳光挂网',
      en: '{product}: filed by {count} institutions; apply for a sunshine listing',
    },
  }),
  'filing.outsideRequested': about('采购申请待审批', 'A purchase outside the directory waits for approval', {
    permission: 'filing.consent',
  }),
  'filing.outsideConsented': about('已同意，可先行采购', 'Approved: the purchase may be made', {
    tone: 'good',
  }),
  'filing.outsideDeclined': about('采购申请未获同意', 'The purchase was declined', { tone: 'warning' }),
  'filing.outsideReported': about(
    '医疗机构上报平台外采购',
    'An institution reported a purchase outside the directory',
    {
      tone: 'plain',
      permission: 'filing.check',
    },
  ),
  'filing.outsideRemind': about('应急采购须补办备案', 'An emergency purchase has to be filed', {
    tone: 'warning',
  }),
  'filing.outsideOverdue': about('应急采购逾期未补办备案', 'An emergency purchase was not filed in time', {
    tone: 'danger',
  }),
  'filing.outsideLapsed': about('采购申请逾期失效', 'A purchase request lapsed', { tone: 'warning' }),
  'warning.emergency.notFiled': {
    title: { zh: '应急采购逾期未补办备案', en: 'An emergency purchase was not filed in time' },
    detail: { zh: '{number} · {amount} 元', en: '{number} · {amount} yuan' },
    href: '/warnings?state=new&kind=emergency.notFiled',
    tone: 'danger',
    permission: 'supervision.read',
  },
} as const satisfies Record<string, NoticeText>;
