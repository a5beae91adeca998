import { readCalendar } from '@daylight/api/calendar.ts';
import { listNotices, markNoticesRead, readHome } from '@daylight/api/home.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import * as notices from './notices.ts';
import * as queries from './queries.ts';

export const homeRoutes: readonly Route[] = [
  serve(readHome, queries.readHome),
  serve(listNotices, notices.listNotices),
  serve(markNoticesRead, notices.markNoticesRead),
  servePublic(readCalendar, queries.readCalendar),
];
