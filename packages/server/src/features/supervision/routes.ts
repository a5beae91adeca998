import * as cases from '@daylight/api/supervision-cases.ts';
import * as trials from '@daylight/api/supervision-trials.ts';
import * as zones from '@daylight/api/supervision-zones.ts';
import {
  handleWarning,
  listNeverBargained,
  listWarnings,
  readZone,
  warningSummary,
} from '@daylight/api/supervision.ts';
import { type Route, serve, serveRaw } from '../../route.ts';
import { explainOne, listAnomalies, readAnomaly, summariseAnomalies } from './anomalies.ts';
import { checkOne, decideOne, fileAppeal, listAppeals, readAppeal, withdrawAppeal } from './appeals.ts';
import { answerOne, holdOne, issueOne, listCases, moveOne, openOne, readCase } from './cases.ts';
import { handleOne } from './commands.ts';
import { decideDecision, enterDecision, listDecisions, withdrawDecision, zoneRules } from './decisions.ts';
import { listMany, neverBargained, summarise, zoneOne } from './queries.ts';
import { referenceOne } from './reference-query.ts';
import { discardTrial, listTrials, readTrial, shareTrial, startTrial } from './trials.ts';

export const supervisionRoutes: readonly Route[] = [
  serve(readZone, zoneOne),
  serve(listWarnings, listMany),
  serve(handleWarning, handleOne),
  serve(warningSummary, summarise),
  serve(listNeverBargained, neverBargained),
  serve(zones.listZoneRules, zoneRules),
  serve(zones.listDecisions, listDecisions),
  serve(zones.enterDecision, enterDecision),
  serveRaw(zones.decideDecision, decideDecision),
  serve(zones.withdrawDecision, withdrawDecision),
  serve(zones.readReference, referenceOne),
  serve(zones.listAppeals, listAppeals),
  serve(zones.readAppeal, readAppeal),
  serve(zones.fileAppeal, fileAppeal),
  serve(zones.withdrawAppeal, withdrawAppeal),
  serve(zones.checkAppeal, checkOne),
  serve(zones.decideAppeal, decideOne),
  serve(cases.listAnomalies, listAnomalies),
  serve(cases.anomalySummary, summariseAnomalies),
  serve(cases.readAnomaly, readAnomaly),
  serve(cases.explainAnomaly, explainOne),
  serve(cases.listCases, listCases),
  serve(cases.readCase, readCase),
  serve(cases.openCase, openOne),
  serve(cases.issueReport, issueOne),
  serve(cases.holdInterview, holdOne),
  serve(cases.answerCase, answerOne),
  serve(cases.moveCase, moveOne),
  serve(trials.listTrials, listTrials),
  serve(trials.readTrial, readTrial),
  serve(trials.startTrial, startTrial),
  serve(trials.shareTrial, shareTrial),
  serve(trials.discardTrial, discardTrial),
];
