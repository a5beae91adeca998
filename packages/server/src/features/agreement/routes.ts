import * as choices from '@daylight/api/agreement-choice.ts';
import * as api from '@daylight/api/agreement.ts';
import type { Endpoint } from '@daylight/api/endpoint.ts';
import { refuse } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import { type Handler, type Route, serve, serveDownload, serveRaw } from '../../route.ts';
import { isPresent } from '../account/port.ts';
import { declareVoid, propose } from './amend.ts';
import { choose, list as listChoices, read as readChoice } from './choice.ts';
import { file } from './pdf.ts';
import { list, read } from './queries.ts';
import { endOne, signTexts } from './sign.ts';

/** A signature is given by a person who proved a moment ago to be there; a session left open gives none. */
function signing<E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  return serveRaw(endpoint, async (_, { request, context, call }) => {
    const actor = context as ActorContext;
    // Both endpoints declare the refusal; a generic one cannot say so.
    if (!(await isPresent(actor, request))) return refuse('account.confirmFirst') as never;
    return handle(actor, call);
  });
}

export const agreementRoutes: readonly Route[] = [
  serve(choices.listChoices, listChoices),
  serve(choices.readChoice, readChoice),
  serve(choices.chooseLeftover, choose),
  serve(api.listAgreements, list),
  serve(api.readAgreement, read),
  serveDownload(api.agreementFile, file),
  signing(api.signAgreements, signTexts),
  signing(api.proposeAmendment, propose),
  serve(api.endAmendment, endOne),
  serve(api.voidAgreement, declareVoid),
];
