import { money } from '@daylight/rules/money.ts';
import { changeSettings, changeSite } from '../features/order/settings.ts';
import {
  type Placed,
  type Province,
  actingAs,
  chanceFor,
  done,
  inParallel,
  organisationOf,
  organisationsOf,
} from './province.ts';

const limits = { tertiary: money('150000'), secondary: money('60000'), primary: money('10000') } as const;

/** What institutions set for themselves before they order: limits for the approver, and where goods go. */
export async function setUpInstitutions(demo: Province, width = 4): Promise<void> {
  await inParallel(organisationsOf(demo, 'institution'), width, async (institution) => {
    const level = institution.level ?? 'primary';
    const body = { approvalAbove: limits[level], redNeedsApproval: true, warehouse: '耗材一库', version: 0 };
    const approver = actingAs(demo, institution, 'approver');
    done(await changeSettings(approver, { params: {}, query: {}, body }), `settings of ${institution.key}`);
    await setUpSite(demo, institution, institution);
    if (institution.suffix === '')
      await setUpSite(demo, institution, organisationOf(demo, `${institution.key}-east`));
  });
}

async function setUpSite(demo: Province, institution: Placed, site: Placed): Promise<void> {
  const chance = chanceFor(demo, 'site', site.key);
  const isFar = institution.level === 'primary' && chance.happens(0.3);
  const call = {
    params: { siteId: site.id },
    query: {},
    body: {
      address: `演示路${1 + chance.below(200)}号`,
      contact: '物资科',
      telephone: '000-00000000',
      distanceKm: isFar ? 60 : chance.below(20),
    },
  };
  done(await changeSite(actingAs(demo, institution, 'buyer'), call), `site ${site.key}`);
}
