// screen: SX-4.1, SX-4.2, JS-24
import { dismissLanded, followLanded, readLanded } from '@daylight/api/bidding-landing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, App } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlaceName } from '../linkage/place.ts';
import { texts as roundTexts } from '../tender/round-texts.ts';
import { landedTone, landingTexts, problemText } from './landing-texts.ts';
import './bidding.css';

type Landed = ReplyOf<typeof readLanded>;

/** One result from elsewhere: that it verifies, what it means here, and the one step by which it is taken over. */
export function LandedPage(): ReactNode {
  const t = useTexts(landingTexts);
  const { levels } = useTexts(roundTexts);
  const placeName = usePlaceName();
  const landedId = useParam('landedId');
  const { data, error, refetch } = useAsk(readLanded, { params: { landedId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.title}
      note={`${data.number} · ${data.organiser}`}
      above={{ to: '/landed-awards', title: t.landed }}
      state={<StateTag tone={landedTone[data.state]}>{t.states[data.state]}</StateTag>}
      actions={<Actions landed={data} />}
      facts={[
        { name: t.level, value: levels[data.level] },
        { name: t.place, value: placeName(data.jurisdiction) },
        { name: t.source, value: data.source.name },
        { name: t.awardedAt, value: <DateText at={data.awardedAt} time /> },
        { name: t.readAt, value: <DateText at={data.readAt} time /> },
        { name: t.term, value: t.months(data.termMonths) },
        {
          name: t.following,
          value: data.tender === null ? null : <Go to={`/rounds/${data.tender.id}`}>{data.tender.number}</Go>,
        },
        { name: t.engine, value: data.engine === '' ? null : data.engine },
        { name: t.hash, wide: true, value: <span className="dl-bid-hash">{data.hash}</span> },
      ]}
    >
      {data.problem === null ? (
        <Alert type="success" showIcon title={t.verified} />
      ) : (
        <Alert type="error" showIcon title={problemText(data.problem, t)} description={t.brokenHelp} />
      )}
      {data.note === '' ? null : <Alert type="info" showIcon title={data.note} />}
      <Meaning landed={data} />
    </Details>
  );
}

function Actions({ landed }: { readonly landed: Landed }): ReactNode {
  const t = useTexts(landingTexts);
  const go = useGo();
  const { message } = App.useApp();
  const params = { landedId: landed.id };
  const { version } = landed;
  const follow = useDo(followLanded, {
    touches: ['tender'],
    then: (reply) => {
      void message.success(t.followDone);
      go(`/rounds/${reply.tenderId}`);
    },
  });
  const dismiss = useDo(dismissLanded);
  const open = landed.state === 'received' || landed.state === 'broken';
  if (!open) return null;
  const institutions = Math.max(0, ...landed.items.map((each) => each.institutions));
  const met = landed.products.filter(({ listings }) => listings.length > 0).length;
  return (
    <>
      {landed.mayFollow ? (
        <ConfirmEffect
          label={t.follow}
          title={t.followTitle}
          effects={t.followEffects(institutions, met)}
          confirm={t.follow}
          button={{ type: 'primary' }}
          basis={{ document: 'sx-2021-09', article: '四（一）', clause: 'SX-4.1' }}
          run={() => follow.run({ params, body: { version } })}
          pending={follow.pending}
          problem={follow.problem}
        />
      ) : null}
      <ConfirmEffect
        label={t.dismiss}
        title={t.dismissTitle}
        effects={t.dismissEffects}
        confirm={t.dismiss}
        askReason="needed"
        run={({ reason }) => dismiss.run({ params, body: { version, note: reason } })}
        pending={dismiss.pending}
        problem={dismiss.problem}
      />
    </>
  );
}

interface Line {
  readonly product: Landed['products'][number];
  readonly listing: Landed['products'][number]['listings'][number] | null;
}

function Meaning({ landed }: { readonly landed: Landed }): ReactNode {
  const t = useTexts(landingTexts);
  const m = useMarks();
  const lines = landed.products.flatMap((product): Line[] =>
    product.listings.length === 0
      ? [{ product, listing: null }]
      : product.listings.map((listing) => ({ product, listing })),
  );
  return (
    <>
      <Section title={t.meaning}>
        <p className="dl-soft">{t.meaningNote(landed.boughtFrom, landed.boughtBefore)}</p>
        <TableView
          inside
          label={t.meaning}
          rows={landed.items}
          rowKey={(row) => row.item}
          columns={[
            { key: 'item', title: t.item, card: 'title', render: (row) => row.name },
            {
              key: 'codes',
              title: t.codes,
              render: (row) => <span className="dl-break">{row.codePrefixes.join(m.list)}</span>,
            },
            { key: 'institutions', title: t.institutions, align: 'right', render: (row) => row.institutions },
            {
              key: 'amount',
              title: t.amount,
              align: 'right',
              render: (row) => <MoneyText amount={row.amount} />,
            },
            {
              key: 'round',
              title: t.round,
              render: (row) =>
                row.round === null ? '—' : <Go to={`/rounds/${row.round.id}`}>{row.round.title}</Go>,
            },
          ]}
        />
      </Section>
      {lines.length === 0 ? null : (
        <Section title={`${t.product} · ${t.total} ${moneyText(landed.effect)}`}>
          <TableView
            inside
            label={t.product}
            rows={lines}
            rowKey={(row) => `${row.product.product} ${row.listing?.id ?? ''}`}
            columns={[
              {
                key: 'product',
                title: t.product,
                card: 'title',
                render: ({ product }) => <TwoLines below={product.firm}>{product.name}</TwoLines>,
              },
              {
                key: 'price',
                title: t.price,
                align: 'right',
                render: ({ product }) => <MoneyText amount={product.price} />,
              },
              {
                key: 'listing',
                title: t.listing,
                render: ({ listing }) =>
                  listing === null ? (
                    <span className="dl-soft">{t.notListed}</span>
                  ) : (
                    <Go to={`/listings/${listing.id}`}>{listing.number}</Go>
                  ),
              },
              {
                key: 'now',
                title: t.priceNow,
                align: 'right',
                render: ({ listing }) => (listing === null ? '—' : <MoneyText amount={listing.price} />),
              },
              {
                key: 'target',
                title: t.target,
                align: 'right',
                render: ({ listing }) => (listing === null ? '—' : <MoneyText amount={listing.target} />),
              },
              {
                key: 'bought',
                title: t.bought,
                align: 'right',
                render: ({ listing }) =>
                  listing === null ? (
                    '—'
                  ) : (
                    <QuantityText count={listing.bought} unit={listing.purchaseUnit} />
                  ),
              },
              {
                key: 'effect',
                title: t.effect,
                align: 'right',
                render: ({ listing }) => (listing === null ? '—' : <MoneyText amount={listing.effect} />),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
