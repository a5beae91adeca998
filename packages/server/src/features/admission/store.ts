import type { BroughtRecord } from '@daylight/api/admission-shapes.ts';
import type {
  AdmissionDueKind,
  AdmissionState,
  Application,
  LineReason,
  LineState,
} from '@daylight/rules/admission/application.ts';
import { isEnded } from '@daylight/rules/admission/application.ts';
import { type AdmissionPolicy, admissionPolicyOf } from '@daylight/rules/admission/policy.ts';
import type { Precheck } from '@daylight/rules/admission/precheck.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { AdmissionConditionKind, ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export type AdmissionRow = Selectable<DB['admission']>;

export interface Supplement {
  readonly asked: string;
  readonly askedAt: Instant;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
}

export interface StoredLine {
  readonly line: number;
  readonly itemCode: string;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly price: Money | null;
  readonly records: readonly BroughtRecord[];
  readonly state: LineState;
  readonly reasons: readonly LineReason[];
  readonly finding: Precheck | null;
  readonly listingId: string | null;
  readonly listingNumber: string | null;
  readonly listingPrice: Money | null;
}

/** An application with what its rules do not decide on: who, about what, under which number. */
export interface Stored {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly manufacturerId: string;
  readonly manufacturer: { readonly name: string; readonly isNationalAgent: boolean };
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly formerlyShortlisted: boolean;
  readonly shortlistNote: string;
  readonly confirmed: readonly AdmissionConditionKind[];
  readonly note: string;
  readonly evidence: readonly string[];
  readonly rulesOn: IsoDate | null;
  readonly supplement: Supplement | null;
  readonly review: { readonly id: string; readonly number: string } | null;
  readonly publicity: { readonly id: string; readonly number: string } | null;
  readonly outcomeBasis: Basis | null;
  readonly lines: readonly StoredLine[];
  readonly policy: AdmissionPolicy;
  readonly application: Application;
}

function jsonOf<T>(value: unknown): T {
  return value as T;
}

/** The rules of the day on which it was handed in; of today while it is a draft. */
export function policyOfStored(
  context: Context,
  of: Pick<AdmissionRow, 'jurisdiction' | 'class' | 'formerlyShortlisted' | 'rulesOn'>,
): AdmissionPolicy {
  const policy = admissionPolicyOf(context.book, of.jurisdiction, of.rulesOn ?? context.today, {
    class: of.class as ConsumableClass,
    formerlyShortlisted: of.formerlyShortlisted,
  });
  assert(policy !== null, `no way into the directory of ${of.jurisdiction} for ${of.class}`);
  return policy;
}

type LineRow = Selectable<DB['admissionLine']>;

function lineOf(row: LineRow): StoredLine {
  return {
    line: row.line,
    itemCode: row.itemCode,
    purchaseUnit: row.purchaseUnit,
    smallestUnit: row.smallestUnit,
    unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
    price: row.price,
    records: jsonOf<readonly BroughtRecord[]>(row.records),
    state: row.state as LineState,
    reasons: jsonOf<readonly LineReason[]>(row.reasons),
    finding: jsonOf<Precheck | null>(row.finding),
    listingId: row.listingId,
    listingNumber: row.listingNumber,
    listingPrice: row.listingPrice,
  };
}

interface Maker {
  readonly name: string;
  readonly isNationalAgent: boolean;
}

function storedOf(context: Context, row: AdmissionRow, maker: Maker, lines: readonly StoredLine[]): Stored {
  const policy = policyOfStored(context, row);
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    manufacturerId: row.manufacturerId,
    manufacturer: maker,
    jurisdiction: row.jurisdiction,
    class: row.class as ConsumableClass,
    formerlyShortlisted: row.formerlyShortlisted,
    shortlistNote: row.shortlistNote,
    confirmed: row.confirmed as AdmissionConditionKind[],
    note: row.note,
    evidence: row.evidence,
    rulesOn: row.rulesOn,
    supplement: jsonOf<Supplement | null>(row.supplement),
    review: jsonOf<Stored['review']>(row.review),
    publicity: jsonOf<Stored['publicity']>(row.publicity),
    outcomeBasis: jsonOf<Basis | null>(row.outcomeBasis),
    lines,
    policy,
    application: {
      state: row.state as AdmissionState,
      steps: policy.path.steps,
      lines: lines.map(({ line, state, reasons }) => ({ line, state, reasons })),
      due:
        row.dueAt === null
          ? null
          : {
              kind: row.dueKind as AdmissionDueKind,
              at: row.dueAt,
              provisional: row.dueProvisional,
              basis: jsonOf<Basis>(row.dueBasis),
            },
      clockStartedAt: row.clockStartedAt,
      formalWorkdaysLeft: row.formalWorkdaysLeft,
      supplements: row.supplements,
      checkedBy: row.checkedBy,
    },
  };
}

export interface Loading {
  readonly lock?: boolean;
  /** A row that another server holds counts as not there. */
  readonly skipLocked?: boolean;
}

export async function load(
  tx: Tx,
  context: Context,
  id: string,
  { lock = true, skipLocked = false }: Loading = {},
): Promise<Stored | null> {
  const { province } = context.scope;
  let query = tx.selectFrom('admission').selectAll().where('province', '=', province).where('id', '=', id);
  if (lock) query = query.forUpdate();
  if (skipLocked) query = query.skipLocked();
  const row = await query.executeTakeFirst();
  if (row === undefined) return null;
  const maker = await tx
    .selectFrom('organisation')
    .select(['name', 'isNationalAgent'])
    .where('id', '=', row.manufacturerId)
    .executeTakeFirstOrThrow();
  const lines = await tx
    .selectFrom('admissionLine')
    .selectAll()
    .where('province', '=', province)
    .where('admissionId', '=', id)
    .orderBy('line')
    .execute();
  return storedOf(context, row, maker, lines.map(lineOf));
}

export function columnsOf(application: Application, now: Instant) {
  const { due, state } = application;
  return {
    state,
    clockStartedAt: application.clockStartedAt,
    dueKind: due?.kind ?? null,
    dueAt: due?.at ?? null,
    dueProvisional: due?.provisional ?? false,
    dueBasis: due === null ? null : JSON.stringify(due.basis),
    formalWorkdaysLeft: application.formalWorkdaysLeft,
    supplements: application.supplements,
    checkedBy: application.checkedBy,
    closedAt: isEnded(state) ? now : null,
  };
}

export interface LineChange {
  readonly line: number;
  readonly finding?: Precheck;
  readonly price?: Money | null;
  readonly records?: readonly BroughtRecord[];
  readonly listing?: { readonly id: string; readonly number: string; readonly price: Money };
}

/** What else a step writes beside the state. */
export type Beside = Partial<
  Pick<
    AdmissionRow,
    | 'rulesOn'
    | 'submittedAt'
    | 'checkNote'
    | 'checkedAt'
    | 'decisionNote'
    | 'decidedAt'
    | 'decidedBy'
    | 'confirmed'
    | 'evidence'
    | 'shortlistNote'
    | 'overdueAt'
  >
> & {
  readonly supplement?: Supplement;
  readonly review?: unknown;
  readonly publicity?: unknown;
  readonly outcomeBasis?: Basis | null;
};

const asJson = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

export interface Saving {
  readonly application: Application;
  readonly beside?: Beside;
  readonly lines?: readonly LineChange[];
}

const running = new Set<AdmissionState>(['submitted', 'supplement', 'panel', 'publicity', 'deciding']);

/** Writes a decision down, the application and its lines in one statement each; who collided finds another version. */
export async function save(tx: Tx, context: Context, stored: Stored, saving: Saving): Promise<void> {
  const { application, beside = {}, lines = [] } = saving;
  const { province } = context.scope;
  const { supplement, review, publicity, outcomeBasis, ...plain } = beside;
  const json = Object.fromEntries(
    Object.entries({
      supplement: asJson(supplement),
      review: asJson(review),
      publicity: asJson(publicity),
      outcomeBasis: asJson(outcomeBasis),
    }).filter(([, value]) => value !== undefined),
  );
  await tx
    .updateTable('admission')
    .set({
      ...columnsOf(application, context.now),
      // A new clock is not overdue yet.
      ...(application.due?.at === stored.application.due?.at ? {} : { overdueAt: null }),
      ...plain,
      ...json,
      version: stored.version + 1,
    })
    .where('province', '=', province)
    .where('id', '=', stored.id)
    .execute();
  const change = new Map(lines.map((each) => [each.line, each]));
  const rows = application.lines.map(({ line, state, reasons }) => {
    const own = change.get(line);
    const before = stored.lines.find((each) => each.line === line);
    assert(before !== undefined, `no line ${line}`);
    return {
      line,
      state,
      reasons,
      running:
        running.has(application.state) && state !== 'listed' && state !== 'refused' && state !== 'ended',
      finding: own?.finding ?? before.finding,
      price: own?.price === undefined ? before.price : own.price,
      records: own?.records ?? before.records,
      listing_id: own?.listing?.id ?? before.listingId,
      listing_number: own?.listing?.number ?? before.listingNumber,
      listing_price: own?.listing?.price ?? before.listingPrice,
    };
  });
  await sql`
    update admission_line l set state = r.state, reasons = r.reasons, running = r.running, finding = r.finding,
      price = r.price, records = r.records, listing_id = r.listing_id, listing_number = r.listing_number,
      listing_price = r.listing_price
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (line integer, state text, reasons jsonb, running boolean,
      finding jsonb, price numeric, records jsonb, listing_id uuid, listing_number text, listing_price numeric)
    where l.province = ${province} and l.admission_id = ${stored.id} and l.line = r.line`.execute(tx);
}
