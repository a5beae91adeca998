import { portion } from '@daylight/rules/money.ts';
import { addDays, addMonths } from '@daylight/rules/time.ts';
import { addUser } from '../features/account/users.ts';
import { answer as answerRelations, end as endRelations } from '../features/distribution/commands.ts';
import { propose } from '../features/distribution/propose.ts';
import { enterImport, submitImport } from '../features/listing/import-commands.ts';
import { enterOrganisation } from '../features/organisation/commands.ts';
import { leaveAdmissions } from './admission.ts';
import { leaveCredit } from './credit.ts';
import { leaveDirectory } from './directory.ts';
import { type Life, firstOf } from './life.ts';
import { leaveLinkage } from './linkage.ts';
import { workbookOf } from './listings.ts';
import { leaveOversight } from './oversight.ts';
import {
  type Placed,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';

/** On the last day: proposals, directories and newcomers that wait for somebody's decision. */
export async function leaveWaiting(life: Life): Promise<void> {
  await leaveRelations(life);
  await leaveImports(life);
  await leaveNewcomers(life);
  await leaveOversight(life);
  await leaveAdmissions(life);
  await leaveDirectory(life);
  await leaveLinkage(life);
  await leaveCredit(life);
}

/** The first manufacturer that has nothing to do with a distributor in an area yet. */
async function stranger({ demo }: Life, distributor: Placed, area: string): Promise<Placed> {
  const related = await look(demo, (tx) =>
    tx
      .selectFrom('deliveryRelation')
      .select('manufacturerId')
      .where('province', '=', provinceNumber)
      .where('distributorId', '=', distributor.id)
      .where('area', '=', area)
      .execute(),
  );
  const known = new Set(related.map(({ manufacturerId }) => manufacturerId));
  const found = organisationsOf(demo, 'manufacturer').find(({ id }) => !known.has(id));
  if (found === undefined) throw new Error(`everybody works with ${distributor.key}`);
  return found;
}

interface Proposal {
  readonly maker: Placed;
  readonly distributor: Placed;
  readonly area: string;
  readonly listingIds: string[] | null;
}

async function proposeOne({ demo }: Life, { maker, distributor, area, listingIds }: Proposal) {
  const context = actingAs(demo, maker, 'sales');
  const { ids } = done(
    await propose(context, {
      params: {},
      query: {},
      body: {
        distributorId: distributor.id,
        areas: [area],
        listingIds,
        validFrom: context.today,
        validUntil: addMonths(context.today, 12),
        note: '',
      },
    }),
    `proposal of ${maker.key}`,
  );
  return ids;
}

async function answerProposal({ demo }: Life, by: Placed, ids: readonly string[], confirm: boolean) {
  const relations = ids.map((id) => ({ id, version: 1 }));
  const body = { relations, confirm, reason: confirm ? '' : '该地区暂无冷链运力' };
  const call = { params: {}, query: {}, body };
  done(await answerRelations(actingAs(demo, by, 'dispatcher'), call), `answer of ${by.key}`);
}

/** A proposal that waits, one that was refused, and a relation that is going to end. */
async function leaveRelations(life: Life): Promise<void> {
  const { demo, market } = life;
  const { maker, distributor } = firstOf(life);
  const area = '320100';
  const own = market.products.find((each) => each.maker === maker && each.jurisdiction.endsWith('0000'));
  if (own !== undefined) await proposeOne(life, { maker, distributor, area, listingIds: [own.listingId] });
  const far = organisationOf(demo, 'distributor-321300-3');
  const refused = {
    maker: await stranger(life, far, '321300'),
    distributor: far,
    area: '321300',
    listingIds: null,
  };
  await answerProposal(life, far, await proposeOne(life, refused), false);
  const ending = { maker: await stranger(life, distributor, area), distributor, area, listingIds: null };
  const ids = await proposeOne(life, ending);
  await answerProposal(life, distributor, ids, true);
  const context = actingAs(demo, distributor, 'dispatcher');
  const relations = ids.map((id) => ({ id, version: 2 }));
  const body = { relations, lastDay: addDays(context.today, 14), reason: '配送能力调整' };
  done(await endRelations(context, { params: {}, query: {}, body }), 'end of a relation');
}

/** One directory waits for the supervisor, with lower prices; another still has rows to correct. */
async function leaveImports({ demo, market }: Life): Promise<void> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const listed = market.products.filter(({ jurisdiction }) => jurisdiction.endsWith('0000')).slice(-12);
  if (listed.length === 0) return;
  const known = await look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .select(['id', 'itemCode', 'purchaseUnit', 'smallestUnit', 'unitsPerPurchaseUnit', 'price'])
      .where('province', '=', provinceNumber)
      .where('state', '=', 'listed')
      .where(
        'id',
        'in',
        listed.map(({ listingId }) => listingId),
      )
      .orderBy('itemCode')
      .execute(),
  );
  const rows = known.map((each) => ({
    code: each.itemCode,
    price: portion(each.price, { over: 93n, under: 100n }, 'halfUpToFen') as string,
    purchaseUnit: each.purchaseUnit,
    smallestUnit: each.smallestUnit,
    units: String(each.unitsPerPurchaseUnit),
    form: '阳光挂网',
    class: '六大类',
    managedBy: '省级',
    manufacturer: listed.find(({ itemCode }) => itemCode === each.itemCode)?.maker.name ?? '',
    explanation: '企业主动降价',
  }));
  const enter = async (name: string, given: typeof rows) => {
    const file = workbookOf(given, `${name}（合成）.xlsx`);
    return done(await enterImport(officer, { params: {}, query: {}, body: undefined, file }), name);
  };
  const waiting = await enter('挂网价格调整', rows.slice(0, 8));
  done(
    await submitImport(officer, {
      params: { importId: waiting.id },
      query: {},
      body: { version: waiting.version, deviationReason: '企业主动降价' },
    }),
    'submission',
  );
  const flawed = rows.slice(8).map((row, at) => {
    if (at === 0) return { ...row, price: '面议' };
    return at === 1 ? { ...row, units: '0' } : { ...row, manufacturer: '未登记的企业（演示）' };
  });
  await enter('待更正的挂网目录', flawed);
}

/** Somebody new waits to be approved: an organisation, and a person whose position needs a second look. */
async function leaveNewcomers({ demo }: Life): Promise<void> {
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  done(
    await enterOrganisation(officer, {
      params: {},
      query: {},
      body: {
        kind: 'institution',
        name: '南京市江北新院（演示）',
        shortName: '南京江北新院',
        jurisdiction: '320100',
        creditCode: null,
        institutionCode: 'H32010098888',
        ownership: 'public',
        level: 'secondary',
        isNationalAgent: false,
        parentId: null,
        address: '演示路99号',
        contactName: '',
        contactPhone: '',
        administrator: { login: 'jiangbei-admin', name: '江北新院管理员' },
      },
    }),
    'new organisation',
  );
  const hospital = organisationOf(demo, 'hospital-320100-tertiary');
  done(
    await addUser(actingAs(demo, hospital, 'admin'), {
      params: {},
      query: {},
      body: { login: 'new-approver', name: '南京人民医院新审批人', roles: ['approver'] },
    }),
    'new user',
  );
}
