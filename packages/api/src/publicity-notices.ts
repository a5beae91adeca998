import type { NoticeText } from './notices.ts';

/** What publicity tells the people concerned. */
export const publicityNotices = {} as const satisfies Record<string, NoticeText>;
