import type { NoticeText } from './notices.ts';

/** What filing tells the people concerned. */
export const filingNotices = {} as const satisfies Record<string, NoticeText>;
