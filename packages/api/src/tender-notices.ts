import type { NoticeText } from './notices.ts';

/** What rounds of volume-based procurement tell the people concerned. */
export const tenderNotices = {} as const satisfies Record<string, NoticeText>;
