import * as demand from '@daylight/api/demand.ts';
import * as books from '@daylight/api/demand-workbook.ts';
import { type Route, serve, serveDownload, servePublic, serveUpload } from '../../route.ts';
import { confirm, saveDraft, submit } from './commands.ts';
import { correctedWorkbook, importWorkbook, reportBook } from './imports.ts';
import { preview, publish, published } from './publish.ts';
import { check, list, listOfRound, products } from './queries.ts';
import { read } from './read.ts';
import { review } from './review.ts';
import { readRound } from './round.ts';
import { fileBytesMax } from './workbooks.ts';

export const demandRoutes: readonly Route[] = [
  serve(demand.listReports, list),
  serve(demand.listRoundReports, listOfRound),
  serve(demand.readRoundDemand, readRound),
  serve(demand.readReport, read),
  serve(demand.listDemandProducts, products),
  serve(demand.checkReport, check),
  serve(demand.saveReportDraft, saveDraft),
  serve(demand.submitReport, submit),
  serve(demand.confirmReport, confirm),
  serve(demand.reviewReports, review),
  serve(demand.previewVolumes, preview),
  serve(demand.publishVolumes, publish),
  servePublic(demand.readVolumes, published),
  serveDownload(books.reportWorkbook, reportBook),
  serveUpload(books.importReport, fileBytesMax, importWorkbook),
  serveDownload(books.correctedReportWorkbook, correctedWorkbook),
];
