import type { NoticeText } from './notices.ts';

/** What linkage tells the people concerned. */
export const linkageNotices = {} as const satisfies Record<string, NoticeText>;
