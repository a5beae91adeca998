import { dueOf } from '@daylight/rules/calendar/term.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { PublicityKind } from '@daylight/rules/publicity/kind.ts';
import { type PublicityPolicy, publicityPolicyOf } from '@daylight/rules/publicity/policy.ts';
import { type Basis, type Facts, assert } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';

export interface PublicityItem {
  /** Unique in the list; the owner finds the item again by it. */
  readonly key: string;
  readonly text: { readonly zh: string; readonly en: string };
  readonly facts: Facts;
  /** The enterprise or institution that the item names, and that is told. */
  readonly organisationId: string | null;
}

export interface NewPublicity {
  readonly kind: PublicityKind;
  readonly jurisdiction: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly subject: { readonly kind: string; readonly id: string };
  readonly items: readonly PublicityItem[];
  readonly basis: readonly Basis[] | Basis;
}

export interface OpenedPublicity {
  readonly id: string;
  readonly number: string;
  readonly endsAt: Instant;
  readonly provisional: boolean;
}

/** What of the provision a screen needs to show where the length comes from. */
export function periodOf(policy: PublicityPolicy): string {
  const { period } = policy;
  return JSON.stringify({ ...basisOf(period), origin: period.origin, amount: period.value.amount });
}

/**
 * Makes a list public from now on (HN-16, JS-13b): everybody can read and count down, enterprises that it names are told.
 * Its effects wait: ask `settledPublicities`. Throws on an empty list or a key that stands twice.
 */
export async function openPublicity(
  context: Context,
  unit: Unit,
  list: NewPublicity,
): Promise<OpenedPublicity> {
  const { kind, jurisdiction, title, subject, items } = list;
  assert(items.length > 0, 'a publicity without items');
  assert(new Set(items.map((each) => each.key)).size === items.length, 'a key of a publicity stands twice');
  const { province } = context.scope;
  const id = context.newId();
  const number = await nextNumber(context, 'GS');
  const policy = publicityPolicyOf(context.book, jurisdiction, context.today, kind);
  const due = dueOf(context.now, policy.period.value, context.calendar);
  const basis = Array.isArray(list.basis) ? (list.basis as readonly Basis[]) : [list.basis as Basis];
  await unit.tx
    .insertInto('publicity')
    .values({
      province,
      id,
      number,
      kind,
      jurisdiction,
      titleZh: title.zh,
      titleEn: title.en,
      subjectKind: subject.kind,
      subjectId: subject.id,
      itemCount: items.length,
      basis: JSON.stringify(basis),
      period: periodOf(policy),
      openedAt: context.now,
      endsAt: due.dueAt,
      endsProvisional: due.provisional,
      holdsWholeList: policy.holdsWholeList.value,
      state: 'open',
    })
    .execute();
  await insertItems(unit, province, id, items);
  tellTheNamed(unit, { id, number, list, endsAt: due.dueAt });
  unit.record({
    event: 'publicity.opened',
    subject: { kind: 'publicity', id },
    basis: [...basis, basisOf(policy.period)],
    after: {
      number,
      kind,
      title,
      subject,
      items: items.length,
      endsAt: due.dueAt,
      provisional: due.provisional,
    },
  });
  return { id, number, endsAt: due.dueAt, provisional: due.provisional };
}

async function insertItems(
  unit: Unit,
  province: number,
  id: string,
  items: readonly PublicityItem[],
): Promise<void> {
  const rows = items.map((each, at) => ({
    key: each.key,
    position: at + 1,
    text_zh: each.text.zh,
    text_en: each.text.en,
    facts: each.facts,
    organisation_id: each.organisationId,
  }));
  await sql`
    insert into publicity_item (province, publicity_id, key, position, text_zh, text_en, facts, organisation_id)
    select ${province}::smallint, ${id}::uuid, i.key, i.position, i.text_zh, i.text_en, i.facts, i.organisation_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as i (key text, position integer, text_zh text, text_en text, facts jsonb, organisation_id uuid)`.execute(
    unit.tx,
  );
}

interface Told {
  readonly id: string;
  readonly number: string;
  readonly list: NewPublicity;
  readonly endsAt: Instant;
}

function tellTheNamed(unit: Unit, { id, number, list, endsAt }: Told): void {
  const counts = new Map<string, number>();
  for (const { organisationId } of list.items) {
    if (organisationId !== null) counts.set(organisationId, (counts.get(organisationId) ?? 0) + 1);
  }
  for (const [organisationId, count] of counts) {
    unit.notify({
      organisationId,
      kind: 'publicity.opened',
      subject: { kind: 'publicity', id },
      facts: { title: list.title.zh, titleEn: list.title.en, number, count },
      dueAt: endsAt,
    });
  }
}
