import type { NoticeText } from './notices.ts';

/** What agreements tell the people concerned. */
export const agreementNotices = {} as const satisfies Record<string, NoticeText>;
