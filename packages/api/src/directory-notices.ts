import type { NoticeText } from './notices.ts';

/** What directory tells the people concerned. */
export const directoryNotices = {
  'listing.admitted': {
    title: { zh: '产品已挂网', en: 'A product was listed' },
    detail: {
      zh: '{product}（{number}），挂网价 {price} 元',
      en: '{product} ({number}) at {price} yuan',
    },
    href: '/listings/{subject}',
    tone: 'good',
    permission: 'listing.read',
  },
  'listing.resumed': {
    title: { zh: '产品已恢复挂网', en: 'A listing was resumed' },
    detail: { zh: '{product}（{number}）', en: '{product} ({number})' },
    href: '/listings/{subject}',
    tone: 'good',
    permission: 'listing.read',
  },
} as const satisfies Record<string, NoticeText>;
