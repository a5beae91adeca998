// screen: JS-35, JS-36, HN-11a
import { answerOrderBatch } from '@daylight/api/order-answer.ts';
import { type OrderSummary, listOrders } from '@daylight/api/order-read.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { useOrderColumns } from './order-columns.tsx';
import { texts } from './texts.ts';
import './order.css';

/** The distributor's desk: what waits for an answer, many at once; below it what waits to be shipped. */
export function DispatchPage(): ReactNode {
  const t = useTexts(texts);
  const columns = useOrderColumns('distributor');
  return (
    <>
      <PageHead title={t.dispatch} note={t.dispatchNote} />
      <h2 className="dl-part">{t.toConfirm}</h2>
      <DataTable<typeof listOrders>
        id="dispatch-confirm"
        prefix="c"
        label={t.toConfirm}
        endpoint={listOrders}
        query={{ state: 'placed', sort: 'due' }}
        columns={columns}
        href={(row) => `/orders/${row.id}`}
        tone={(row) => (row.confirmOverdue ? 'danger' : row.urgency === 'ordinary' ? null : 'warning')}
        bulk={(rows, clear) => <ConfirmMany rows={rows} clear={clear} />}
        empty={{ title: t.nothingToConfirm }}
        everyMs={60_000}
        limit={20}
      />
      <h2 className="dl-part">{t.toShip}</h2>
      <DataTable<typeof listOrders>
        id="dispatch-ship"
        prefix="s"
        label={t.toShip}
        endpoint={listOrders}
        query={{ state: 'confirmed,shipping', sort: 'due' }}
        columns={columns}
        href={(row) => `/orders/${row.id}`}
        tone={(row) => (row.late ? 'danger' : row.urgency === 'ordinary' ? null : 'warning')}
        empty={{ title: t.nothingToShip }}
        limit={20}
      />
    </>
  );
}

/** Several orders confirmed as ordered; what could not be confirmed is said order by order. */
function ConfirmMany({
  rows,
  clear,
}: {
  readonly rows: readonly OrderSummary[];
  readonly clear: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message, modal } = App.useApp();
  const answer = useDo(answerOrderBatch);
  async function run(): Promise<void> {
    const orders = rows.map((row) => ({ orderId: row.id, version: row.version }));
    const reply = await answer.run({ body: { orders } });
    if (reply === null) return;
    clear();
    void message.success(t.confirmedSome(reply.confirmed, orders.length));
    const failed = reply.results.filter((each) => !each.ok);
    if (failed.length === 0) return;
    const numberOf = new Map(rows.map((row) => [row.id, row.number]));
    modal.warning({
      title: t.notConfirmed,
      content: failed.map((each) => (
        <p key={each.orderId}>
          {numberOf.get(each.orderId)} · {each.problem === null ? '' : say(each.problem.text)}
        </p>
      )),
    });
  }
  return (
    <Button type="primary" disabled={rows.length === 0} loading={answer.pending} onClick={() => void run()}>
      {t.confirmSelected(rows.length)}
    </Button>
  );
}
