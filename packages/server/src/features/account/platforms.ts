import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { jurisdictionsUpward } from '@daylight/rules/policy/book.ts';
import type { Tx } from '../../db.ts';

/** Enterprises trade on several platforms; everybody else belongs to the place of the organisation. */
export function worksOnPlatforms(kind: OrganisationKind): boolean {
  return kind === 'manufacturer' || kind === 'distributor';
}

export interface Platform {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
}

export async function platformsOf(tx: Tx): Promise<Platform[]> {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name', 'nameEn'])
    .where('isPlatform', '=', true)
    .where('province', '>', 0)
    .orderBy('code')
    .execute();
  return rows.map((row) => ({ code: row.code, name: { zh: row.name, en: row.nameEn } }));
}

interface Member {
  readonly kind: OrganisationKind;
  readonly jurisdiction: string;
  /** The platform the person chose last. */
  readonly platform: string | null;
}

/** Where a new session works: for an enterprise the platform chosen last, else the one above its seat, else the first. */
export async function startingPlace(tx: Tx, { kind, jurisdiction, platform }: Member): Promise<string> {
  if (!worksOnPlatforms(kind)) return jurisdiction;
  const codes = (await platformsOf(tx)).map((each) => each.code);
  const wished = [platform, ...jurisdictionsUpward(jurisdiction)].find(
    (code) => code !== null && codes.includes(code),
  );
  return wished ?? codes[0] ?? jurisdiction;
}
