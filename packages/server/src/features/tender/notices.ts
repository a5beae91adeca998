import type { NoticeKind } from '@daylight/api/notices.ts';
import type { EvidenceFile } from '@daylight/api/evidence.ts';
import type { Facts, Result } from '@daylight/rules/result.ts';
import { ok } from '@daylight/rules/result.ts';
import type { Effect } from '@daylight/rules/tender/timetable.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type AttachRefusal, attach } from '../evidence/port.ts';
import { type TenderFacts, tenderInstitutions } from './store.ts';

export type RoundNoticeKind =
  | 'announcement'
  | 'documents'
  | 'amendment'
  | 'answer'
  | 'stop'
  | 'renewal'
  | 'ended'
  | 'other';

export interface NewNotice {
  readonly kind: RoundNoticeKind;
  readonly title: string;
  readonly body: string;
  readonly evidenceIds?: readonly string[];
  readonly effects?: readonly Effect[];
}
export interface Published {
  readonly id: string;
  readonly number: string;
  readonly files: readonly EvidenceFile[];
}

/**
 * Says something in public about a round; its files are open to anyone from now on. The number is taken before the command, since
 * it is never given twice.
 */
export async function publishRoundNotice(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { number, ...notice }: NewNotice & { readonly number: string },
): Promise<Result<Published, AttachRefusal>> {
  const id = context.newId();
  const { kind, title, body, evidenceIds = [], effects = [] } = notice;
  const attached = await attach(context, unit, evidenceIds, {
    subject: { kind: 'tender-notice', id },
    readers: [tender.organiserId],
    jurisdiction: tender.jurisdiction,
    isPublic: true,
  });
  if (!attached.ok) return attached;
  await unit.tx
    .insertInto('tenderNotice')
    .values({
      province: tender.province,
      id,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      number,
      kind,
      title,
      body,
      effects: JSON.stringify(effects),
      evidenceIds: [...evidenceIds],
      at: context.now,
      byAccount: context.actor?.accountId ?? null,
    })
    .execute();
  return ok({ id, number, files: attached.value });
}

/** Everybody whom a round concerns: its organiser and partners, its institutions, the enterprises of its products. */
export async function concernedBy(
  tx: Tx,
  tender: TenderFacts,
  item: string | null = null,
): Promise<readonly string[]> {
  const members = await tenderInstitutions(tx, tender.province, tender.id);
  const makers = await tx
    .selectFrom('tenderProduct')
    .select('manufacturerId')
    .distinct()
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .$if(item !== null, (query) => query.where('item', '=', item ?? ''))
    .execute();
  return [
    ...new Set([
      tender.organiserId,
      ...tender.partners,
      ...members.map(({ institutionId }) => institutionId),
      ...makers.map(({ manufacturerId }) => manufacturerId),
    ]),
  ];
}

export interface Telling {
  readonly kind: NoticeKind;
  readonly facts?: Facts;
}

/** Leaves a line in the inbox of everybody whom the round concerns. */
export function tellAll(
  unit: Unit,
  tender: TenderFacts,
  to: readonly string[],
  { kind, facts = {} }: Telling,
): void {
  const { number, title } = tender;
  for (const organisationId of to)
    unit.notify({
      organisationId,
      kind,
      subject: { kind: 'tender', id: tender.id },
      facts: { number, title, ...facts },
    });
}

/** The whole round becomes readable by anyone: announcement. */
export async function makePublic(tx: Tx, { province, id }: TenderFacts): Promise<void> {
  await tx
    .updateTable('tender')
    .set({ isPublic: true })
    .where('province', '=', province)
    .where('id', '=', id)
    .execute();
  for (const table of ['tenderItem', 'tenderProduct', 'tenderInstitution', 'tenderPlan'] as const)
    await tx
      .updateTable(table)
      .set({ isPublic: true })
      .where('province', '=', province)
      .where('tenderId', '=', id)
      .execute();
}
