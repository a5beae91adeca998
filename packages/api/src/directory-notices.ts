import type { NoticeText } from './notices.ts';

/** What directory tells the people concerned. */
export const directoryNotices = {} as const satisfies Record<string, NoticeText>;
