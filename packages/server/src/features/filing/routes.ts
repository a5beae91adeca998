import * as issues from '@daylight/api/filing-issue.ts';
import * as outside from '@daylight/api/filing-outside.ts';
import * as filings from '@daylight/api/filing.ts';
import { type Route, serve, serveDownload, serveExport, servePublic, serveUpload } from '../../route.ts';
import { decide, examine, report } from './bureau.ts';
import { apply } from './commands.ts';
import { issueWorkbook, publicIssueLines, publicIssues } from './issue.ts';
import { request } from './outside.ts';
import { importWorkbook, outsideBytesMax, template } from './outside-import.ts';
import { listOutsideOnes, readOutsideOne } from './outside-queries.ts';
import { consent, report as reportOutside, takeNote, withdraw as withdrawOutside } from './outside-steps.ts';
import { check, list, read } from './queries.ts';
import { quotaNow, quotas } from './quota.ts';
import { agree, askLower, offer, supplement, withdraw } from './steps.ts';

export const filingRoutes: readonly Route[] = [
  serve(filings.checkProduct, check),
  serve(filings.applyFiling, apply),
  serve(filings.listFilings, list),
  serve(filings.readFiling, read),
  serve(filings.offerFiling, offer),
  serve(filings.askLowerPrice, askLower),
  serve(filings.agreeFiling, agree),
  serve(filings.supplementFiling, supplement),
  serve(filings.withdrawFiling, withdraw),
  serve(filings.examineFiling, examine),
  serve(filings.reportFiling, report),
  serve(filings.decideFiling, decide),
  servePublic(issues.listFilingIssues, publicIssues),
  servePublic(issues.listFilingIssueLines, publicIssueLines),
  serveExport(issues.filingIssueWorkbook, issueWorkbook),
  serve(outside.readQuota, quotaNow),
  serve(outside.listQuotas, quotas),
  serve(outside.requestOutside, request),
  serve(outside.listOutside, listOutsideOnes),
  serve(outside.readOutside, readOutsideOne),
  serve(outside.consentOutside, consent),
  serve(outside.reportOutside, reportOutside),
  serve(outside.withdrawOutside, withdrawOutside),
  serve(outside.noteOutside, takeNote),
  serveUpload(outside.importOutside, outsideBytesMax, importWorkbook),
  serveDownload(outside.outsideTemplate, template),
];
