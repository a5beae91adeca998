import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { basis, moment, pageOf, paging, uuid } from './wire.ts';

const wording = z.object({ zh: z.string(), en: z.string() });
/** How urgent a thing is, whatever its words: screens give each a colour and an icon. */
const tone = z.enum(['plain', 'good', 'notice', 'warning', 'danger']);

/** One duty of the person who asks. */
export const todo = z
  .object({
    /** Unique within the list; stable while the duty lasts. */
    id: z.string(),
    /** 'bargain.answer': feature word and what is to be done. */
    kind: z.string(),
    title: wording,
    /** Who, what, how much: one line. */
    detail: wording,
    /** The first moment that is too late; null where nothing sets a deadline. */
    dueAt: moment.nullable(),
    provisional: z.boolean(),
    basis: basis.nullable(),
    /** Where the duty is done, a path of the web application. */
    href: z.string(),
    tone,
  })
  .meta({ id: 'Todo' });
export type Todo = z.output<typeof todo>;

/** A figure of the first screen that leads to the list behind it. */
export const homeCount = z.object({
  key: z.string(),
  title: wording,
  value: z.number().int().min(0),
  href: z.string(),
  tone,
});
export type HomeCount = z.output<typeof homeCount>;

export const readHome = endpoint({
  id: 'home.read',
  method: 'GET',
  path: '/api/home',
  summary: { zh: '首页：待办（按期限排序）与数量', en: 'Home: duties by deadline, and counts' },
  permission: 'notice.read',
  reply: z.object({
    todos: z.array(todo),
    /** More duties than were sent. */
    more: z.number().int().min(0),
    counts: z.array(homeCount),
  }),
});

export const notice = z
  .object({
    id: uuid,
    at: moment,
    title: wording,
    detail: wording,
    href: z.string().nullable(),
    tone,
    /** Read by the person who asks; colleagues read for themselves. */
    read: z.boolean(),
  })
  .meta({ id: 'Notice' });
export type Notice = z.output<typeof notice>;

export const listNotices = endpoint({
  id: 'notice.list',
  method: 'GET',
  path: '/api/notices',
  summary: { zh: '本人的通知', en: 'Notices to the person signed in' },
  permission: 'notice.read',
  query: z.strictObject({ unread: z.enum(['true', 'false']).optional(), ...paging }),
  reply: pageOf(notice).extend({ unread: z.number().int().min(0) }),
});

export const markNoticesRead = endpoint({
  id: 'notice.markRead',
  method: 'POST',
  path: '/api/notices/read',
  summary: { zh: '标为已读', en: 'Mark notices as read' },
  permission: 'notice.read',
  body: z.strictObject({ ids: z.union([z.literal('all'), z.array(uuid).min(1).max(200)]) }),
  reply: z.object({ unread: z.number().int().min(0) }),
});
