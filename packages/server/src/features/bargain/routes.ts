import {
  acceptCounter,
  acceptOffer,
  acceptOffers,
  counterOffer,
  giveEvidence,
  refuseOffer,
  renewOffer,
  verifyEvidence,
  withdrawBargain,
} from '@daylight/api/bargain-answer.ts';
import {
  joinPool,
  leavePool,
  listAgreedPrices,
  listBargains,
  listPools,
  openBargain,
  previewBargain,
  readBargain,
} from '@daylight/api/bargain.ts';
import { type Route, serve } from '../../route.ts';
import { listAgreed } from './agreed.ts';
import { joinOne, leaveOne, openOne } from './commands.ts';
import { giveEvidenceOne, verifyOne } from './evidence.ts';
import { listMany, listOpenPools, previewOne, readOne } from './queries.ts';
import {
  acceptCounterOne,
  acceptMany,
  acceptOne,
  counterOne,
  refuseOne,
  renewOne,
  withdrawOne,
} from './steps.ts';

export const bargainRoutes: readonly Route[] = [
  serve(openBargain, openOne),
  serve(previewBargain, previewOne),
  serve(listBargains, listMany),
  serve(readBargain, readOne),
  serve(renewOffer, renewOne),
  serve(acceptCounter, acceptCounterOne),
  serve(withdrawBargain, withdrawOne),
  serve(acceptOffer, acceptOne),
  serve(acceptOffers, acceptMany),
  serve(counterOffer, counterOne),
  serve(refuseOffer, refuseOne),
  serve(giveEvidence, giveEvidenceOne),
  serve(verifyEvidence, verifyOne),
  serve(listPools, listOpenPools),
  serve(joinPool, joinOne),
  serve(leavePool, leaveOne),
  serve(listAgreedPrices, listAgreed),
];
