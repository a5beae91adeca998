import { openRows } from './strangers.ts';
import type { TestWorld } from './world.ts';

/** Where a parameter of an address is not called after its table. */
const tableOf: Readonly<Record<string, string>> = {
  institutionId: 'organisation',
  orderId: 'purchase_order',
  returnId: 'goods_return',
  invoiceId: 'invoice',
  'listing.changeId': 'listing_change',
  'qualification.changeId': 'qualification_change',
  'listing.importId': 'listing_import',
  'linkage.importId': 'linkage_import',
  'account.requestId': 'account_request',
  'qualification.requestId': 'added_specification',
  'portal.id': 'public_notice',
  'notice.id': 'notice',
  releaseId: 'code_release',
  groupId: 'medical_group',
  siteId: 'delivery_site',
  caseId: 'oversight_case',
  decisionId: 'policy_decision',
  trialId: 'supervision_trial',
  objectionId: 'publicity_objection',
  expertId: 'panel_expert',
  interestId: 'panel_interest',
  reviewId: 'panel_review',
  drawId: 'panel_draw',
  'linkage.recordId': 'price_record',
  'admission.recordId': 'price_record',
  'bidding.sourceId': 'award_source',
  'bidding.landedId': 'landed_award',
  'bidding.coordinationId': 'price_coordination',
  sourceId: 'price_source',
  dutyId: 'price_duty',
  runId: 'linkage_run',
  closingId: 'directory_closing',
  resumptionId: 'directory_resumption',
  mergeId: 'directory_merge',
  filingId: 'filing',
  issueId: 'filing_issue',
  purchaseId: 'outside_purchase',
  repairId: 'credit_repair',
  supplyId: 'credit_supply',
  stepId: 'credit_step',
  reportId: 'credit_report',
  'execution.accountId': 'volume_account',
  'execution.reportId': 'volume_report',
  failureId: 'supply_failure',
  eventId: 'adverse_event',
  productId: 'tender_product',
  enrolmentId: 'bid_enrolment',
};

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The tables that a parameter or field may name, the likeliest first. */
export function tablesOf(endpointId: string, name: string): string[] {
  const [feature = ''] = endpointId.split('.');
  const plain = snake(name.replace(/Ids?$/, ''));
  const named = [tableOf[`${feature}.${name}`], tableOf[name]].filter((table) => table !== undefined);
  return [...named, plain, `${feature}_${plain}`, feature];
}

/** An id of somebody's real business for a parameter or field of an endpoint, null where there is none. */
export interface RealIds {
  of(endpointId: string, name: string): string | null;
}

/** One row of every table that has an id of its own; the newest that is not open to all, which still has something to do. */
export async function realIds({ sql }: Pick<TestWorld, 'sql'>): Promise<RealIds> {
  const tables = await sql<{ name: string }>(
    `select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname = 'id' and not a.attisdropped and a.atttypid = 'uuid'::regtype`,
  );
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const closed = `not (${openRows[name]?.rows ?? 'false'})`;
    const [row] = await sql<{ id: string }>(
      `select id from "${name}" order by (${closed}) desc, id desc limit 1`,
    );
    if (row !== undefined) found.set(name, row.id);
  }
  const sites = await sql<{ id: string }>('select site_id as id from delivery_site order by 1 limit 1');
  if (sites[0] !== undefined) found.set('delivery_site', sites[0].id);
  return {
    of(endpointId, name) {
      for (const table of tablesOf(endpointId, name)) {
        const id = found.get(table);
        if (id !== undefined) return id;
      }
      return null;
    },
  };
}
