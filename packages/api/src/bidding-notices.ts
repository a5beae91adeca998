import type { NoticeText } from './notices.ts';

/** What bids and awards tell the people concerned. */
export const biddingNotices = {} as const satisfies Record<string, NoticeText>;
