import { platformOf } from '@daylight/rules/listing/visibility.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { QualificationHolder, QualificationKind } from '@daylight/rules/policy/shapes.ts';
import { holderOf } from '@daylight/rules/qualification/standing.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface Declarer {
  readonly holder: QualificationHolder;
  readonly creditCode: string | null;
  /** Jurisdiction of the platform that the enterprise works on: its bureau confirms (JS-37). */
  readonly jurisdiction: string;
}

/** The acting enterprise; null for anybody else. */
export async function declarerOf(tx: Tx, context: ActorContext): Promise<Declarer | null> {
  const row = await tx
    .selectFrom('organisation')
    .select(['kind', 'creditCode', 'isNationalAgent'])
    .where('id', '=', context.actor.organisationId)
    .executeTakeFirst();
  const holder = row === undefined ? null : holderOf(row.kind, row.isNationalAgent);
  if (row === undefined || holder === null) return null;
  return {
    holder,
    creditCode: row.creditCode,
    jurisdiction: platformOf(context.book, context.actor.jurisdiction, context.today),
  };
}

/** Also of a kind that today's pack does not have any more: then its code stands for it. */
export function kindNamed(context: Context, jurisdiction: string, code: string): QualificationKind | null {
  const kinds = resolve(context.book, 'qualification.kinds', jurisdiction, context.today).value;
  return kinds.find((each) => each.code === code) ?? null;
}

export function kindFacts(context: Context, jurisdiction: string, code: string) {
  const kind = kindNamed(context, jurisdiction, code);
  return { kind: kind?.zh ?? code, kindEn: kind?.en ?? code };
}
