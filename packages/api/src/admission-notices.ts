import type { NoticeText } from './notices.ts';

/** What admission tells the people concerned. */
export const admissionNotices = {} as const satisfies Record<string, NoticeText>;
