import * as publicApi from '@daylight/api/directory-public.ts';
import * as resume from '@daylight/api/directory-resume.ts';
import * as api from '@daylight/api/directory.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import * as closings from './closings.ts';
import { duplicates, listAllMerges } from './merge-rows.ts';
import { decideOne, enterSome } from './merges.ts';
import { feed, publicChanges, publicDocuments } from './public.ts';
import * as queries from './queries.ts';
import * as resumptions from './resumptions.ts';

export const directoryRoutes: readonly Route[] = [
  serve(api.listLives, queries.listListingLives),
  serve(api.readOpenBusiness, queries.readOpen),
  serve(api.readDelivery, queries.readOneDelivery),
  serve(api.listLowDelivery, queries.listLow),
  serve(api.proposeClosing, closings.propose),
  serve(api.applyForWithdrawal, closings.withdraw),
  serve(api.listClosings, queries.listAllClosings),
  serve(api.readClosing, queries.readOneClosing),
  serve(api.decideClosing, closings.decide),
  serve(api.recallClosing, closings.recall),
  serve(resume.applyForResumption, resumptions.apply),
  serve(resume.listResumptions, queries.listAllResumptions),
  serve(resume.checkResumption, resumptions.check),
  serve(resume.decideResumption, resumptions.decide),
  serve(resume.recallResumption, resumptions.recall),
  serve(resume.listDuplicates, duplicates),
  serve(resume.enterMerges, enterSome),
  serve(resume.listMerges, listAllMerges),
  serve(resume.decideMerge, decideOne),
  servePublic(publicApi.listDirectoryChanges, publicChanges),
  servePublic(publicApi.listDirectoryDocuments, publicDocuments),
  servePublic(publicApi.followDirectory, feed),
];
