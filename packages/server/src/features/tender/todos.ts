import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** One duty as the query below gives it; `kind` says which words it takes. */
interface Row {
  readonly kind: keyof typeof duties;
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly dueAt: Instant | null;
  readonly provisional: boolean | null;
  readonly basis: Basis | null;
}

const round = '/rounds/';
const duties = {
  approve: { zh: '审定集采方案', en: 'Approve the plan of a round', to: round },
  filed: { zh: '收悉报送的集采方案', en: 'Take note of a filed plan', to: round },
  announce: { zh: '报送方案、发布集采公告', en: 'File the plan and announce the round', to: round },
  answer: { zh: '公开答复提问', en: 'Answer a question in public', to: round },
  joining: { zh: '处理参加或退出申请', en: 'Decide a request to join or leave', to: round },
  renewal: { zh: '确定采购周期届满后的接续方式', en: 'Decide what follows a term', to: round },
  choose: { zh: '遴选集采品种', en: 'Choose items of a screening', to: '/round-screenings/' },
  breachAsked: { zh: '就集采项目有关事项作出说明', en: 'Explain a matter of a round', to: '/breaches/' },
  breachOpen: { zh: '核查违规举报', en: 'Look into a reported breach', to: '/breaches/' },
  breachFound: { zh: '决定违规举报', en: 'Decide on a reported breach', to: '/breaches/' },
  agree: { zh: '共同确定集采品种', en: 'Agree to a choice of items', to: '/round-screenings/' },
} as const;

const todosMax = 50;

/** What an organiser, its approver, a partner and an authority have to do about rounds. */
export async function tenderTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const rows = [
    ...(may(actor, 'tender.approve') ? await toApprove(tx, context) : []),
    ...(may(actor, 'tender.file') ? await toNote(tx, context) : []),
    ...(may(actor, 'tender.plan') ? await toOrganise(tx, context) : []),
    ...(may(actor, 'tender.readBreaches') ? await toSettle(tx, context) : []),
  ];
  return rows.map((row) => todoOf(row, context));
}

function todoOf({ kind, id, number, title, dueAt, provisional, basis }: Row, { now }: ActorContext): Todo {
  const { zh, en, to } = duties[kind];
  return {
    id: `tender-${kind}-${number}-${id}`,
    kind: `tender.${kind}`,
    title: { zh, en },
    detail: { zh: `${title} · ${number}`, en: `${title} · ${number}` },
    dueAt,
    provisional: provisional ?? false,
    basis,
    href: `${to}${id}`,
    tone: dueAt !== null && dueAt <= now ? 'danger' : 'notice',
  };
}

async function toApprove(tx: Tx, { actor, scope }: ActorContext): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select 'approve' as kind, t.id, t.number, t.title, null::timestamptz as due_at, null::boolean as provisional,
      null::jsonb as basis
    from tender_approval a join tender t on t.province = a.province and t.id = a.tender_id
    where a.province = ${scope.province} and a.organisation_id = ${actor.organisationId} and a.state = 'waiting'
      and a.asked_by <> ${actor.accountId} and t.state = 'draft'
    order by t.id limit ${todosMax}`.execute(tx);
  return rows;
}

/** Reported breaches: the accused answers, one officer finds, another decides (GY-5.4). */
async function toSettle(tx: Tx, { actor, scope, now }: ActorContext): Promise<Row[]> {
  const here = `${actor.jurisdiction.replace(/(00)+$/, '')}%`;
  const parts = [
    ...(may(actor, 'tender.answerBreach')
      ? [
          sql`select 'breachAsked' as kind, b.province, b.id, b.number, b.tender_id, b.due_at, b.due_provisional, b.due_basis,
            b.answer_due_at, b.answer_due_provisional, b.answer_due_basis from tender_breach b where b.province = ${scope.province} and b.state = 'asked' and b.accused_id = ${actor.organisationId}`,
        ]
      : []),
    ...(may(actor, 'tender.handleBreach')
      ? [
          sql`select 'breachOpen' as kind, b.province, b.id, b.number, b.tender_id, b.due_at, b.due_provisional, b.due_basis,
            b.answer_due_at, b.answer_due_provisional, b.answer_due_basis from tender_breach b where b.province = ${scope.province} and b.jurisdiction like ${here}
            and (b.state in ('received', 'answered') or (b.state = 'asked' and b.answer_due_at <= ${now}::timestamptz))`,
        ]
      : []),
    ...(may(actor, 'tender.decideBreach')
      ? [
          sql`select 'breachFound' as kind, b.province, b.id, b.number, b.tender_id, b.due_at, b.due_provisional, b.due_basis,
            b.answer_due_at, b.answer_due_provisional, b.answer_due_basis from tender_breach b where b.province = ${scope.province} and b.state = 'found' and b.jurisdiction like ${here}
            and b.found_by <> ${actor.accountId}::uuid`,
        ]
      : []),
  ];
  if (parts.length === 0) return [];
  const { rows } = await sql<Row>`
    select b.kind, b.id, b.number, t.title, case when b.kind = 'breachAsked' then b.answer_due_at else b.due_at end as due_at,
      case when b.kind = 'breachAsked' then b.answer_due_provisional else b.due_provisional end as provisional,
      case when b.kind = 'breachAsked' then b.answer_due_basis else b.due_basis end as basis
    from (${sql.join(parts, sql` union all `)}) b
    join tender t on t.province = b.province and t.id = b.tender_id
    where b.province = ${scope.province} order by due_at, b.id limit ${todosMax}`.execute(tx);
  return rows;
}

async function toNote(tx: Tx, { actor, scope }: ActorContext): Promise<Row[]> {
  const filedWith = actor.kind === 'health' ? 'health' : 'province';
  const here = `${actor.jurisdiction.replace(/(00)+$/, '')}%`;
  if (actor.kind === 'bureau' && !actor.jurisdiction.endsWith('0000')) return [];
  const { rows } = await sql<Row>`
    select 'filed' as kind, t.id, t.number, t.title, p.announce_from_at as due_at, p.announce_from_provisional as provisional,
      p.announce_from_basis as basis
    from tender_plan p join tender t on t.province = p.province and t.id = p.tender_id
    where p.province = ${scope.province} and p.filed_at is not null and p.filing_answer is null
      and p.filed_with = ${filedWith} and t.state = 'planned' and t.jurisdiction like ${here}
    order by p.filed_at limit ${todosMax}`.execute(tx);
  return rows;
}

/** What waits for an organiser: its own rounds, and the choices that it is asked about. */
async function toOrganise(tx: Tx, { actor, scope }: ActorContext): Promise<Row[]> {
  const me = actor.organisationId;
  const { province } = scope;
  const { rows } = await sql<Row>`
    select 'announce' as kind, t.id, t.number, t.title, null::timestamptz as due_at, null::boolean as provisional, null::jsonb as basis
    from tender t join tender_plan p on p.province = t.province and p.tender_id = t.id
    where t.province = ${province} and t.organiser_id = ${me} and t.state = 'planned'
    union all
    select 'answer', t.id, t.number, t.title, q.due_at, q.due_provisional, q.due_basis
    from tender_question q join tender t on t.province = q.province and t.id = q.tender_id
    where q.province = ${province} and q.organiser_id = ${me} and q.state = 'asked'
    union all
    select 'joining', t.id, t.number, t.title, null, null, null
    from tender_joining j join tender t on t.province = j.province and t.id = j.tender_id
    where j.province = ${province} and j.organiser_id = ${me} and j.state = 'asked' and t.state = 'reporting'
    union all
    select 'renewal', t.id, t.number, t.title, r.due_at, r.due_provisional, r.due_basis
    from tender_renewal r join tender t on t.province = r.province and t.id = r.tender_id
    where r.province = ${province} and r.organiser_id = ${me} and r.state = 'open'
    union all
    select 'choose', s.id, s.number, s.title, null, null, null
    from tender_screening s where s.province = ${province} and s.organiser_id = ${me} and s.state = 'ready'
    union all
    select 'agree', s.id, s.number, s.title, null, null, null
    from tender_screening s
    where s.province = ${province} and s.partners @> array[${me}::uuid] and s.state = 'proposed'
      and not exists (select 1 from tender_screening_agreement a where a.province = s.province and a.screening_id = s.id
        and a.organisation_id = ${me} and a.choice_hash = s.choice_hash)
    order by due_at nulls last, id limit ${todosMax}`.execute(tx);
  return rows;
}
