import type { Endpoint, RefusalText } from '@daylight/api/endpoint.ts';
import { fillIn } from '@daylight/api/fill.ts';
import { requestRefusals } from '@daylight/api/request.ts';
import type { Problem } from '@daylight/api/wire.ts';
import type { Refusal } from '@daylight/rules/result.ts';
import type { z } from 'zod';

function textOf(endpoint: Endpoint | null, code: string): RefusalText {
  const own: Readonly<Record<string, RefusalText>> = endpoint?.refusals ?? {};
  const common: Readonly<Record<string, RefusalText>> = requestRefusals;
  const found = own[code] ?? common[code];
  // An endpoint that refuses with a code it does not declare is a bug: documents and screens would not know it.
  if (found === undefined)
    throw new Error(`endpoint ${endpoint?.id ?? '-'} refused with undeclared code ${code}`);
  return found;
}

export function problemOf(
  refusal: Refusal,
  endpoint: Endpoint | null,
  requestId: string,
  status?: number,
): Problem {
  const text = textOf(endpoint, refusal.code);
  return {
    type: `urn:daylight:${refusal.code}`,
    title: fillIn(text.en, refusal.facts),
    status: status ?? text.status ?? 409,
    code: refusal.code,
    text: { zh: fillIn(text.zh, refusal.facts), en: fillIn(text.en, refusal.facts) },
    basis: refusal.basis,
    field: refusal.field,
    facts: refusal.facts,
    fields: [],
    requestId,
  };
}

/** The first part of a path says where the wrong value was: params, query or body. */
export function malformed(where: 'params' | 'query' | 'body', error: z.ZodError, requestId: string): Problem {
  const { zh, en } = requestRefusals['request.malformed'];
  return {
    type: 'urn:daylight:request.malformed',
    title: en,
    status: 400,
    code: 'request.malformed',
    text: { zh, en },
    basis: null,
    field: error.issues[0]?.path.join('.') ?? null,
    facts: {},
    fields: error.issues.slice(0, 50).map((issue) => ({
      path: [where, ...issue.path.map(String)].join('.'),
      problem: issue.message,
    })),
    requestId,
  };
}
