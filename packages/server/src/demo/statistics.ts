import pg from 'pg';
import { tellPlanner } from '../partitions.ts';

/** What grows while the demo is lived. */
const tables = [
  'listing',
  'delivery_relation',
  'delivery_choice',
  'bargain',
  'bargain_member',
  'agreed_price',
  'purchase_order',
  'order_line',
  'shipment',
  'shipment_line',
  'acceptance',
  'trade',
  'invoice',
  'invoice_line',
  'payment_line',
  'notice',
  'journal',
];

/**
 * Tells the planner what the tables hold by now. A database that has just been made knows nothing, and its own servant
 * comes by only every minute: the load would be over before.
 */
export async function gatherStatistics(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'daylight demo' });
  await client.connect();
  try {
    await client.query(`analyze ${tables.join(', ')}`);
    await tellPlanner(client);
  } finally {
    await client.end();
  }
}
