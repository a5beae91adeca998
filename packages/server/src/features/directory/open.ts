import { type OpenCounts, type OpenKind, openKinds } from '@daylight/rules/directory/closing.ts';
import type { OpenThing } from '@daylight/api/directory-shapes.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Tx } from '../../db.ts';
import { openBargainsOf } from '../bargain/port.ts';
import { openOrdersOf, openReturnsOf } from '../order/port.ts';
import { openInvoicesOf } from '../settlement/port.ts';

/** Something of a listing that is not finished, whoever keeps it. */
export interface Open {
  readonly kind: OpenKind;
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly institutionId: string;
  readonly otherId: string | null;
  readonly since: Instant;
}

/** Everything open of a listing: asked of the features that keep it (JS-14b). The asking transaction must see the province. */
export async function openOf(tx: Tx, province: number, listingId: string): Promise<readonly Open[]> {
  const ids = [listingId];
  const orders = await openOrdersOf(tx, province, ids);
  const returns = await openReturnsOf(tx, province, ids);
  const bargains = await openBargainsOf(tx, province, ids);
  const invoices = await openInvoicesOf(tx, province, ids);
  return [
    ...orders,
    ...bargains.map((each) => ({ ...each, kind: 'bargain' as const })),
    ...returns,
    ...invoices.map((each) => ({ ...each, kind: 'invoice' as const })),
  ];
}

export function countsOf(open: readonly Open[]): OpenCounts {
  const counts = Object.fromEntries(
    openKinds.map((kind) => [kind, open.filter((each) => each.kind === kind).length]),
  );
  return counts as unknown as OpenCounts;
}

/** Whom an open matter concerns. */
export function sidesOf({ institutionId, otherId }: Open): string[] {
  return otherId === null ? [institutionId] : [institutionId, otherId];
}

const shownMax = 200;

/** With the names of both sides, the oldest first. */
export async function thingsOf(tx: Tx, open: readonly Open[]): Promise<OpenThing[]> {
  const shown = open.toSorted((a, b) => (a.since < b.since ? -1 : 1)).slice(0, shownMax);
  const ids = [...new Set(shown.flatMap(sidesOf))];
  if (ids.length === 0) return [];
  const rows = await tx.selectFrom('organisation').select(['id', 'name']).where('id', 'in', ids).execute();
  const names = new Map(rows.map((row) => [row.id, row]));
  return shown.flatMap(({ institutionId, otherId, kind, id, number, state, since }) => {
    const institution = names.get(institutionId);
    const other = otherId === null ? null : (names.get(otherId) ?? null);
    return institution === undefined ? [] : [{ kind, id, number, state, since, institution, other }];
  });
}
