import type {
  applyForResumption,
  checkResumption,
  decideResumption,
  recallResumption,
} from '@daylight/api/directory-resume.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { EventName } from '@daylight/api/events.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import * as rules from '@daylight/rules/directory/resumption.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, refuseOn } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach, filesOf } from '../evidence/port.ts';
import { listingsForOrder, lockListing, resumeListing } from '../listing/port.ts';
import { resumptionOf, resumptionRows } from './rows.ts';

type Reply = ReplyOf<typeof applyForResumption>;
const subjectKind = 'directory-resumption';

async function after(tx: Tx, context: ActorContext, id: string): Promise<Reply> {
  const row = await resumptionRows(tx, context).where('resumption.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'an application that was just written');
  const files = await filesOf(tx, context.scope.province, [{ kind: subjectKind, id }]);
  return resumptionOf(row, context, files.get(`${subjectKind}:${id}`) ?? []);
}

/** An institution that needs a suspended product applies in writing for its resumption (JS-14a). */
export async function apply(
  context: ActorContext,
  { body }: Call<typeof applyForResumption>,
): Promise<Result<Reply, RefusalOf<typeof applyForResumption> | RepeatRefusal>> {
  const { actor, scope, book, today: on } = context;
  try {
    return await command<Reply, RefusalOf<typeof applyForResumption>>(context, async (unit) => {
      const found = await listingsForOrder(unit.tx, {
        province: scope.province,
        institutionId: actor.organisationId,
        jurisdiction: actor.jurisdiction,
        ids: [body.listingId],
        book,
        on,
      });
      const listing = found.get(body.listingId);
      if (listing === undefined) return refuse('listing.unknown');
      const decided = rules.applyForResumption(listing, body.evidenceIds.length);
      if (!decided.ok) return decided;
      const id = context.newId();
      const { jurisdiction, manufacturerId } = listing;
      const attached = await attach(context, unit, body.evidenceIds, {
        subject: { kind: subjectKind, id },
        readers: [manufacturerId],
        jurisdiction,
      });
      if (!attached.ok) return attached;
      const { basis } = decided.value;
      await insert(context, unit, { id, listing, need: body.need, evidenceIds: body.evidenceIds, basis });
      return ok(await after(unit.tx, context, id));
    });
  } catch (error) {
    return refuseOn(error, 'directory_resumption_one_running', 'directory.alreadyApplied');
  }
}

interface Applied {
  readonly id: string;
  readonly listing: { readonly id: string; readonly jurisdiction: string; readonly manufacturerId: string };
  readonly need: string;
  readonly evidenceIds: readonly string[];
  readonly basis: Basis;
}

async function insert(context: ActorContext, unit: Unit, applied: Applied): Promise<void> {
  const { id, listing, need, evidenceIds, basis } = applied;
  const { book, calendar, today, now, actor, scope } = context;
  const { jurisdiction, manufacturerId } = listing;
  const term = resolve(book, 'directory.resumeDecideWithin', jurisdiction, today);
  const due = dueOf(now, term.value, calendar);
  const number = await nextNumber(context, 'HF');
  await unit.tx
    .insertInto('directoryResumption')
    .values({
      province: scope.province,
      id,
      number,
      listingId: listing.id,
      jurisdiction,
      institutionId: actor.organisationId,
      manufacturerId,
      need,
      basis: JSON.stringify(basis),
      evidenceIds: [...evidenceIds],
      state: 'applied',
      appliedAt: now,
      appliedBy: actor.accountId,
      dueAt: due.dueAt,
      dueProvisional: due.provisional,
      dueBasis: JSON.stringify(basisOf(term)),
    })
    .execute();
  unit.record({
    event: 'directory.resumptionApplied',
    subject: { kind: 'listing', id: listing.id },
    basis: [basis],
    after: { resumptionId: id, number, need, evidenceIds },
    readers: [manufacturerId],
  });
}

async function lock(tx: Tx, province: number, id: string) {
  return tx
    .selectFrom('directoryResumption')
    .select(['id', 'number', 'listingId', 'institutionId', 'manufacturerId', 'jurisdiction', 'need'])
    .select(['evidenceIds', 'basis', 'checkedBy', 'version'])
    .select((eb) => eb.ref('state').$castTo<rules.ResumptionState>().as('state'))
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
type Locked = NonNullable<Awaited<ReturnType<typeof lock>>>;

interface Step {
  readonly event: EventName;
  readonly set: Readonly<Record<string, unknown>>;
  readonly note: string;
}

async function write(context: ActorContext, unit: Unit, application: Locked, step: Step): Promise<Reply> {
  await unit.tx
    .updateTable('directoryResumption')
    .set({ ...step.set, version: application.version + 1 })
    .where('province', '=', context.scope.province)
    .where('id', '=', application.id)
    .execute();
  unit.record({
    event: step.event,
    subject: { kind: 'listing', id: application.listingId },
    basis: [application.basis as unknown as Basis, listingBasis.twoPersons],
    before: { state: application.state },
    after: { resumptionId: application.id, number: application.number, note: step.note },
    readers: [application.institutionId, application.manufacturerId],
  });
  return after(unit.tx, context, application.id);
}

/** One officer reads the application and says whether it should be granted. */
export function check(
  context: ActorContext,
  { params, body }: Call<typeof checkResumption>,
): Promise<Result<Reply, RefusalOf<typeof checkResumption> | RepeatRefusal>> {
  return command<Reply, RefusalOf<typeof checkResumption>>(context, async (unit) => {
    const application = await lock(unit.tx, context.scope.province, params.resumptionId);
    if (application === undefined) return refuse('directory.resumptionUnknown');
    if (!governs(context.actor.jurisdiction, application.jurisdiction))
      return refuse('listing.otherJurisdiction');
    const checked = rules.checkResumption(application.state, body);
    if (!checked.ok) return checked;
    if (application.version !== body.version) return refuse('request.stale');
    const set = {
      state: 'checked',
      checkedAt: context.now,
      checkedBy: context.actor.accountId,
      recommended: body.recommend,
      checkNote: body.note,
    };
    return ok(
      await write(context, unit, application, {
        event: 'directory.resumptionChecked',
        set,
        note: body.note,
      }),
    );
  });
}

/** Another person decides; from a yes on the product can be ordered again (JS-14a, HN-15). */
export function decide(
  context: ActorContext,
  { params, body }: Call<typeof decideResumption>,
): Promise<Result<Reply, RefusalOf<typeof decideResumption> | RepeatRefusal>> {
  return command<Reply, RefusalOf<typeof decideResumption>>(context, async (unit) => {
    const { scope, actor } = context;
    const application = await lock(unit.tx, scope.province, params.resumptionId);
    if (application === undefined) return refuse('directory.resumptionUnknown');
    if (!governs(actor.jurisdiction, application.jurisdiction)) return refuse('listing.otherJurisdiction');
    const listing = await lockListing(unit.tx, scope.province, application.listingId);
    assert(listing !== null, 'an application is about a listing');
    const decided = rules.decideResumption(application, listing, { ...body, by: actor.accountId });
    if (!decided.ok) return decided;
    if (application.version !== body.version) return refuse('request.stale');
    if (body.approve) {
      const resumed = await resumeListing(context, unit, {
        listingId: listing.id,
        reason: 'application',
        note: application.need,
        basis: application.basis as unknown as Basis,
        alsoBasis: [listingBasis.twoPersons],
        evidenceIds: application.evidenceIds,
        document: application.number,
        cause: { kind: subjectKind, id: application.id },
      });
      if (!resumed.ok)
        return refuse('directory.notSuspended', { basis: resumed.basis, facts: resumed.facts });
    }
    const state = body.approve ? 'approved' : 'refused';
    const set = { state, decidedAt: context.now, decidedBy: actor.accountId, decisionNote: body.note };
    unit.notify({
      organisationId: application.institutionId,
      kind: body.approve ? 'directory.resumptionApproved' : 'directory.resumptionRefused',
      subject: { kind: subjectKind, id: application.id },
      facts: { product: listing.productName, number: listing.number, note: body.note },
    });
    const event = body.approve ? 'directory.resumptionApproved' : 'directory.resumptionRefused';
    return ok(await write(context, unit, application, { event, set, note: body.note }));
  });
}

export function recall(
  context: ActorContext,
  { params, body }: Call<typeof recallResumption>,
): Promise<Result<Reply, RefusalOf<typeof recallResumption> | RepeatRefusal>> {
  return command<Reply, RefusalOf<typeof recallResumption>>(context, async (unit) => {
    const application = await lock(unit.tx, context.scope.province, params.resumptionId);
    if (application === undefined || application.institutionId !== context.actor.organisationId)
      return refuse('directory.resumptionUnknown');
    if (application.state !== 'applied' && application.state !== 'checked')
      return refuse('directory.resumptionNotApplied');
    if (application.version !== body.version) return refuse('request.stale');
    return ok(
      await write(context, unit, application, {
        event: 'directory.resumptionRecalled',
        set: { state: 'recalled' },
        note: '',
      }),
    );
  });
}
