import * as duty from '@daylight/api/linkage-duty.ts';
import * as imports from '@daylight/api/linkage-import.ts';
import * as run from '@daylight/api/linkage-run.ts';
import * as source from '@daylight/api/linkage-source.ts';
import * as api from '@daylight/api/linkage.ts';
import { type Route, serve, serveDownload, serveExport, servePublic, serveUpload } from '../../route.ts';
import { contest, declare, declareOwn } from './duties.ts';
import { decideOne } from './duty-decisions.ts';
import { declarable, listDuties, readDuty } from './duty-queries.ts';
import { check, decide, enter } from './entry.ts';
import { priceFeed } from './feed.ts';
import { correctedWorkbook, listImportRows, listImports, readImport, template } from './import-queries.ts';
import { decideImport, discardImport, enterImport, submitImport } from './imports.ts';
import { comparePrices, nationalPrices } from './national.ts';
import { priceAdjustments } from './portal.ts';
import { listRecords, recordFiles } from './record-queries.ts';
import { listRunLines, listRuns, readRun, runWorkbook } from './run-queries.ts';
import { cancel, decideRun, previewAgain, start, submit } from './runs.ts';
import { decideSource, enterSource, listSources, pauseSource, readNow } from './sources.ts';
import { fileBytesMax } from './workbooks.ts';

export const linkageRoutes: readonly Route[] = [
  serve(api.checkPriceRecord, check),
  serve(api.enterPriceRecord, enter),
  serve(api.listPriceRecords, listRecords),
  serve(api.decidePriceRecord, decide),
  serve(api.readRecordFiles, recordFiles),
  serve(api.readNationalPrices, comparePrices),
  serve(api.listNationalPrices, nationalPrices),
  servePublic(api.listPriceAdjustments, priceAdjustments),
  serveUpload(imports.importPrices, fileBytesMax, enterImport),
  serve(imports.listPriceImports, listImports),
  serve(imports.readPriceImport, readImport),
  serve(imports.listPriceImportRows, listImportRows),
  serve(imports.submitPriceImport, submitImport),
  serve(imports.decidePriceImport, decideImport),
  serve(imports.discardPriceImport, discardImport),
  serveDownload(imports.priceTemplate, template),
  serveExport(imports.correctedPriceWorkbook, correctedWorkbook),
  servePublic(source.readPriceFeed, priceFeed),
  serve(source.listPriceSources, listSources),
  serve(source.enterPriceSource, enterSource),
  serve(source.decidePriceSource, decideSource),
  serve(source.pausePriceSource, pauseSource),
  serve(source.readPriceSourceNow, readNow),
  serve(duty.listPriceDuties, listDuties),
  serve(duty.readPriceDuty, readDuty),
  serve(duty.declarePriceDuty, declare),
  serve(duty.contestPriceDuty, contest),
  serve(duty.decidePriceDuty, decideOne),
  serve(duty.declareOwnPrice, declareOwn),
  serve(duty.ownDeclarable, declarable),
  serve(run.startLinkageRun, start),
  serve(run.listLinkageRuns, listRuns),
  serve(run.readLinkageRun, readRun),
  serve(run.listLinkageRunLines, listRunLines),
  serve(run.submitLinkageRun, submit),
  serve(run.previewLinkageAgain, previewAgain),
  serve(run.cancelLinkageRun, cancel),
  serve(run.decideLinkageRun, decideRun),
  serveExport(run.linkageRunWorkbook, runWorkbook),
];
