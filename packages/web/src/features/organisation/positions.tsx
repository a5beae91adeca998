import { type OrganisationKind, rolesOf } from '@daylight/rules/access/permissions.ts';
import { useSay } from '../../i18n/language.ts';
import { positionNames } from '../../i18n/positions.ts';

/** Positions of a kind of organisation in words; a role that is gone is shown as it is written. */
export function usePositions(): {
  readonly name: (kind: OrganisationKind, role: string) => string;
  readonly names: (kind: OrganisationKind, roles: readonly string[]) => string;
  readonly options: (kind: OrganisationKind) => { readonly value: string; readonly label: string }[];
} {
  const say = useSay();
  const texts: Readonly<Record<string, { zh: string; en: string }>> = positionNames;
  function name(kind: OrganisationKind, role: string): string {
    const text = texts[`${kind}.${role}`];
    return text === undefined ? role : say(text);
  }
  return {
    name,
    names: (kind, roles) => roles.map((role) => name(kind, role)).join('、'),
    options: (kind) => rolesOf[kind].map((role) => ({ value: role, label: name(kind, role) })),
  };
}
