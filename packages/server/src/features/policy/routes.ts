import { listDocuments, listJurisdictions, readParameters, readTrace } from '@daylight/api/policy.ts';
import { type Route, servePublic } from '../../route.ts';
import { clausesTraced, documentsAndArticles, jurisdictionsOfPacks, parametersInForce } from './queries.ts';

export const policyRoutes: readonly Route[] = [
  servePublic(listJurisdictions, jurisdictionsOfPacks),
  servePublic(listDocuments, documentsAndArticles),
  servePublic(readParameters, parametersInForce),
  servePublic(readTrace, clausesTraced),
];
