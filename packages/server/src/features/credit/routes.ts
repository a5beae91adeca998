import * as proposalApi from '@daylight/api/credit-proposal.ts';
import * as publicApi from '@daylight/api/credit-public.ts';
import * as reportApi from '@daylight/api/credit-report.ts';
import * as runApi from '@daylight/api/credit-run.ts';
import * as supplyApi from '@daylight/api/credit-supply.ts';
import * as api from '@daylight/api/credit.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { resume } from './closings.ts';
import { decide, stateSide } from './decide.ts';
import { enterRating, enterRecord } from './enter.ts';
import * as proposals from './proposals.ts';
import * as queries from './queries.ts';
import * as repairs from './repairs.ts';
import * as reports from './reports.ts';
import * as runs from './runs.ts';
import * as steps from './steps.ts';
import * as supply from './supply.ts';

export const creditRoutes: readonly Route[] = [
  serve(api.listCases, queries.listCases),
  serve(api.readCase, queries.readOne),
  serve(api.readCreditChoices, queries.choices),
  serve(api.searchEnterprises, queries.findEnterprises),
  serve(api.enterRecord, enterRecord),
  serve(api.enterRating, enterRating),
  serve(api.stateSide, stateSide),
  serve(api.decideCase, decide),
  serve(api.applyForRepair, repairs.apply),
  serve(api.proposeLifting, repairs.apply),
  serve(api.listRepairs, queries.listRepairs),
  serve(api.decideRepair, repairs.decide),
  serve(api.recallRepair, repairs.recall),
  serve(api.resumeListings, resume),
  serve(runApi.listRuns, runs.listRuns),
  serve(runApi.publishRun, runs.publish),
  serve(supplyApi.listSupplyCases, supply.listSupply),
  serve(supplyApi.listSupplyCandidates, supply.candidates),
  serve(supplyApi.readSupplyCase, supply.readSupply),
  serve(supplyApi.openSupplyCase, supply.openSupply),
  serve(supplyApi.takeStep, steps.take),
  serve(supplyApi.issueStep, steps.issue),
  serve(supplyApi.answerStep, steps.answer),
  serve(supplyApi.finishStep, steps.finish),
  serve(supplyApi.closeSupplyCase, supply.closeSupply),
  serve(reportApi.readReportKinds, reports.kinds),
  serve(reportApi.report, reports.report),
  serve(reportApi.listOwnReports, reports.listOwn),
  serve(reportApi.listReports, reports.listAll),
  serve(reportApi.readReport, reports.readOne),
  serve(reportApi.takeReport, reports.take),
  serve(reportApi.recordFinding, reports.find),
  serve(reportApi.closeReport, reports.close),
  serve(proposalApi.listProposals, proposals.listProposals),
  serve(proposalApi.readProposal, proposals.readProposal),
  serve(proposalApi.confirmProposal, proposals.confirmProposal),
  serve(proposalApi.declineProposal, proposals.declineProposal),
  servePublic(publicApi.listPublicCases, queries.publicCases),
  servePublic(publicApi.listPublicNotices, queries.publicNotices),
  servePublic(publicApi.readParticipantTerms, queries.participants),
];
