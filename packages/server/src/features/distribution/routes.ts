import * as api from '@daylight/api/distribution.ts';
import { type Route, serve } from '../../route.ts';
import { choices, forListing } from './choices.ts';
import { answer, chooseFor, end } from './commands.ts';
import { propose } from './propose.ts';
import { coverage, distributors, list, uncovered } from './queries.ts';

export const distributionRoutes: Route[] = [
  serve(api.proposeRelations, propose),
  serve(api.answerRelations, answer),
  serve(api.endRelations, end),
  serve(api.listRelations, list),
  serve(api.readCoverage, coverage),
  serve(api.listUncovered, uncovered),
  serve(api.searchDistributors, distributors),
  serve(api.listChoices, choices),
  serve(api.readListingDelivery, forListing),
  serve(api.chooseRelation, chooseFor),
];
