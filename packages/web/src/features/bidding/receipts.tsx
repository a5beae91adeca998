import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { readBidding } from '@daylight/api/bidding.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { handOver } from '../../ui/csv.ts';
import { Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { roundTexts } from './rounds-texts.ts';
import { receiptTone } from './states.ts';
import { texts } from './texts.ts';

type Receipt = ReplyOf<typeof readBidding>['receipts'][number];

function keep(receipt: Receipt): void {
  const content = JSON.stringify(receipt, null, 2);
  handOver(
    new Blob([`${content}\n`], { type: 'application/json' }),
    `daylight-receipt-${receipt.bidId}.json`,
  );
}

/** Signed receipts with their place in the journal. */
export function Receipts({
  receipts,
  extra,
}: {
  readonly receipts: readonly Receipt[];
  readonly extra: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  return (
    <Section title={t.receipts} extra={extra}>
      <p className="dl-soft">{t.receiptsNote}</p>
      <TableView
        inside
        label={t.receipts}
        rows={receipts}
        rowKey={(row) => row.bidId}
        columns={[
          {
            key: 'version',
            title: t.bid,
            card: 'title',
            nowrap: true,
            render: (row) => `${r.nth(row.quoting)} · ${t.version(row.version)}`,
          },
          stateColumn(t.state, t.receiptStates, receiptTone),
          { key: 'at', title: t.receivedAt, render: (row) => <DateText at={row.receivedAt} time /> },
          {
            key: 'commitment',
            title: t.commitment,
            render: (row) => <span className="dl-bid-hash">{row.commitment}</span>,
          },
          {
            key: 'place',
            title: t.place,
            render: (row) => (row.place === null ? t.placeSoon : String(row.place.position)),
          },
          {
            key: 'keep',
            title: '',
            render: (row) => (
              <Button size="small" onClick={() => keep(row)}>
                {t.downloadReceipt}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}
