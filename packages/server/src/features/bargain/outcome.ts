import type { Bargain } from '@daylight/rules/bargain/bargain.ts';
import type { Facts } from '@daylight/rules/result.ts';
import type { Stored } from './store.ts';

/** What every step answers: who acts next, and until when. */
export function outcomeOf({ id, number }: Pick<Stored, 'id' | 'number'>, bargain: Bargain, version: number) {
  const { state, kind, turn, price, counterPrice, agreedPrice, due } = bargain;
  return {
    id,
    number,
    state,
    kind,
    turn,
    price,
    counterPrice,
    agreedPrice,
    due: due === null ? null : { dueAt: due.at, provisional: due.provisional, basis: due.basis },
    dueKind: due?.kind ?? null,
    basis: bargain.outcomeBasis ?? due?.basis ?? null,
    version,
  };
}
export type Outcome = ReturnType<typeof outcomeOf>;

/** What a notice and the journal tell about a bargain. */
export function factsOf(
  number: string,
  product: { readonly productName: string; readonly specification: string },
  { kind, price, counterPrice, agreedPrice, quantity }: Bargain,
): Facts {
  const { productName, specification } = product;
  return { number, product: productName, specification, kind, price, counterPrice, agreedPrice, quantity };
}
