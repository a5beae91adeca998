import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { isOrganiser } from '../tender/port.ts';
import { coordinationTodos } from './coordination.ts';
import { landedTodos } from './landed-todos.ts';

const todosMax = 20;

interface Row {
  id: string;
  number: string;
  title: string;
  organiserId: string;
  jurisdiction: string;
  dueAt: Instant | null;
}

interface Asked {
  readonly kind: string;
  readonly what: { readonly zh: string; readonly en: string };
  readonly href: (id: string) => string;
  readonly tone: Todo['tone'];
}

const asTodo = (row: Row, { kind, what, href, tone }: Asked): Todo => ({
  id: `${kind}-${row.id}`,
  kind,
  title: what,
  detail: { zh: `${row.title} · ${row.number}`, en: `${row.title} · ${row.number}` },
  dueAt: row.dueAt,
  provisional: false,
  basis: null,
  href: href(row.id),
  tone,
});

const opening = (id: string): string => `/openings/${id}`;
const bid = (id: string): string => `/bids/${id}`;

/** What waits for the asking person about bids: keys, shares, bids, enrolments, publication and decision. */
export async function biddingTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const found: Todo[] = [];
  if (may(actor, 'bidding.trust')) found.push(...(await asTrustee(tx, context)));
  if (may(actor, 'bidding.submit')) found.push(...(await asBidder(tx, context)));
  if (may(actor, 'bidding.manage') || may(actor, 'bidding.decide'))
    found.push(...(await asOrganiser(tx, context)));
  if (may(actor, 'bidding.subscribe')) found.push(...(await landedTodos(tx, context)));
  found.push(...(await coordinationTodos(tx, context)));
  return found;
}

async function asTrustee(tx: Tx, { actor, scope }: ActorContext): Promise<Todo[]> {
  const { rows } = await sql<Row & { state: string }>`
    select t.id, t.number, t.title, t.organiser_id, t.jurisdiction, t.state,
      case when t.state = 'opening' then r.own_keys_from_at else t.bid_from_at end as due_at
    from bid_trustee h
    join tender t on t.province = h.province and t.id = h.tender_id
    join bid_round r on r.province = h.province and r.tender_id = h.tender_id
    where h.province = ${scope.province} and h.organisation_id = ${actor.organisationId}::uuid
      and h.account_id = ${actor.accountId}::uuid
      and ((t.state = 'opening' and h.released_at is null and h.lost_at is null)
        or (r.started_at is null and h.proven_at is null and t.state in ('planned', 'reporting', 'measured')))
    order by t.id limit ${todosMax}`.execute(tx);
  return rows.map((row) =>
    row.state === 'opening'
      ? asTodo(row, {
          kind: 'bidding.release',
          what: { zh: '释放密钥份额', en: 'Release your shares' },
          href: opening,
          tone: 'warning',
        })
      : asTodo(row, {
          kind: 'bidding.key',
          what: { zh: '生成保管人密钥', en: 'Make your trustee’s key' },
          href: opening,
          tone: 'notice',
        }),
  );
}

async function asBidder(tx: Tx, { actor, scope, now }: ActorContext): Promise<Todo[]> {
  const { rows } = await sql<Row & { state: string }>`
    select t.id, t.number, t.title, t.organiser_id, t.jurisdiction, t.state,
      case when t.state = 'opening' then r.own_keys_due_at else t.bid_due_at end as due_at
    from bid_enrolment e
    join tender t on t.province = e.province and t.id = e.tender_id
    join bid_round r on r.province = e.province and r.tender_id = e.tender_id
    left join sealed_bid b on b.province = e.province and b.enrolment_id = e.id and b.state = 'standing'
      and b.quoting = r.quoting
    where e.province = ${scope.province} and e.manufacturer_id = ${actor.organisationId}::uuid and e.state = 'accepted'
      and ((t.state = 'bidding' and b.id is null and t.bid_due_at > ${now}
          and (r.quoting = 1 or exists (select from bid_opening f where f.province = e.province and f.tender_id = e.tender_id
            and f.manufacturer_id = e.manufacturer_id and f.outcome = 'opened')))
        or (t.state = 'opening' and b.id is not null and r.own_keys_asked_at is not null and r.own_keys_due_at > ${now}
          and not exists (select from bid_own_key k where k.province = b.province and k.bid_id = b.id)
          and not exists (select from bid_opening o where o.province = b.province and o.bid_id = b.id)))
    order by t.id limit ${todosMax}`.execute(tx);
  return rows.map((row) =>
    row.state === 'opening'
      ? asTodo(row, {
          kind: 'bidding.ownKey',
          what: { zh: '以自有密钥打开报价', en: 'Open your bid by your own key' },
          href: bid,
          tone: 'danger',
        })
      : asTodo(row, {
          kind: 'bidding.submit',
          what: { zh: '提交密封报价', en: 'Hand in your sealed bid' },
          href: bid,
          tone: 'warning',
        }),
  );
}

const asked: Readonly<Record<string, Omit<Asked, 'href'>>> & { readonly enrolments: Omit<Asked, 'href'> } = {
  start: {
    kind: 'bidding.start',
    what: { zh: '设置密钥保管人，开始接收报价', en: 'Name the trustees and begin to take bids' },
    tone: 'notice',
  },
  publish: {
    kind: 'bidding.publish',
    what: { zh: '提请公示拟中选结果', en: 'Ask for the publication of the result' },
    tone: 'notice',
  },
  rounds: {
    kind: 'bidding.rounds',
    what: { zh: '谈判或发起下一轮报价', en: 'Negotiate or call the next quoting round' },
    tone: 'notice',
  },
  retry: {
    kind: 'bidding.retry',
    what: { zh: '评审无法运行，更正后重试', en: 'The award cannot be computed: correct and retry' },
    tone: 'danger',
  },
  enrolments: {
    kind: 'bidding.enrolments',
    what: { zh: '审核企业报名', en: 'Decide on enrolments' },
    tone: 'notice',
  },
};

async function asOrganiser(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { actor, scope } = context;
  const { rows } = await sql<Row & { kind: string; asker: string | null }>`
    select t.id, t.number, t.title, t.organiser_id, t.jurisdiction, null::timestamptz as due_at, r.publish_asked_by as asker,
      case when t.state = 'evaluated' then 'publish' else 'decide' end as kind
    from tender t join bid_round r on r.province = t.province and r.tender_id = t.id
    where t.province = ${scope.province} and ((t.state = 'evaluated' and r.publish_asked_at is null and r.rerun_asked_at is null)
      or (t.state = 'published' and r.settled_at is not null and r.decision is null))
    union all
    select t.id, t.number, t.title, t.organiser_id, t.jurisdiction, null, null,
      case when r.trouble is null then 'rounds' else 'retry' end
    from tender t join bid_round r on r.province = t.province and r.tender_id = t.id
    where t.province = ${scope.province} and ((t.state = 'opened' and r.quoting_ended_at is null and r.lot_draw_at is null)
      or (t.state in ('measured', 'opened', 'evaluated') and r.trouble is not null))
    union all
    select t.id, t.number, t.title, t.organiser_id, t.jurisdiction, t.bid_from_at, null::uuid, 'start'
    from tender t where t.province = ${scope.province} and t.state = 'measured' and t.origin = 'run'
    union all
    select t.id, t.number, t.title, t.organiser_id, t.jurisdiction, t.bid_due_at, null, 'enrolments'
    from tender t
    where t.province = ${scope.province} and t.state in ('reporting', 'measured', 'bidding') and exists (
      select from bid_enrolment e where e.province = t.province and e.tender_id = t.id and e.state = 'entered')
    order by 1 limit ${todosMax}`.execute(tx);
  return rows
    .filter((row) => isOrganiser(context, row))
    .flatMap((row): Todo[] => {
      if (row.kind === 'decide')
        return may(actor, 'bidding.decide') && row.asker !== actor.accountId
          ? [
              asTodo(row, {
                kind: 'bidding.decide',
                what: { zh: '确认中选结果', en: 'Decide on the result' },
                href: opening,
                tone: 'warning',
              }),
            ]
          : [];
      if (!may(actor, 'bidding.manage')) return [];
      return [asTodo(row, { ...(asked[row.kind] ?? asked.enrolments), href: opening })];
    });
}
