import { readCalendar } from '@daylight/api/calendar.ts';
import { listNotices, markNoticesRead, readHome } from '@daylight/api/home.ts';
import { readHealth } from '@daylight/api/platform.ts';
import { type Route, serve, servePublic, serveRaw } from '../../route.ts';
import * as health from './health.ts';
import * as notices from './notices.ts';
import * as queries from './queries.ts';

export const homeRoutes: readonly Route[] = [
  serve(readHome, queries.readHome),
  serve(listNotices, notices.listNotices),
  serve(markNoticesRead, notices.markNoticesRead),
  serveRaw(readHealth, health.readHealth),
  servePublic(readCalendar, queries.readCalendar),
];
