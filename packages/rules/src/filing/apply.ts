import { basisOf } from '../policy/provision.ts';
import type { ConsumableClass } from '../policy/shapes.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
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

type Condition = (ask: Application, policy: FilingPolicy) => Result<true, ApplyRefusal>;

/** Who files: a public institution of the level that the class needs (JS-16, JS-17). */
const ofInstitution: readonly (readonly [ApplyRefusal, Condition])[] = [
  [
    'filing.notPublic',
    ({ institution }, { ownerships }) =>
      ownerships.value.includes(institution.ownership as 'public')
        ? ok(true)
        : refuse('filing.notPublic', { basis: basisOf(ownerships) }),
  ],
  [
    'filing.levelTooLow',
    ({ institution: { level }, class: of }, policy) => {
      const min = levelMinOf(of, policy);
      if (reaches(level, min.value)) return ok(true);
      const facts = { min: min.value, level: level ?? '', class: of };
      return refuse('filing.levelTooLow', { basis: basisOf(min), field: 'class', facts });
    },
  ],
  [
    'filing.scopeUnknown',
    ({ scope }, { scopes }) =>
      scopes.value.some((each) => each.code === scope)
        ? ok(true)
        : refuse('filing.scopeUnknown', { basis: basisOf(scopes), field: 'scope' }),
  ],
  [
    'filing.periodReversed',
    ({ usedFrom, usedUntil }) =>
      usedUntil < usedFrom ? refuse('filing.periodReversed', { field: 'usedUntil' }) : ok(true),
  ],
];

function inTheWay(
  code: 'filing.alreadyListed' | 'filing.alreadyFiled' | 'filing.notNew',
  by: { readonly number: string } | null,
  basis: Basis,
): Result<true, ApplyRefusal> {
  return by === null ? ok(true) : refuse(code, { basis, field: 'itemCode', facts: { number: by.number } });
}

/** What is filed: a product with a code in force that the directory lacks (JS-15, GD-1c). */
const ofProduct: readonly (readonly [ApplyRefusal, Condition])[] = [
  [
    'filing.itemUnknown',
    ({ item }) => (item === null ? refuse('filing.itemUnknown', { field: 'itemCode' }) : ok(true)),
  ],
  [
    'filing.itemNotActive',
    ({ item }) =>
      item === null || item.state === 'active'
        ? ok(true)
        : refuse('filing.itemNotActive', { field: 'itemCode', facts: { state: item.state } }),
  ],
  ['filing.alreadyListed', ({ listed }) => inTheWay('filing.alreadyListed', listed, article15)],
  ['filing.alreadyFiled', ({ openFiling }) => inTheWay('filing.alreadyFiled', openFiling, article15)],
  [
    'filing.notNew',
    ({ variantOf }, { variantIsNotNew }) =>
      inTheWay('filing.notNew', variantIsNotNew.value ? variantOf : null, basisOf(variantIsNotNew)),
  ],
];

/** Every condition of an application by itself, so that a screen shows them one by one before it is sent (JS-15 to JS-17). */
export function applicationChecks(ask: Application, policy: FilingPolicy): readonly Check[] {
  return [...ofInstitution, ...ofProduct].map(([code, condition]) => ({
    code,
    outcome: condition(ask, policy),
  }));
}

/** Whether an institution may file a product: the first condition that is not met, or none. */
export function checkApplication(ask: Application, policy: FilingPolicy): Result<true, ApplyRefusal> {
  const missed = applicationChecks(ask, policy).find((each) => !each.outcome.ok);
  return missed === undefined ? ok(true) : missed.outcome;
}
