import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { deliveryAreasOf } from './area.ts';

/** A confirmed relation that covers the institution on the day. */
export interface Candidate {
  readonly relationId: string;
  readonly manufacturerId: string;
  readonly distributorId: string;
  /** Null: for all products of the manufacturer. */
  readonly listingId: string | null;
  readonly chosen: boolean;
}

/**
 * Which of a manufacturer's candidates delivers a listing (null: its products in general): what the institution chose, for
 * just this listing before for all; else the one distributor there is; else nobody, and the institution has to choose
 * (SX-5.3b, JS-35). Two relations of one distributor leave nothing to choose.
 */
export function candidateFor(listingId: string | null, candidates: readonly Candidate[]): Candidate | null {
  const own = listingId === null ? [] : candidates.filter((each) => each.listingId === listingId);
  const general = candidates.filter((each) => each.listingId === null);
  const chosen = own.find((each) => each.chosen) ?? general.find((each) => each.chosen);
  if (chosen !== undefined) return chosen;
  const open = [...own, ...general];
  const [only] = open;
  return only !== undefined && open.every((each) => each.distributorId === only.distributorId) ? only : null;
}

export type ChooseRefusal =
  | 'distribution.notConfirmed'
  | 'distribution.notValidNow'
  | 'distribution.notYourArea';

interface Choosable {
  readonly state: string;
  readonly area: string;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
}

/** An institution chooses only among confirmed relations that are valid and cover it; it cannot appoint (SX-5.3b, JS-35). */
export function chooseRelation(
  relation: Choosable,
  jurisdiction: string,
  on: IsoDate,
): Result<true, ChooseRefusal> {
  if (!deliveryAreasOf(jurisdiction).includes(relation.area))
    return refuse('distribution.notYourArea', {
      basis: chosenByManufacturer,
      facts: { area: relation.area },
    });
  if (relation.state !== 'confirmed')
    return refuse('distribution.notConfirmed', {
      basis: chosenByManufacturer,
      facts: { state: relation.state },
    });
  if (relation.validFrom > on || (relation.validUntil !== null && relation.validUntil < on))
    return refuse('distribution.notValidNow', { facts: { from: relation.validFrom } });
  return ok(true);
}

/** 生产企业自行配送或选择配送企业 (JS-35). */
export const chosenByManufacturer: Basis = { document: 'js-2020-22', article: '35', clause: 'JS-35' };

/** 不得指定配送企业，中选企业自主委托，配送覆盖协议区域 (SX-5.3b). */
export const coverWholeArea: Basis = { document: 'sx-2021-09', article: '五（三）', clause: 'SX-5.3b' };

export type ChoiceState = 'choose' | 'only' | 'chosen';

/** Whether an institution still has to choose among the candidates of one manufacturer, for all its products or for some. */
export function choiceState(candidates: readonly Candidate[]): ChoiceState {
  const general = candidates.some((each) => each.listingId === null);
  const products = new Set(candidates.map((each) => each.listingId).filter((id) => id !== null));
  const asked = [...(general ? [null] : []), ...products];
  if (asked.some((listingId) => candidateFor(listingId, candidates) === null)) return 'choose';
  return candidates.some((each) => each.chosen) ? 'chosen' : 'only';
}
