import * as api from '@daylight/api/catalogue.ts';
import { type Route, serve, serveExport, serveUpload } from '../../route.ts';
import { importUpload } from './commands.ts';
import { downloadProblems, list, listRows, readOne, readOneRelease } from './queries.ts';
import { searchCatalogue } from './search.ts';

const MEGABYTE = 1024 * 1024;

export const catalogueRoutes: Route[] = [
  serve(api.searchItems, searchCatalogue),
  serve(api.readItem, readOne),
  serve(api.listReleases, list),
  serve(api.readRelease, readOneRelease),
  serve(api.listReleaseRows, listRows),
  serveUpload(api.importRelease, api.releaseMegabytesMax * MEGABYTE, importUpload),
  serveExport(api.downloadReleaseProblems, downloadProblems),
];
