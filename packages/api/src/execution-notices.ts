import type { NoticeText } from './notices.ts';

/** What the execution of agreed volumes tell the people concerned. */
export const executionNotices = {} as const satisfies Record<string, NoticeText>;
