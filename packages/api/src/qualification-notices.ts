import type { NoticeText } from './notices.ts';

/** What qualification tells the people concerned. */
export const qualificationNotices = {} as const satisfies Record<string, NoticeText>;
