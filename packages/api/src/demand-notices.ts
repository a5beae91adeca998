import type { NoticeText } from './notices.ts';

/** What volume reporting tell the people concerned. */
export const demandNotices = {} as const satisfies Record<string, NoticeText>;
