// screen: JS-24
import {
  type CoordinationLineItem,
  answerCoordination,
  listCoordinationLines,
} from '@daylight/api/bidding-coordination.ts';
import { App, Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { MoneyInput } from '../../ui/entity-form.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { coordinationTexts } from './coordination-texts.ts';

const linesShown = 200;
const answerable: readonly CoordinationLineItem['state'][] = ['asked', 'refused', 'silent', 'lowered'];

interface Answer {
  readonly listingId: string;
  readonly price: string | null;
  readonly reason: string;
}
interface Draft {
  readonly price?: string;
  readonly reason?: string;
}

/** The enterprise's answer: a new price for each listing, or why not; lines left empty are not answered yet. */
export function CoordinationAnswer({
  coordination,
}: {
  readonly coordination: { readonly id: string };
}): ReactNode {
  const t = useTexts(coordinationTexts);
  const { message } = App.useApp();
  const params = { coordinationId: coordination.id };
  const { data, refetch } = useAsk(listCoordinationLines, { params, query: { limit: linesShown } });
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const send = useDo(answerCoordination, {
    touches: ['listing'],
    then: ({ offered, refused }) => {
      setDrafts({});
      void refetch();
      void message.success(t.answered(offered, refused));
    },
  });
  const open = (data?.items ?? []).filter(
    (line) => answerable.includes(line.state) && (line.state === 'asked' || line.above),
  );
  if (open.length === 0) return null;
  const put = (id: string, draft: Draft) => setDrafts({ ...drafts, [id]: { ...drafts[id], ...draft } });
  const lines = open.flatMap(({ listingId, state }): Answer[] => {
    const { price = '', reason = '' } = drafts[listingId] ?? {};
    if (price !== '') return [{ listingId, price, reason }];
    return reason !== '' && state === 'asked' ? [{ listingId, price: null, reason }] : [];
  });
  return (
    <Section
      title={t.answerTitle}
      extra={
        <Button
          size="small"
          onClick={() =>
            setDrafts(Object.fromEntries(open.map((line) => [line.listingId, { price: line.target }])))
          }
        >
          {t.toTarget}
        </Button>
      }
    >
      <p className="dl-soft">{t.answerNote}</p>
      <TableView
        inside
        label={t.answerTitle}
        rows={open}
        rowKey={(row) => row.listingId}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            render: (row) => (
              <>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </>
            ),
          },
          {
            key: 'now',
            title: t.priceNow,
            align: 'right',
            render: (row) => <MoneyText amount={row.priceNow} />,
          },
          {
            key: 'target',
            title: t.target,
            align: 'right',
            render: (row) => <MoneyText amount={row.target} />,
          },
          {
            key: 'price',
            title: t.newPrice,
            unit: '元',
            render: (row) => (
              <MoneyInput
                aria-label={`${t.newPrice} ${row.productName} ${row.specification}`}
                value={drafts[row.listingId]?.price ?? ''}
                onChange={(price) => put(row.listingId, { price })}
              />
            ),
          },
          {
            key: 'reason',
            title: t.reason,
            render: (row) => (
              <Input
                aria-label={`${t.reason} ${row.productName} ${row.specification}`}
                maxLength={500}
                value={drafts[row.listingId]?.reason ?? ''}
                onChange={(event) => put(row.listingId, { reason: event.target.value })}
              />
            ),
          },
        ]}
      />
      <ProblemAlert problem={send.problem} />
      <Button
        type="primary"
        disabled={lines.length === 0}
        loading={send.pending}
        onClick={() => void send.run({ params, body: { lines } })}
      >
        {t.submit}
      </Button>
    </Section>
  );
}
