import type { saveItems, savePlan } from '@daylight/api/tender-plan.ts';
import { type Basis, ok } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { checkCodesOnce, checkMode } from '@daylight/rules/tender/plan.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type NewItem, checkItemsFree, policyOf, withdrawApprovals } from './begin.ts';
import { changing, outcomeOf, saveTender } from './changing.ts';
import { refittedPack } from './follow-pack.ts';
import { setPlan } from './plan-store.ts';
import { plannedQuoting } from './quoting.ts';
import { type TenderFacts, tenderInstitutions } from './store.ts';

/** A draft's words, people and times; after approval the plan changes only by going back. */
export function save(
  context: ActorContext,
  { params, body }: Call<typeof savePlan>,
): Answered<typeof savePlan> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: ['draft'],
    });
    if (!found.ok) return found;
    const tender = found.value;
    const mode = checkMode(body, policyOf(context, tender));
    if (!mode.ok) return mode;
    const quoting = plannedQuoting(context, tender.jurisdiction, body);
    if (!quoting.ok) return quoting;
    const { timetable, title, termMonths } = body;
    const saved = await saveTender(unit.tx, tender, {
      ...timetable,
      title,
      termMonths,
      mode: body.mode,
      quoting: JSON.stringify(quoting.value),
    });
    await setPlan(unit.tx, tender, {
      modeCode: body.modeCode,
      scope: body.scope,
      process: body.process,
      duties: body.duties,
      committee: JSON.stringify(body.committee),
      team: JSON.stringify(body.team),
      planHash: null,
    });
    await withdrawApprovals(unit.tx, tender);
    record(unit, tender, {
      event: 'tender.planSaved',
      basis: articles.plan,
      after: { title, timetable },
    });
    return ok(outcomeOf(saved));
  });
}

interface Saved {
  readonly event: 'tender.planSaved' | 'tender.itemsSaved';
  readonly basis: Basis;
  readonly after: Record<string, unknown>;
}

function record(unit: Unit, tender: TenderFacts, { event, basis, after }: Saved): void {
  unit.record({
    event,
    subject: { kind: 'tender', id: tender.id },
    basis: [basis],
    after: { number: tender.number, ...after },
    readers: [tender.organiserId, ...tender.partners],
  });
}

export function saveItemsOf(
  context: ActorContext,
  { params, body }: Call<typeof saveItems>,
): Answered<typeof saveItems> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: ['draft'],
    });
    if (!found.ok) return found;
    const tender = found.value;
    const once = checkCodesOnce(body.items);
    if (!once.ok) return once;
    const members = await tenderInstitutions(unit.tx, tender.province, tender.id);
    const free = await checkItemsFree(unit.tx, tender.province, {
      level: tender.level,
      items: body.items,
      institutionIds: members.map(({ institutionId }) => institutionId),
      except: tender.id,
    });
    if (!free.ok) return free;
    await unit.tx
      .deleteFrom('tenderProduct')
      .where('province', '=', tender.province)
      .where('tenderId', '=', tender.id)
      .where(
        'item',
        'not in',
        body.items.map(({ item }) => item),
      )
      .execute();
    await replaceItems(unit.tx, tender, body.items);
    await setPlan(unit.tx, tender, { planHash: null });
    await withdrawApprovals(unit.tx, tender);
    const saved = await saveTender(
      unit.tx,
      tender,
      tender.origin === 'followed' ? { pack: JSON.stringify(refittedPack(tender, body.items)) } : {},
    );
    record(unit, tender, {
      event: 'tender.itemsSaved',
      basis: articles.units,
      after: { items: body.items },
    });
    return ok(outcomeOf(saved));
  });
}

async function replaceItems(tx: Tx, tender: TenderFacts, items: readonly NewItem[]): Promise<void> {
  await tx
    .deleteFrom('tenderItem')
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .where(
      'item',
      'not in',
      items.map(({ item }) => item),
    )
    .execute();
  await tx
    .insertInto('tenderItem')
    .values(
      items.map((item) => ({
        ...item,
        codePrefixes: [...item.codePrefixes],
        province: tender.province,
        tenderId: tender.id,
        organiserId: tender.organiserId,
        partners: tender.partners,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['province', 'tenderId', 'item']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        unit: eb.ref('excluded.unit'),
        codePrefixes: eb.ref('excluded.codePrefixes'),
        cap: eb.ref('excluded.cap'),
      })),
    )
    .execute();
}
