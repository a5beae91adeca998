import { listCheckpoints, listJournal, verifyJournalNow } from '@daylight/api/journal.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { checkpoints, journalList, verifyOnScreen } from './queries.ts';

export const journalRoutes: readonly Route[] = [
  serve(listJournal, journalList),
  servePublic(listCheckpoints, checkpoints),
  serve(verifyJournalNow, verifyOnScreen),
];
