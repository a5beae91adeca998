import { listRounds, readRound } from '@daylight/api/tender-round.ts';
import { checkRoundPack, listRoundPacks, showRoundPack } from '@daylight/api/tender.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { packChecked, packShipped, packsShipped } from './queries.ts';
import { list, read } from './rounds.ts';

export const tenderRoutes: readonly Route[] = [
  servePublic(listRoundPacks, packsShipped),
  servePublic(showRoundPack, packShipped),
  serve(checkRoundPack, packChecked),
  serve(listRounds, list),
  serve(readRound, read),
];
