import { type Money, money, portion } from '@daylight/rules/money.ts';
import type { Role } from '@daylight/rules/access/permissions.ts';
import { addDays } from '@daylight/rules/time.ts';
import { province } from '@daylight/server/demo/organisations.ts';
import { type Placed, organisationOf } from '@daylight/server/demo/province.ts';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { addUser, disableUser } from '@daylight/server/features/account/users.ts';
import { contest, declare } from '@daylight/server/features/linkage/duties.ts';
import { decideOne as decideDuty } from '@daylight/server/features/linkage/duty-decisions.ts';
import { decide as decideRecord, enter as enterRecord } from '@daylight/server/features/linkage/entry.ts';
import {
  decideOne as decideChange,
  enterOne as enterChange,
} from '@daylight/server/features/listing/changes.ts';
import { type Sim, attempt, chanceFor, clicked, keyed, see, today } from './sim.ts';

interface Listed {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: string;
  readonly jurisdiction: string;
  readonly price: string;
  readonly item_code: string;
  readonly purchase_unit: string;
  readonly units: number;
}

function bureauOf(sim: Sim, jurisdiction: string): Placed {
  return organisationOf(sim.demo, jurisdiction === province ? 'bureau' : `bureau-${jurisdiction}`);
}

async function drawn(sim: Sim, purpose: string, state: string): Promise<Listed | null> {
  const all = await see<{ id: string }>(
    sim,
    `select id from listing where province = 32 and state = $1 and form = 'sunshine' order by id`,
    [state],
  );
  if (all.length === 0) return null;
  const { id } = chanceFor(sim, purpose).pick(all);
  const [found] = await see<Listed>(
    sim,
    `select id, number, version, state, jurisdiction, trim_scale(price)::text as price, item_code, purchase_unit,
       units_per_purchase_unit as units from listing where province = 32 and id = $1`,
    [id],
  );
  return found ?? null;
}

/** A correction, a suspension or a resumption, entered by one person of the bureau and decided by another. */
async function change(sim: Sim, listing: Listed, body: object): Promise<void> {
  const bureau = bureauOf(sim, listing.jurisdiction);
  const entered = await keyed(sim, `change/${listing.number}/${sim.day}`, {
    what: 'listing.enterChange',
    who: { organisation: bureau, role: 'officer' },
    run: (context) =>
      enterChange(context, {
        params: { listingId: listing.id },
        query: {},
        body: {
          note: '按公告执行',
          evidence: '公告（合成）',
          deviationConfirmed: true,
          version: listing.version,
          ...body,
        } as never,
      }),
  });
  if (!entered.ok) return;
  const approve = chanceFor(sim, 'decision', listing.number).happens(0.9);
  await clicked(sim, listing.number, {
    what: 'listing.decideChange',
    who: { organisation: bureau, role: 'supervisor' },
    run: (context) =>
      decideChange(context, {
        params: { changeId: entered.value.id },
        query: {},
        body: { approve, note: approve ? '' : '材料不全' },
      }),
  });
}

/** The directory moves under those who order: prices fall, listings are suspended and come back. */
export async function changeListings(sim: Sim): Promise<void> {
  const chance = chanceFor(sim, 'directory');
  if (chance.happens(0.4)) {
    const listing = await drawn(sim, 'to reprice', 'listed');
    const percent = { over: BigInt(90 + chance.below(8)), under: 100n };
    if (listing !== null)
      await change(sim, listing, {
        kind: 'price',
        reason: 'declared',
        price: portion(money(listing.price), percent, 'halfUpToFen'),
      });
  }
  if (chance.happens(0.2)) {
    const listing = await drawn(sim, 'to suspend', 'listed');
    if (listing !== null) await change(sim, listing, { kind: 'suspend', reason: 'quality' });
  }
  if (chance.happens(0.3)) {
    const listing = await drawn(sim, 'to resume', 'suspended');
    if (listing !== null) await change(sim, listing, { kind: 'resume', reason: 'cured' });
  }
}

/** New low prices of other provinces; the enterprise declares or contests what the comparison asks it for. */
export async function linkPrices(sim: Sim): Promise<void> {
  const bureau = organisationOf(sim.demo, 'bureau');
  const listing = await drawn(sim, 'low price', 'listed');
  const chance = chanceFor(sim, 'elsewhere');
  if (listing !== null && chance.happens(0.5)) {
    const price: Money = portion(
      money(listing.price),
      { over: BigInt(82 + chance.below(25)), under: 100n },
      'halfUpToFen',
    );
    const entered = await keyed(sim, `record/${sim.day}`, {
      what: 'linkage.enter',
      who: { organisation: bureau, role: 'officer' },
      run: (context) =>
        enterRecord(context, {
          params: {},
          query: {},
          body: {
            itemCode: listing.item_code,
            jurisdiction: chance.pick(['330000', '340000', '370000', '420000']),
            kind: 'provincialListing',
            price,
            purchaseUnit: listing.purchase_unit,
            unitsPerPurchaseUnit: listing.units,
            effectiveFrom: addDays(context.today, -3),
            effectiveTo: null,
            contract: null,
            document: '外省挂网公告（合成）',
            replaces: null,
            reason: '已核对',
            evidenceIds: [],
          },
        }),
    });
    if (entered.ok)
      await clicked(sim, `record ${sim.day}`, {
        what: 'linkage.decide',
        who: { organisation: bureau, role: 'supervisor' },
        run: (context) =>
          decideRecord(context, {
            params: { recordId: entered.value.id },
            query: {},
            body: { itemCode: listing.item_code, approve: true, note: '' },
          }),
      });
  }
  await answerDuties(sim, bureau);
}

interface Duty {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly manufacturer_id: string;
  readonly number: string;
}

async function answerDuties(sim: Sim, bureau: Placed): Promise<void> {
  const duties = await see<Duty>(
    sim,
    `select d.id, d.version, d.state, d.manufacturer_id, l.number from price_duty d
     join listing l on l.province = d.province and l.id = d.listing_id
     where d.province = 32 and d.state in ('open', 'declared') order by d.id`,
  );
  for (const { id, version, state, manufacturer_id, number } of today(
    sim,
    0.3,
    duties,
    (each) => each.number,
  )) {
    const call = { params: { dutyId: id }, query: {} };
    if (state === 'open') {
      const does = chanceFor(sim, 'duty', number).happens(0.8) ? declare : contest;
      const body = { version, statement: '外省价格情况说明', evidenceIds: [] };
      await clicked(sim, number, {
        what: does === declare ? 'linkage.declare' : 'linkage.contest',
        who: { organisation: sim.byId.get(manufacturer_id) as Placed, role: 'sales' },
        run: (context) => does(context, { ...call, body }),
      });
    } else
      await clicked(sim, number, {
        what: 'linkage.decideDuty',
        who: { organisation: bureau, role: 'supervisor' },
        run: (context) =>
          decideDuty(context, { ...call, body: { version, decision: 'confirm', note: '', alike: true } }),
      });
  }
}

const leavers: Readonly<Record<string, readonly Role[]>> = {
  institution: ['buyer', 'storekeeper', 'accountant', 'approver'],
  distributor: ['dispatcher', 'accountant'],
  manufacturer: ['sales'],
};

/** Somebody leaves and somebody comes; what the first began the second goes on with. */
export async function changeStaff(sim: Sim): Promise<void> {
  const chance = chanceFor(sim, 'staff');
  const all = [...sim.byId.values()].filter(
    ({ kind, suffix }) => suffix !== null && leavers[kind] !== undefined,
  );
  const count = Math.floor(all.length / 60) + (chance.happens(0.5) ? 1 : 0);
  for (let nth = 0; nth < count; nth += 1) await replace(sim, chance.pick(all), nth);
}

async function replace(sim: Sim, organisation: Placed, nth: number): Promise<void> {
  const chance = chanceFor(sim, 'leaver', nth);
  const role = chance.pick(leavers[organisation.kind] ?? []);
  const accountId = sim.accounts.get(`${organisation.key}/${role}`);
  const [row] = await see<{ version: number }>(sim, 'select version from account where id = $1', [accountId]);
  if (accountId === undefined || row === undefined) return;
  // Signed in somewhere when it happens: the session ends with the account.
  const { world, clock } = sim.demo;
  const opening = { accountId, jurisdiction: organisation.jurisdiction, now: clock.now(), hours: 24 };
  await openSession(world.database.db, { ...opening, factor: 'password' });
  const who = { organisation, role: 'admin' } as const;
  const left = await attempt(sim, {
    what: 'account.disable',
    who,
    run: (context) =>
      disableUser(context, { params: { accountId }, query: {}, body: { version: row.version } }),
  });
  if (!left.ok) return;
  const added = await keyed(sim, `staff/${sim.day}/${nth}`, {
    what: 'account.add',
    who,
    run: (context) =>
      addUser(context, {
        params: {},
        query: {},
        body: { login: `sim-${sim.day}-${nth}`, name: `接任者${sim.day}-${nth}`, roles: [role] },
      }),
  });
  if (added.ok) sim.accounts.set(`${organisation.key}/${role}`, added.value.id);
}
