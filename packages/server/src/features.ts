import { clearAway } from './features/account/cleanup.ts';
import { organisationRoutes } from './features/organisation/routes.ts';
import { homeRoutes } from './features/home/routes.ts';
import { accountRoutes } from './features/account/routes.ts';
import { policyRoutes } from './features/policy/routes.ts';
import { sealAll } from './features/journal/seal.ts';
import { journalRoutes } from './features/journal/routes.ts';
import { portalRoutes } from './features/portal/routes.ts';
import { bargainDue } from './features/bargain/due.ts';
import { bargainRoutes } from './features/bargain/routes.ts';
import { supervisionJobs, supervisionSweeps } from './features/supervision/due.ts';
import { supervisionRoutes } from './features/supervision/routes.ts';
import { orderDue, receiptDue } from './features/order/due.ts';
import { orderRoutes } from './features/order/routes.ts';
import { listingRoutes } from './features/listing/routes.ts';
import { settlementDue } from './features/settlement/due.ts';
import { settlementRoutes } from './features/settlement/routes.ts';
import { distributionDue } from './features/distribution/due.ts';
import { distributionRoutes } from './features/distribution/routes.ts';
import { catalogueRoutes } from './features/catalogue/routes.ts';
import { calendarRoutes } from './features/calendar/routes.ts';
import { refreshCalendar } from './features/calendar/store.ts';
import { evidenceSweeps } from './features/evidence/due.ts';
import { evidenceRoutes } from './features/evidence/routes.ts';
import { qualificationSweeps } from './features/qualification/due.ts';
import { qualificationRoutes } from './features/qualification/routes.ts';
import { publicitySweeps } from './features/publicity/due.ts';
import { publicityRoutes } from './features/publicity/routes.ts';
import { panelSweeps } from './features/panel/due.ts';
import { panelRoutes } from './features/panel/routes.ts';
import { linkageSweeps } from './features/linkage/due.ts';
import { linkageRoutes } from './features/linkage/routes.ts';
import { readDueSources } from './features/linkage/read-source.ts';
import { advanceRuns } from './features/linkage/run-settle.ts';
import { admissionSweeps } from './features/admission/due.ts';
import { admissionRoutes } from './features/admission/routes.ts';
import { directorySweeps } from './features/directory/due.ts';
import { directoryRoutes } from './features/directory/routes.ts';
import { creditSweeps } from './features/credit/due.ts';
import { creditRoutes } from './features/credit/routes.ts';
import { filingSweeps } from './features/filing/due.ts';
import { filingRoutes } from './features/filing/routes.ts';
import { demandRoutes } from './features/demand/routes.ts';
import { readDueAwards } from './features/bidding/read-awards.ts';
import { biddingRoutes } from './features/bidding/routes.ts';
import { agreementRoutes } from './features/agreement/routes.ts';
import { executionRoutes } from './features/execution/routes.ts';
import { tenderSweeps } from './features/tender/due.ts';
import { demandSweeps } from './features/demand/due.ts';
import { biddingSweeps } from './features/bidding/due.ts';
import { agreementSweeps } from './features/agreement/due.ts';
import { executionSweeps } from './features/execution/due.ts';
import { tenderRoutes } from './features/tender/routes.ts';
import type { Job } from './jobs.ts';
import type { Route } from './route.ts';
import type { Sweep } from './sweep.ts';

/** Every feature's routes, sweeps and jobs, one line each. A feature that is not here does not exist. */
export const routes: readonly Route[] = [
  ...calendarRoutes,
  ...catalogueRoutes,
  ...accountRoutes,
  ...homeRoutes,
  ...organisationRoutes,
  ...policyRoutes,
  ...journalRoutes,
  ...portalRoutes,
  ...settlementRoutes,
  ...listingRoutes,
  ...distributionRoutes,
  ...orderRoutes,
  ...bargainRoutes,
  ...supervisionRoutes,
  ...evidenceRoutes,
  ...qualificationRoutes,
  ...publicityRoutes,
  ...panelRoutes,
  ...linkageRoutes,
  ...admissionRoutes,
  ...directoryRoutes,
  ...creditRoutes,
  ...filingRoutes,
  ...tenderRoutes,
  ...executionRoutes,
  ...agreementRoutes,
  ...biddingRoutes,
  ...demandRoutes,
];

export const sweeps: readonly Sweep[] = [
  distributionDue,
  orderDue,
  receiptDue,
  bargainDue,
  settlementDue,
  // Before those who take what publicity and panels settled.
  ...publicitySweeps,
  ...panelSweeps,
  ...supervisionSweeps,
  ...evidenceSweeps,
  ...qualificationSweeps,
  ...linkageSweeps,
  ...admissionSweeps,
  // Before the directory looks at what is closing.
  ...creditSweeps,
  ...directorySweeps,
  ...filingSweeps,
  ...tenderSweeps,
  ...demandSweeps,
  ...biddingSweeps,
  ...agreementSweeps,
  ...executionSweeps,
];

/** Work on a timetable besides the sweeps; run by one server at a time. */
export const jobs: readonly Job[] = [
  // Long work of its own, so that no deadline waits for it.
  { name: 'linkage', cron: '* * * * *', run: advanceRuns },
  { name: 'price-sources', cron: '*/5 * * * *', run: readDueSources },
  { name: 'award-sources', cron: '*/5 * * * *', run: readDueAwards },
  { name: 'clear-away', cron: '43 18 * * *', run: clearAway },
  ...supervisionJobs,
  { name: 'seal', cron: '* * * * *', run: async (world) => void (await sealAll(world)) },
  // A year that another server imported.
  { name: 'calendar', cron: '*/10 * * * *', run: refreshCalendar },
];
