import {
  answerSupplement,
  draftAdmission,
  listAdmissions,
  precheckAdmission,
  prepareAdmission,
  readAdmission,
  reviseAdmission,
  submitAdmission,
  withdrawAdmission,
} from '@daylight/api/admission.ts';
import {
  askForSupplement,
  checkAdmission,
  decideAdmission,
  decideBroughtRecord,
  sendBackAdmission,
} from '@daylight/api/admission-check.ts';
import { type Route, serve } from '../../route.ts';
import { askOne, checkOne, decideOne, sendBackOne } from './check.ts';
import { answerOne, submitOne, withdrawOne } from './commands.ts';
import { draftOne, precheckOne, prepareOne, reviseOne } from './draft.ts';
import { listMany, readOne } from './queries.ts';
import { decideRecord } from './record.ts';

export const admissionRoutes: readonly Route[] = [
  serve(prepareAdmission, prepareOne),
  serve(precheckAdmission, precheckOne),
  serve(draftAdmission, draftOne),
  serve(reviseAdmission, reviseOne),
  serve(submitAdmission, submitOne),
  serve(withdrawAdmission, withdrawOne),
  serve(answerSupplement, answerOne),
  serve(listAdmissions, listMany),
  serve(readAdmission, readOne),
  serve(askForSupplement, askOne),
  serve(checkAdmission, checkOne),
  serve(sendBackAdmission, sendBackOne),
  serve(decideAdmission, decideOne),
  serve(decideBroughtRecord, decideRecord),
];
