import * as adverse from '@daylight/api/execution-adverse.ts';
import * as failure from '@daylight/api/execution-failure.ts';
import * as report from '@daylight/api/execution-report.ts';
import * as api from '@daylight/api/execution.ts';
import { type Route, serve, serveExport, servePublic } from '../../route.ts';
import { listEvents, publicEvents, readEvent } from './adverse.ts';
import { answerEvent, decideEvent, handleEvent, reportEvent } from './adverse-steps.ts';
import { listCoverage } from './coverage.ts';
import { decideFailureOf, endSubstitutionOf } from './failure-decide.ts';
import { answerFailureOf, findFailureOf, reportFailure } from './failure-steps.ts';
import { listFailures, listSigns, readFailure } from './failures.ts';
import { marksWorkbook } from './marks-workbook.ts';
import { listOthers } from './others.ts';
import { readProgress } from './overview.ts';
import { listSupply, readSupply, submitSupply } from './supply.ts';
import { listUsage, readUsage, submitUsage } from './usage.ts';
import { explain, listAccounts, listEntries, mark, readAccount } from './volumes.ts';

export const executionRoutes: Route[] = [
  serve(api.readVolumeProgress, readProgress),
  serve(api.listVolumes, listAccounts),
  serve(api.readVolume, readAccount),
  serve(api.listVolumeEntries, listEntries),
  serve(api.explainVolume, explain),
  serve(api.markVolume, mark),
  serveExport(api.volumeMarksWorkbook, marksWorkbook),
  serve(api.listOthersBought, listOthers),
  serve(report.listUsageReports, listUsage),
  serve(report.readUsageReport, readUsage),
  serve(report.submitUsageReport, submitUsage),
  serve(report.listSupplyReports, listSupply),
  serve(report.readSupplyReport, readSupply),
  serve(report.submitSupplyReport, submitSupply),
  serve(report.listCoverageGaps, listCoverage),
  serve(failure.listSupplyFailures, listFailures),
  serve(failure.listSupplySigns, listSigns),
  serve(failure.readSupplyFailure, readFailure),
  serve(failure.reportSupplyFailure, reportFailure),
  serve(failure.answerSupplyFailure, answerFailureOf),
  serve(failure.findSupplyFailure, findFailureOf),
  serve(failure.decideSupplyFailure, decideFailureOf),
  serve(failure.endSubstitution, endSubstitutionOf),
  serve(adverse.listAdverseEvents, listEvents),
  serve(adverse.readAdverseEvent, readEvent),
  serve(adverse.reportAdverseEvent, reportEvent),
  serve(adverse.answerAdverseEvent, answerEvent),
  serve(adverse.handleAdverseEvent, handleEvent),
  serve(adverse.decideAdverseEvent, decideEvent),
  servePublic(adverse.listPublicEvents, publicEvents),
];
