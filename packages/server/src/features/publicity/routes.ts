import { listPublicities, listPublicityItems, showPublicity } from '@daylight/api/publicity.ts';
import {
  answerObjection,
  decideObjection,
  decideTakeUp,
  extendObjection,
  listObjections,
  objectToPublicity,
  readObjection,
  withdrawObjection,
} from '@daylight/api/publicity-objection.ts';
import { type Route, serve, servePublic } from '../../route.ts';
import { objectOne, withdrawOne } from './commands.ts';
import { answerOne, decideOne, extendOne, takeUpOne } from './handling.ts';
import { listMany, readOne } from './objections.ts';
import { publicItems, publicList, publicOne } from './public.ts';

export const publicityRoutes: readonly Route[] = [
  servePublic(listPublicities, publicList),
  servePublic(showPublicity, publicOne),
  servePublic(listPublicityItems, publicItems),
  serve(objectToPublicity, objectOne),
  serve(withdrawObjection, withdrawOne),
  serve(listObjections, listMany),
  serve(readObjection, readOne),
  serve(decideTakeUp, takeUpOne),
  serve(extendObjection, extendOne),
  serve(answerObjection, answerOne),
  serve(decideObjection, decideOne),
];
