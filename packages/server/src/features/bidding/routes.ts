import * as award from '@daylight/api/bidding-award.ts';
import * as quoting from '@daylight/api/bidding-quoting.ts';
import * as coordination from '@daylight/api/bidding-coordination.ts';
import * as landing from '@daylight/api/bidding-landing.ts';
import * as opening from '@daylight/api/bidding-opening.ts';
import * as api from '@daylight/api/bidding.ts';
import { ok } from '@daylight/rules/result.ts';
import { type Route, serve, serveDownload, servePublic, serveUpload } from '../../route.ts';
import { awardFeed } from './award-feed.ts';
import { decideSource, enterSource, listSources, pauseSource, readSourceNow } from './award-sources.ts';
import { downloadBundle, listPublicAwards, readAward, readPublicAward } from './award-queries.ts';
import { listBiddings, readBidding } from './bidder-queries.ts';
import { readBoxes } from './boxes.ts';
import { decideEnrolment, enrolOne, withdrawEnrolment } from './enrol.ts';
import { listAll } from './enrolments.ts';
import { followAward, followBundle, followBytesMax, followRound, readFollow } from './follow.ts';
import { dismissLanded, followLanded } from './landed-follow.ts';
import { listLanded, readLanded } from './landed.ts';
import { answerCoordination, decideCoordination } from './coordination-act.ts';
import { countCoordination } from './coordination-count.ts';
import { listCoordinations, listLines, readCoordination } from './coordination.ts';
import { readOpening, readSealedBids } from './opening-query.ts';
import { readQuoting, recordNegotiation } from './negotiate.ts';
import { callQuoting, endQuoting, retryAward } from './quoting.ts';
import { askPublication, decideAward } from './publish.ts';
import { giveOwnKey, releaseShares } from './release.ts';
import { publicSigningKey } from './signing.ts';
import { submitBid, withdrawBid } from './submit.ts';
import { listAccounts } from './trustee-accounts.ts';
import { startBidding } from './start.ts';
import { giveKey, proveKey, reportLost, setTrustees } from './trustees.ts';

export const biddingRoutes: Route[] = [
  serve(api.listBiddings, listBiddings),
  serve(api.readBidding, readBidding),
  serve(api.enrol, enrolOne),
  serve(api.withdrawEnrolment, withdrawEnrolment),
  serve(api.submitBid, submitBid),
  serve(api.withdrawBid, withdrawBid),
  serve(api.giveOwnKey, giveOwnKey),
  serve(api.listEnrolments, listAll),
  serve(api.decideEnrolment, decideEnrolment),
  serve(api.listTrusteeAccounts, listAccounts),
  serve(opening.setTrustees, setTrustees),
  serve(opening.giveKey, giveKey),
  serve(opening.proveKey, proveKey),
  serve(opening.reportLostKey, reportLost),
  serve(opening.startBidding, startBidding),
  serve(opening.readOpening, readOpening),
  serve(opening.releaseShares, releaseShares),
  serve(quoting.readBoxes, readBoxes),
  serve(quoting.callQuoting, callQuoting),
  serve(quoting.endQuoting, endQuoting),
  serve(quoting.readQuoting, readQuoting),
  serve(quoting.recordNegotiation, recordNegotiation),
  serve(quoting.retryAward, retryAward),
  servePublic(opening.readSealedBids, readSealedBids),
  servePublic(opening.readSigningKey, async (context) => ok(publicSigningKey(context.dataDir))),
  serve(award.readAward, readAward),
  servePublic(award.readPublicAward, readPublicAward),
  servePublic(award.listPublicAwards, listPublicAwards),
  serveDownload(award.downloadBundle, downloadBundle),
  serve(award.askPublication, askPublication),
  serve(award.decideAward, decideAward),
  serve(award.readFollow, readFollow),
  serve(award.followRound, followRound),
  serveUpload(award.followBundle, followBytesMax, followBundle),
  serve(award.followAward, followAward),
  servePublic(landing.readAwardFeed, awardFeed),
  serve(landing.listAwardSources, listSources),
  serve(landing.enterAwardSource, enterSource),
  serve(landing.decideAwardSource, decideSource),
  serve(landing.pauseAwardSource, pauseSource),
  serve(landing.readAwardSourceNow, readSourceNow),
  serve(landing.listLanded, listLanded),
  serve(landing.readLanded, readLanded),
  serve(landing.followLanded, followLanded),
  serve(landing.dismissLanded, dismissLanded),
  serve(coordination.countCoordination, countCoordination),
  serve(coordination.listCoordinations, listCoordinations),
  serve(coordination.readCoordination, readCoordination),
  serve(coordination.listCoordinationLines, listLines),
  serve(coordination.decideCoordination, decideCoordination),
  serve(coordination.answerCoordination, answerCoordination),
];
