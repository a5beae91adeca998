import type { AdmissionOutcome } from '@daylight/api/admission-shapes.ts';
import type { AdmissionItem } from '@daylight/api/admission-shapes.ts';
import type { Application } from '@daylight/rules/admission/application.ts';
import { type AdmissionPolicy, basisOfPath } from '@daylight/rules/admission/policy.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { Result } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { RepeatRefusal } from '../../command.ts';
import type { Context } from '../../context.ts';

export type Answer<C extends string, T = AdmissionOutcome> = Promise<Result<T, C | RepeatRefusal>>;

/** What a step led to, for who made it. */
export function outcomeOf(
  { id, number }: { readonly id: string; readonly number: string },
  { state, due }: Pick<Application, 'state' | 'due'>,
  version: number,
): AdmissionOutcome {
  return {
    id,
    number,
    state,
    due: due === null ? null : { dueAt: due.at, provisional: due.provisional, basis: due.basis },
    dueKind: due?.kind ?? null,
    version,
  };
}

/** The way into the directory as screens show it: its name, its article, whether a document sets it. */
export function pathOf(
  context: Context,
  jurisdiction: string,
  { path }: AdmissionPolicy,
  on: IsoDate,
): AdmissionItem['path'] {
  const { origin } = resolve(context.book, 'admission.paths', jurisdiction, on);
  const { code, zh, en, steps } = path;
  return { code, zh, en, steps: [...steps], basis: basisOfPath(path), origin };
}
