import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Instant, addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { kindFacts, kindNamed } from './declarer.ts';
import { isSeller, prefixOf, statesFor } from './queries.ts';
import { qualifiedFor } from './standing.ts';

/** Declarations to check or confirm; for enterprises what was returned, what ends soon and what is lacking. */
export async function qualificationTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  if (isSeller(actor)) return may(actor, 'qualification.declare') ? ownTodos(tx, context) : [];
  const states = statesFor(actor);
  if (states.length === 0) return [];
  return [
    ...(await waiting(tx, context, 'qualificationChange')),
    ...(await waiting(tx, context, 'addedSpecification')),
  ];
}

const words = {
  qualificationChange: {
    submitted: { zh: '资质申报待审核', en: 'Declarations to check' },
    checked: { zh: '资质申报待确认', en: 'Declarations to confirm' },
    href: '/qualification-changes',
  },
  addedSpecification: {
    submitted: { zh: '规格型号增补待审核', en: 'Added specifications to check' },
    checked: { zh: '规格型号增补待确认', en: 'Added specifications to confirm' },
    href: '/added-specifications',
  },
} as const;

interface Group {
  readonly state: string;
  readonly dueAt: Instant | null;
  readonly dueProvisional: boolean;
  readonly dueBasis: unknown;
}

/** One line for each state with the nearest deadline; what the person checked is left to another (HN-15). */
async function waiting(
  tx: Tx,
  { actor, scope }: ActorContext,
  table: 'qualificationChange' | 'addedSpecification',
): Promise<Todo[]> {
  const rows: readonly Group[] = await tx
    .selectFrom(table)
    .select(['state', 'dueAt', 'dueProvisional', 'dueBasis'])
    .where('province', '=', scope.province)
    .where('jurisdiction', 'like', prefixOf(actor.jurisdiction))
    .where('state', 'in', statesFor({ ...actor }))
    .where((eb) => eb.or([eb('checkedBy', 'is', null), eb('checkedBy', '!=', actor.accountId)]))
    .orderBy('dueAt')
    .limit(1000)
    .execute();
  const own = words[table];
  return [...Map.groupBy(rows, (row) => row.state)].flatMap(([state, group]) => {
    const [first] = group;
    if (first === undefined || (state !== 'submitted' && state !== 'checked')) return [];
    return [
      {
        id: `${table}-${state}`,
        kind: `qualification.${state}`,
        title: own[state],
        detail: { zh: `${group.length} 项`, en: `${group.length} waiting` },
        dueAt: first.dueAt,
        provisional: first.dueProvisional,
        basis: first.dueBasis as Basis | null,
        href: `${own.href}?state=${state}`,
        tone: 'notice' as const,
      },
    ];
  });
}

async function ownTodos(tx: Tx, context: ActorContext): Promise<Todo[]> {
  return [
    ...(await lacking(tx, context)),
    ...(await expiring(tx, context)),
    ...(await returned(tx, context)),
  ];
}

async function lacking(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const [finding] = await qualifiedFor(tx, context, [{ organisationId: context.actor.organisationId }]);
  const missing = (finding?.lacking ?? []).filter((each) => each.reason === 'missing');
  const [first] = missing;
  if (first === undefined) return [];
  const { jurisdiction } = context.actor;
  const names = missing.map(({ kind }) => kindNamed(context, jurisdiction, kind) ?? { zh: kind, en: kind });
  return [
    {
      id: 'qualification-missing',
      kind: 'qualification.declare',
      title: { zh: '资质待申报', en: 'Qualifications to declare' },
      detail: {
        zh: names.map((each) => each.zh).join('、'),
        en: names.map((each) => each.en).join(', '),
      },
      dueAt: null,
      provisional: false,
      basis: first.basis,
      href: '/qualifications',
      tone: 'warning',
    },
  ];
}

async function expiring(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { actor, scope } = context;
  const rows = await tx
    .selectFrom('qualification')
    .select(['id', 'kind', 'number', 'validUntil', 'jurisdiction', 'reminders'])
    .where('province', '=', scope.province)
    .where('organisationId', '=', actor.organisationId)
    .where('state', '=', 'inForce')
    .where('reminders', '>', 0)
    .orderBy('validUntil')
    .limit(20)
    .execute();
  return rows.flatMap((row) => {
    if (row.validUntil === null) return [];
    const { kind, kindEn } = kindFacts(context, row.jurisdiction, row.kind);
    return [
      {
        id: `qualification-expiring-${row.id}`,
        kind: 'qualification.renew',
        title: { zh: '资质即将到期', en: 'A qualification ends soon' },
        detail: { zh: `${kind} ${row.number}`, en: `${kindEn} ${row.number}` },
        dueAt: shanghaiMoment(addDays(row.validUntil, 1), '00:00'),
        provisional: false,
        basis: qualificationBasis.declared,
        href: `/qualifications/${row.id}`,
        tone: row.reminders > 1 ? ('danger' as const) : ('warning' as const),
      },
    ];
  });
}

/** The last word on a qualification was that its declaration is returned. */
async function returned(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { actor, scope } = context;
  const rows = await tx
    .selectFrom('qualificationChange as c')
    .select(['c.qualificationId', 'c.kind', 'c.number', 'c.decisionNote', 'c.jurisdiction'])
    .where('c.province', '=', scope.province)
    .where('c.organisationId', '=', actor.organisationId)
    .where('c.state', '=', 'returned')
    .where('c.act', 'in', ['declare', 'change'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('qualificationChange as later')
            .select('later.id')
            .where('later.province', '=', scope.province)
            .whereRef('later.qualificationId', '=', 'c.qualificationId')
            .whereRef('later.id', '>', 'c.id'),
        ),
      ),
    )
    .orderBy('c.id', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => {
    const { kind, kindEn } = kindFacts(context, row.jurisdiction, row.kind);
    return {
      id: `qualification-returned-${row.qualificationId}`,
      kind: 'qualification.returned',
      title: { zh: '资质申报被退回', en: 'A declaration was returned' },
      detail: { zh: `${kind}：${row.decisionNote}`, en: `${kindEn}: ${row.decisionNote}` },
      dueAt: null,
      provisional: false,
      basis: qualificationBasis.confirmed,
      href: `/qualifications/${row.qualificationId}`,
      tone: 'warning' as const,
    };
  });
}
