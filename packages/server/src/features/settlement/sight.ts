import type { ActorContext } from '../../context.ts';
import { reachOf } from '../supervision/port.ts';

/** Whose settlement a person may see: one side's own, a maker's own lines, or the institutions of a jurisdiction. */
export interface Sight {
  readonly institutionId?: string;
  readonly distributorId?: string;
  readonly manufacturerId?: string;
  /** The beginning of the codes of a jurisdiction: '32' or '3201'. */
  readonly reach?: string;
}

export function sightOf({ actor }: ActorContext): Sight {
  switch (actor.kind) {
    case 'institution':
    // No institution has a witness's id, so it finds nothing.
    case 'witness':
      return { institutionId: actor.organisationId };
    case 'distributor':
      return { distributorId: actor.organisationId };
    case 'manufacturer':
      return { manufacturerId: actor.organisationId };
    case 'bureau':
    case 'health':
    case 'operator':
    case 'fund':
    case 'platform':
      return { reach: reachOf(actor.jurisdiction) };
  }
}

/** What a filter asks for within what one may see: one's own side cannot be exchanged for another. */
export function asked(
  sight: Sight,
  query: { readonly institutionId?: string | undefined; readonly distributorId?: string | undefined },
): Sight & { readonly institutionId?: string; readonly distributorId?: string } {
  const { institutionId, distributorId } = query;
  return {
    ...(institutionId === undefined ? {} : { institutionId }),
    ...(distributorId === undefined ? {} : { distributorId }),
    ...sight,
  };
}

export function isId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Text to be found as it stands, with no wildcard in it. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
