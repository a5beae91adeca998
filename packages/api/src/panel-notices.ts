import type { NoticeText } from './notices.ts';

/** What panel tells the people concerned. */
export const panelNotices = {} as const satisfies Record<string, NoticeText>;
