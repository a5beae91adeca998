import type { CourseStep, courseWorkbook, readCourse } from '@daylight/api/tender-oversight.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { eventTexts } from '@daylight/api/events.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { workbookStream } from '../../workbook/write-workbook.ts';
import { reachOf } from './rounds.ts';
import { type TenderFacts, readTender } from './store.ts';

type Subject = CourseStep['subject'];

interface Row {
  id: string;
  at: Instant;
  event: string;
  organisation: string | null;
  person: string | null;
  hidden: boolean;
  from: string | null;
  to: string | null;
  basis: Basis[];
  position: number | null;
}

const texts: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = eventTexts;

/** Ids of the things of a round that steps of a kind are about. */
function idsOf(subject: Subject, province: number, tenderId: string): RawBuilder<unknown> {
  const of = (table: string) =>
    sql`select id::text from ${sql.raw(table)} where province = ${province} and tender_id = ${tenderId}::uuid`;
  switch (subject) {
    case 'tender':
      return sql`select ${tenderId}::text`;
    case 'agreement':
      return of('agreement');
    case 'supply-failure':
      return of('supply_failure');
    case 'volume-report':
      return of('volume_report');
    case 'supply-report':
      return of('supply_report');
    case 'tender-question':
      return of('tender_question');
    default:
      return subject satisfies never;
  }
}

interface Page {
  readonly subject: Subject;
  readonly before: string | null;
  readonly limit: number;
}

/** Newest first. Who asked a question stays unknown here too, and who bids does until the opening. */
async function stepsOf(tx: Tx, { province, id, state }: TenderFacts, page: Page): Promise<CourseStep[]> {
  const below: RawBuilder<SqlBool> =
    page.before === null ? sql<SqlBool>`true` : sql<SqlBool>`j.id < ${page.before}::uuid`;
  const opened = hasReached(state, 'opened');
  const { rows } = await sql<Row>`
    select j.id, j.at, j.event, case when h.hidden then null else o.name end as organisation,
      case when h.hidden then null else a.name end as person, h.hidden, j.before ->> 'state' as "from",
      j.after ->> 'state' as "to", j.basis, s.position
    from journal j
    left join organisation o on o.id = j.actor_organisation
    left join account a on a.id = j.actor_account
    cross join lateral (select j.event = 'tender.asked'
      or (${!opened} and j.event like 'bidding.%' and coalesce(o.kind = 'manufacturer', false)) as hidden) h
    left join journal_seal s on s.province = j.province and s.journal_id = j.id
    where j.province = ${province} and j.subject_kind = ${page.subject}
      and j.subject_id in (${idsOf(page.subject, province, id)}) and ${below}
    order by j.id desc limit ${page.limit}`.execute(tx);
  return rows.map((row) => ({
    ...row,
    subject: page.subject,
    what: texts[row.event] ?? { zh: row.event, en: row.event },
  }));
}

/** A supervisor's round: of its own place. */
async function supervised(tx: Tx, context: ActorContext, tenderId: string): Promise<TenderFacts | null> {
  const tender = await readTender(tx, context.scope.province, tenderId);
  return tender?.jurisdiction.startsWith(reachOf(context.actor.jurisdiction)) === true ? tender : null;
}

/** 全过程监督 (GY-5.4): every step of a round with who did it and when, from the sealed journal. */
export async function course(
  context: ActorContext,
  { params, query }: Call<typeof readCourse>,
): Answered<typeof readCourse> {
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await supervised(tx, context, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const before = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0] ?? null;
    const found = await stepsOf(tx, tender, { subject: query.subject, before, limit: query.limit + 1 });
    const items = found.slice(0, query.limit);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

const header = ['时间', '事项', '单位', '办理人', '原状态', '现状态', '依据', '存证序号'] as const;
const perRead = 500;

function cellsOf(step: CourseStep): string[] {
  const { at, what, organisation, person, hidden, from, to, basis, position } = step;
  return [
    at,
    what.zh,
    hidden ? '不公开' : (organisation ?? '平台'),
    person ?? '',
    from ?? '',
    to ?? '',
    basis.map((each) => `${each.document} ${each.article}`).join('；'),
    position === null ? '' : String(position),
  ];
}

export async function courseAsWorkbook(
  context: Context,
  { params, query }: Call<typeof courseWorkbook>,
): Promise<Result<Download, RefusalOf<typeof courseWorkbook>>> {
  assert(context.actor !== null, 'an export is asked for by a person');
  const asking: ActorContext = { ...context, actor: context.actor };
  const { db } = context.database;
  const tender = await reading(db, context.scope, (tx) => supervised(tx, asking, params.tenderId));
  if (tender === null) return refuse('tender.unknown');
  const round = tender;
  async function* rows(): AsyncGenerator<readonly string[]> {
    let before: string | null = null;
    for (;;) {
      const page: Page = { subject: query.subject, before, limit: perRead };
      const part: CourseStep[] = await reading(db, context.scope, (tx) => stepsOf(tx, round, page));
      yield* part.map(cellsOf);
      before = part.at(-1)?.id ?? null;
      if (part.length < perRead) return;
    }
  }
  return ok({
    fileName: `${tender.number}-全过程记录-${context.today}.xlsx`,
    type: workbookType,
    stream: workbookStream({ sheet: '全过程记录', header, rows: rows() }),
  });
}
