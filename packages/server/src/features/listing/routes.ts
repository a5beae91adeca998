import * as imports from '@daylight/api/listing-import.ts';
import * as api from '@daylight/api/listing.ts';
import { type Route, serve, serveDownload, serveExport, serveUpload } from '../../route.ts';
import { decideOne, enterOne, listChanges } from './changes.ts';
import { readOne } from './detail.ts';
import { decideImport, discardImport, enterImport, recheckImport, submitImport } from './import-commands.ts';
import { correctedWorkbook, listImportRows, listImports, readImport, template } from './import-queries.ts';
import { search } from './search.ts';
import { fileBytesMax } from './workbooks.ts';

export const listingRoutes: Route[] = [
  serve(api.searchListings, search),
  serve(api.readListing, readOne),
  serve(api.enterListingChange, enterOne),
  serve(api.decideListingChange, decideOne),
  serve(api.listListingChanges, listChanges),
  serveUpload(imports.importListings, fileBytesMax, enterImport),
  serve(imports.listListingImports, listImports),
  serve(imports.readListingImport, readImport),
  serve(imports.listListingImportRows, listImportRows),
  serve(imports.submitListingImport, submitImport),
  serve(imports.decideListingImport, decideImport),
  serve(imports.recheckListingImport, recheckImport),
  serve(imports.discardListingImport, discardImport),
  serveDownload(imports.listingTemplate, template),
  serveExport(imports.correctedListingWorkbook, correctedWorkbook),
];
