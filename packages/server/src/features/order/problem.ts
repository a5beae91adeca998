import { fillIn } from '@daylight/api/fill.ts';
import { batchTexts } from '@daylight/api/order-refusals.ts';
import type { LineProblem } from '@daylight/api/order.ts';
import type { RefusalText } from '@daylight/api/endpoint.ts';
import { requestRefusals } from '@daylight/api/request.ts';
import type { Refusal } from '@daylight/rules/result.ts';

/** A refusal of one line of a batch in words: a batch answers line by line, not with one problem. */
export function problemOfLine(refusal: Refusal, line: number | null): LineProblem {
  const texts: Readonly<Record<string, RefusalText>> = { ...requestRefusals, ...batchTexts };
  const text = texts[refusal.code];
  if (text === undefined) throw new Error(`no text for ${refusal.code}`);
  return {
    line,
    code: refusal.code,
    text: { zh: fillIn(text.zh, refusal.facts), en: fillIn(text.en, refusal.facts) },
    basis: refusal.basis,
    field: refusal.field,
    facts: { ...refusal.facts },
  };
}
