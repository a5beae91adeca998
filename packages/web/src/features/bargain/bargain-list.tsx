// screen: JS-11, JS-11A, JS-11B, JS-11C
import { acceptOffers } from '@daylight/api/bargain-answer.ts';
import { listBargains } from '@daylight/api/bargain.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { ZoneTag } from '../../ui/tags.tsx';
import { stateTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listBargains>;

/** Bargains by state with their clocks: mine to answer, running, ended. */
export function BargainListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const columns = useColumns();
  const canAnswer = may('bargain.answer');
  const find = may('bargain.open') ? (
    <Button type="primary" onClick={() => go('/listings')}>
      {t.findListing}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t.bargains} note={t.bargainsNote} actions={find} />
      <DataTable<typeof listBargains>
        id="bargains"
        endpoint={listBargains}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['mine', 'running', 'ended'] as const).map((value) => ({
              value,
              label: t.shows[value],
            })),
          },
          {
            kind: 'choice',
            name: 'kind',
            label: t.kind,
            options: (['listed', 'traded', 'other'] as const).map((value) => ({
              value,
              label: t.kinds[value],
            })),
          },
        ]}
        columns={columns}
        href={(row) => `/bargains/${row.id}`}
        tone={(row) => (row.zone === 'red' ? 'danger' : null)}
        above={(reply) => <p className="dl-soft">{t.counts(reply.counts.mine, reply.counts.running)}</p>}
        {...(canAnswer ? { bulk: (rows, clear) => <AcceptMany rows={rows} clear={clear} /> } : {})}
        empty={{ title: t.noBargains, help: t.noBargainsHelp, action: find }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const isMaker = actor?.kind === 'manufacturer';
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => `${row.product.productName} ${row.product.specification}`,
      render: (row) => (
        <>
          {row.product.productName} <small className="dl-soft">{row.product.specification}</small>
        </>
      ),
    },
    {
      key: 'other',
      title: isMaker ? t.institution : t.manufacturer,
      text: (row) => (isMaker ? row.institution.name : row.manufacturer.name),
      render: (row) => (
        <>
          {isMaker ? row.institution.name : row.manufacturer.name}
          {row.pooled ? (
            <small className="dl-soft">
              {' '}
              {t.pooled} {t.members(row.members)}
            </small>
          ) : null}
        </>
      ),
    },
    {
      key: 'price',
      title: t.offer,
      unit: '元',
      align: 'right',
      text: (row) => row.price,
      render: (row) => <MoneyText amount={row.price} />,
    },
    {
      key: 'counterPrice',
      title: t.counter,
      unit: '元',
      align: 'right',
      text: (row) => row.counterPrice ?? '',
      render: (row) => <MoneyText amount={row.counterPrice} />,
    },
    {
      key: 'agreedPrice',
      title: t.agreedPrice,
      unit: '元',
      align: 'right',
      text: (row) => row.agreedPrice ?? '',
      render: (row) => <MoneyText amount={row.agreedPrice} strong />,
    },
    {
      key: 'listingPrice',
      title: t.listingPrice,
      unit: '元',
      align: 'right',
      hidden: true,
      text: (row) => row.product.listingPrice,
      render: (row) => <MoneyText amount={row.product.listingPrice} />,
    },
    {
      key: 'quantity',
      title: t.quantity,
      align: 'right',
      text: (row) => row.quantity,
      render: (row) => <QuantityText count={row.quantity} unit={row.product.purchaseUnit} />,
    },
    {
      key: 'zone',
      title: t.zone,
      text: (row) => row.zone ?? '',
      render: (row) => (row.zone === null || row.zone === 'none' ? '—' : <ZoneTag zone={row.zone} />),
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null ? (
          '—'
        ) : (
          <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
        ),
    },
    stateColumn(t.state, t.states, stateTone),
    { key: 'number', title: t.number, hidden: true, nowrap: true, render: (row) => row.number },
  ];
}

/** The selected offers confirmed in one go; what could not be confirmed is said line by line. */
function AcceptMany({
  rows,
  clear,
}: {
  readonly rows: readonly Row[];
  readonly clear: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message, modal } = App.useApp();
  const accept = useDo(acceptOffers);
  const answerable = rows.filter((row) => row.turn === 'manufacturer' && row.state === 'open');
  async function run(): Promise<void> {
    const lines = answerable.map((row) => ({ bargainId: row.id, version: row.version }));
    const reply = await accept.run({ body: { lines } });
    if (reply === null) return;
    clear();
    void message.success(t.acceptedSome(reply.accepted, lines.length));
    const failed = reply.lines.filter((line) => !line.ok);
    if (failed.length === 0) return;
    const numberOf = new Map(rows.map((row) => [row.id, row.number]));
    modal.warning({
      title: t.notAccepted,
      content: failed.map((line) => (
        <p key={line.bargainId}>
          {numberOf.get(line.bargainId)} · {line.text === null ? line.code : say(line.text)}
        </p>
      )),
    });
  }
  return (
    <Button
      type="primary"
      disabled={answerable.length === 0}
      loading={accept.pending}
      onClick={() => void run()}
    >
      {t.acceptSelected(answerable.length)}
    </Button>
  );
}
