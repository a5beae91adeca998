import { signBasis } from '@daylight/rules/agreement/signing.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Sweep } from '../../sweep.ts';
import { lockTender, moveTender } from '../tender/port.ts';
import { choiceSweeps } from './choice-due.ts';
import { endWhole, takeAmendment, takeEffect } from './effect.ts';
import { makeAgreements } from './make.ts';
import { nameOf } from './sign.ts';
import { lockAgreement, signaturesOf } from './store.ts';

const batch = 100;

/** Runs one command for each id found and counts those that moved. */
async function each(
  ids: readonly { readonly id: string }[],
  one: (id: string) => Promise<boolean>,
): Promise<number> {
  let moved = 0;
  for (const { id } of ids) if (await one(id)) moved += 1;
  return moved;
}

/** A round that came to signing gets its contracts. */
const making: Sweep = {
  name: 'agreement-making',
  run: async (context) => {
    const { province } = context.scope;
    const rounds = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender as t')
        .select('t.id')
        .where('t.province', '=', province)
        .where('t.state', '=', 'signing')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('agreement as a')
                .select('a.id')
                .whereRef('a.province', '=', 't.province')
                .whereRef('a.tenderId', '=', 't.id'),
            ),
          ),
        )
        .limit(batch)
        .execute(),
    );
    return each(rounds, (id) => makeFor(context, id));
  },
};

async function makeFor(context: Context, tenderId: string): Promise<boolean> {
  const made = await command(context, async (unit) => {
    const tender = await lockTender(unit.tx, context.scope.province, tenderId);
    if (tender === null || tender.state !== 'signing') return refuse('agreement.unknown');
    const count = await makeAgreements(context, unit, tender);
    // Nothing was allocated, e.g. because every item was stopped: nobody has anything to sign.
    if (count > 0) return ok(tenderId);
    const moved = await moveTender(context, unit, { tender, to: 'executing', basis: signBasis });
    return moved.ok ? ok(tenderId) : refuse('agreement.unknown');
  });
  return made.ok;
}

const effects: Sweep = {
  name: 'agreement-effects',
  run: async (context) => {
    const { province } = context.scope;
    const { signed, amended } = await reading(context.database.db, context.scope, async (tx) => ({
      signed: await tx
        .selectFrom('agreement')
        .select('id')
        .where('province', '=', province)
        .where('state', '=', 'signed')
        .limit(batch)
        .execute(),
      amended: await tx
        .selectFrom('agreementAmendment')
        .select('agreementId as id')
        .where('province', '=', province)
        .where('state', '=', 'signed')
        .limit(batch)
        .execute(),
    }));
    const first = await each(signed, (id) => takeEffect(context, id));
    return first + (await each(amended, (id) => takeAmendment(context, id)));
  },
};

/** One reminder before the time to sign runs out, to the side that has not signed. */
const reminders: Sweep = {
  name: 'agreement-reminders',
  run: async (context) => {
    const before = resolve(context.book, 'agreement.remindBefore', '000000', context.today);
    const horizon = dueOf(context.now, before.value, context.calendar).dueAt;
    const soon = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('agreement')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'open')
        .where('remindedAt', 'is', null)
        .where('signDueAt', '<=', horizon)
        .where('signDueAt', '>', context.now)
        .orderBy('signDueAt')
        .limit(batch)
        .execute(),
    );
    return each(soon, (id) => tellUnsigned(context, id, 'agreement.remind'));
  },
};

const overdue: Sweep = {
  name: 'agreement-overdue',
  run: async (context) => {
    const late = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('agreement')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'open')
        .where('overdueAt', 'is', null)
        .where('signDueAt', '<=', context.now)
        .orderBy('signDueAt')
        .limit(batch)
        .execute(),
    );
    return each(late, (id) => tellUnsigned(context, id, 'agreement.overdue'));
  },
};

async function tellUnsigned(
  context: Context,
  id: string,
  kind: 'agreement.remind' | 'agreement.overdue',
): Promise<boolean> {
  const told = await command(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, id);
    const column = kind === 'agreement.remind' ? 'remindedAt' : 'overdueAt';
    if (row === null || row.state !== 'open' || row[column] !== null) return refuse('agreement.notOpen');
    await unit.tx
      .updateTable('agreement')
      .set({ [column]: context.now })
      .where('province', '=', row.province)
      .where('id', '=', id)
      .execute();
    const signedBy = new Set(
      (await signaturesOf(unit.tx, row.province, [id]))
        .filter((one) => one.amendment === 0)
        .map((one) => one.side),
    );
    const missing = (['institution', 'manufacturer'] as const).filter((side) => !signedBy.has(side));
    unit.record({
      event: kind === 'agreement.remind' ? 'agreement.reminded' : 'agreement.overdue',
      subject: { kind: 'agreement', id },
      basis: [row.signDueBasis as Basis],
      after: { number: row.number, missing },
      readers: [row.institutionId, row.manufacturerId, row.organiserId],
    });
    for (const side of missing)
      unit.notify({
        organisationId: side === 'institution' ? row.institutionId : row.manufacturerId,
        kind,
        subject: { kind: 'agreement', id },
        facts: {
          number: row.number,
          other: nameOf(row, side === 'institution' ? 'manufacturer' : 'institution'),
        },
        dueAt: row.signDueAt,
      });
    if (kind === 'agreement.overdue')
      unit.notify({
        organisationId: row.organiserId,
        kind,
        subject: { kind: 'agreement', id },
        facts: { number: row.number, other: missing.map((side) => nameOf(row, side)).join('、') },
      });
    return ok(id);
  });
  return told.ok;
}

/** A supplement nobody answered in its time came to nothing. */
const lapsing: Sweep = {
  name: 'agreement-amendments-lapse',
  run: async (context) => {
    const late = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('agreementAmendment')
        .select('agreementId as id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'open')
        .where('dueAt', '<=', context.now)
        .limit(batch)
        .execute(),
    );
    return each(late, (id) => lapse(context, id));
  },
};

async function lapse(context: Context, id: string): Promise<boolean> {
  const lapsed = await command(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, id);
    if (row === null) return refuse('agreement.unknown');
    const amendment = await unit.tx
      .updateTable('agreementAmendment')
      .set({ state: 'lapsed', decidedAt: context.now })
      .where('province', '=', row.province)
      .where('agreementId', '=', id)
      .where('state', '=', 'open')
      .where('dueAt', '<=', context.now)
      .returning(['amendment', 'dueBasis'])
      .executeTakeFirst();
    if (amendment === undefined) return refuse('agreement.notOpen');
    unit.record({
      event: 'agreement.amendmentEnded',
      subject: { kind: 'agreement', id },
      basis: [amendment.dueBasis as Basis],
      after: { number: row.number, amendment: amendment.amendment, state: 'lapsed' },
      readers: [row.institutionId, row.manufacturerId],
    });
    for (const side of ['institution', 'manufacturer'] as const)
      unit.notify({
        organisationId: side === 'institution' ? row.institutionId : row.manufacturerId,
        kind: 'agreement.amendmentEnded',
        subject: { kind: 'agreement', id },
        facts: {
          number: row.number,
          other: nameOf(row, side === 'institution' ? 'manufacturer' : 'institution'),
        },
      });
    return ok(id);
  });
  return lapsed.ok;
}

/** A round goes on to its term when every contract is settled, or when the time to sign is over. */
const starting: Sweep = {
  name: 'agreement-starting',
  run: async (context) => {
    const { province } = context.scope;
    const ready = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender as t')
        .select('t.id')
        .where('t.province', '=', province)
        .where('t.state', '=', 'signing')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('agreement as a')
                .select('a.id')
                .whereRef('a.province', '=', 't.province')
                .whereRef('a.tenderId', '=', 't.id')
                .where('a.state', 'in', ['open', 'signed'])
                .where('a.signDueAt', '>', context.now),
            ),
          ),
        )
        .limit(batch)
        .execute(),
    );
    return each(ready, (id) => start(context, id));
  },
};

async function start(context: Context, tenderId: string): Promise<boolean> {
  const started = await command(context, async (unit) => {
    const tender = await lockTender(unit.tx, context.scope.province, tenderId);
    if (tender === null || tender.state !== 'signing') return refuse('agreement.unknown');
    const moved = await moveTender(context, unit, { tender, to: 'executing', basis: signBasis });
    return moved.ok ? ok(tenderId) : refuse('agreement.unknown');
  });
  return started.ok;
}

/** An agreement runs to the end of its last day. */
const ending: Sweep = {
  name: 'agreement-ending',
  run: async (context) => {
    const today: IsoDate = shanghaiDate(context.now);
    const over = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('agreement')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'inForce')
        .where('termUntil', '<', today)
        .limit(batch)
        .execute(),
    );
    if (over.length === 0) return 0;
    const ended = await command(context, async (unit) => {
      const ids = over.map(({ id }) => id);
      const count = await endWhole(context, unit, { ids, reason: '协议期满', basis: signBasis });
      return count > 0 ? ok(count) : refuse('agreement.notOpen');
    });
    return ended.ok ? ended.value : 0;
  },
};

export const agreementSweeps: readonly Sweep[] = [
  ...choiceSweeps,
  making,
  effects,
  reminders,
  overdue,
  lapsing,
  starting,
  ending,
];

/** Provisional times to sign anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeAgreements(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('agreement')
      .select('id')
      .where('province', '=', province)
      .where('signDueProvisional', '=', true)
      .where('state', '=', 'open')
      .execute(),
  );
  for (const { id } of rows) await recompute(context, id);
  return rows.length;
}

async function recompute(context: Context, id: string): Promise<void> {
  await command(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, id);
    if (row === null || row.state !== 'open') return refuse('agreement.notOpen');
    const within = resolve(context.book, 'agreement.signWithin', row.jurisdiction, shanghaiDate(row.madeAt));
    const due = dueOf(row.madeAt, within.value, context.calendar);
    if (due.dueAt === row.signDueAt && due.provisional) return refuse('agreement.notOpen');
    await unit.tx
      .updateTable('agreement')
      .set({ signDueAt: due.dueAt, signDueProvisional: due.provisional })
      .where('province', '=', row.province)
      .where('id', '=', id)
      .execute();
    unit.record({
      event: 'agreement.dueRecomputed',
      subject: { kind: 'agreement', id },
      basis: [row.signDueBasis as Basis],
      before: { signDueAt: row.signDueAt },
      after: { signDueAt: due.dueAt, provisional: due.provisional },
      readers: [row.institutionId, row.manufacturerId],
    });
    return ok(id);
  });
}
