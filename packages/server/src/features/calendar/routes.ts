import { importYear } from '@daylight/api/calendar.ts';
import { type Route, serveRaw } from '../../route.ts';
import { importCalendarYear } from './commands.ts';

export const calendarRoutes: readonly Route[] = [serveRaw(importYear, importCalendarYear)];
