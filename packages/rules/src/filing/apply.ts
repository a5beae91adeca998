import { basisOf } from '../policy/provision.ts';
import type { ConsumableClass } from '../policy/shapes.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { article15 } from './filing.ts';
import { type FilingPolicy, levelMinOf, reaches } from './policy.ts';

/** What an institution applies with, beside what the platform knows of the product. */
export interface Application {
  readonly class: ConsumableClass;
  readonly scope: string;
  readonly usedFrom: IsoDate;
  readonly usedUntil: IsoDate;
  readonly institution: { readonly level: string | null; readonly ownership: string | null };
  /** Null where the code is not in the code database. */
  readonly item: { readonly itemCode: string; readonly state: 'active' | 'disabled' | 'transcoded' } | null;
  /** A listing of the item that the institution may already buy. */
  readonly listed: { readonly number: string } | null;
  /** A listing of the same product, of which the item is only another specification or packaging. */
  readonly variantOf: { readonly number: string; readonly itemCode: string } | null;
  /** A filing of the institution for the item that runs or holds. */
  readonly openFiling: { readonly number: string } | null;
}

export type ApplyRefusal =
  | 'filing.itemUnknown'
  | 'filing.itemNotActive'
  | 'filing.notPublic'
  | 'filing.levelTooLow'
  | 'filing.scopeUnknown'
  | 'filing.periodReversed'
  | 'filing.alreadyListed'
  | 'filing.alreadyFiled'
  | 'filing.notNew';

export interface Check {
  readonly code: ApplyRefusal;
  readonly outcome: Result<true, ApplyRefusal>;
}

/** Every condition of an application by itself, so that a screen shows them one by one before it is sent (JS-15 to JS-17). */
export function applicationChecks(ask: Application, policy: FilingPolicy): readonly Check[] {
  const { institution, item, listed, variantOf, openFiling } = ask;
  const levelMin = levelMinOf(ask.class, policy);
  const found: readonly [ApplyRefusal, Result<true, ApplyRefusal>][] = [
    ['filing.itemUnknown', item === null ? refuse('filing.itemUnknown', { field: 'itemCode' }) : ok(true)],
    [
      'filing.itemNotActive',
      item !== null && item.state !== 'active'
        ? refuse('filing.itemNotActive', { field: 'itemCode', facts: { state: item.state } })
        : ok(true),
    ],
    [
      'filing.notPublic',
      policy.ownerships.value.includes(institution.ownership as 'public')
        ? ok(true)
        : refuse('filing.notPublic', { basis: basisOf(policy.ownerships) }),
    ],
    [
      'filing.levelTooLow',
      reaches(institution.level, levelMin.value)
        ? ok(true)
        : refuse('filing.levelTooLow', {
            basis: basisOf(levelMin),
            field: 'class',
            facts: { min: levelMin.value, level: institution.level ?? '', class: ask.class },
          }),
    ],
    [
      'filing.scopeUnknown',
      policy.scopes.value.some((each) => each.code === ask.scope)
        ? ok(true)
        : refuse('filing.scopeUnknown', { basis: basisOf(policy.scopes), field: 'scope' }),
    ],
    [
      'filing.periodReversed',
      ask.usedUntil < ask.usedFrom ? refuse('filing.periodReversed', { field: 'usedUntil' }) : ok(true),
    ],
    [
      'filing.alreadyListed',
      listed === null
        ? ok(true)
        : refuse('filing.alreadyListed', {
            basis: article15,
            field: 'itemCode',
            facts: { number: listed.number },
          }),
    ],
    [
      'filing.alreadyFiled',
      openFiling === null
        ? ok(true)
        : refuse('filing.alreadyFiled', {
            basis: article15,
            field: 'itemCode',
            facts: { number: openFiling.number },
          }),
    ],
    [
      'filing.notNew',
      variantOf === null || !policy.variantIsNotNew.value
        ? ok(true)
        : refuse('filing.notNew', {
            basis: basisOf(policy.variantIsNotNew),
            field: 'itemCode',
            facts: { number: variantOf.number },
          }),
    ],
  ];
  return found.map(([code, outcome]) => ({ code, outcome }));
}

/** Whether an institution may file a product: the first condition that is not met, or none. */
export function checkApplication(ask: Application, policy: FilingPolicy): Result<true, ApplyRefusal> {
  const missed = applicationChecks(ask, policy).find((each) => !each.outcome.ok);
  return missed === undefined ? ok(true) : missed.outcome;
}
