import {
  handleWarning,
  listNeverBargained,
  listWarnings,
  readZone,
  warningSummary,
} from '@daylight/api/supervision.ts';
import { type Route, serve } from '../../route.ts';
import { handleOne } from './commands.ts';
import { listMany, neverBargained, summarise, zoneOne } from './queries.ts';

export const supervisionRoutes: readonly Route[] = [
  serve(readZone, zoneOne),
  serve(listWarnings, listMany),
  serve(handleWarning, handleOne),
  serve(warningSummary, summarise),
  serve(listNeverBargained, neverBargained),
];
