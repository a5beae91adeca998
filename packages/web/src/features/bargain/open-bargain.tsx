// screen: JS-11, JS-11A, JS-11B, JS-11C, JS-12, JS-12B, JS-12C, HN-5
import { listAgreedPrices, openBargain, previewBargain } from '@daylight/api/bargain.ts';
import { readListing } from '@daylight/api/listing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { isMoney, isPositive } from '@daylight/rules/money.ts';
import type { Money } from '@daylight/rules/money.ts';
import { isIsoDate } from '@daylight/rules/time.ts';
import { App, Checkbox, Form, Input } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useSearch } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import {
  DayInput,
  EntityForm,
  MoneyInput,
  QuantityInput,
  moneyRule,
  needed,
  quantityRule,
} from '../../ui/entity-form.tsx';
import { MoneyText, UnitPrice } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import { ZonePanel } from '../supervision/zone-panel.tsx';
import { useAgreedColumns } from './agreed-price-list.tsx';
import { texts } from './texts.ts';

type Listing = ReplyOf<typeof readListing>;
interface Values {
  readonly price: string;
  readonly quantity: string;
  readonly note?: string;
  readonly claimsTraded?: boolean;
  readonly pooled?: boolean;
  readonly joiningUntil?: string;
}

/** A bargain is opened from a listing: price, quantity, and beside them what will follow. */
export function OpenBargainPage(): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  const listingId = search['listing'] ?? '';
  const { data, error } = useAsk(readListing, { params: { listingId } }, { enabled: listingId !== '' });
  if (listingId === '') {
    return (
      <>
        <PageHead title={t.open} note={t.chooseListing} above={{ to: '/bargains', title: t.bargains }} />
        <Go to="/listings">{t.findListing}</Go>
      </>
    );
  }
  if (error !== null) return <PageProblem problem={error.problem} />;
  return data === undefined ? <PageSkeleton /> : <OpenBargain listing={data} />;
}

function OpenBargain({ listing }: { readonly listing: Listing }): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const go = useGo();
  const [values, setValues] = useState<Partial<Values>>({});
  const open = useDo(openBargain, {
    touches: ['listing', 'supervision'],
    then: (reply) => {
      void message.success(t.done);
      go(`/bargains/${reply.id}`, { replace: true });
    },
  });
  function submit({ price, quantity, note, claimsTraded, pooled, joiningUntil }: Values) {
    const body = {
      listingId: listing.id,
      price,
      quantity,
      note: note ?? '',
      claimsTraded: claimsTraded ?? false,
    };
    return open.run({ body: { ...body, joiningUntil: pooled ? (joiningUntil ?? null) : null } });
  }
  return (
    <div className="dl-details">
      <PageHead
        title={`${t.bargain} · ${listing.productName}`}
        note={t.openNote}
        above={{ to: '/bargains', title: t.bargains }}
      />
      <div className="dl-columns-2">
        <div>
          <ListingFacts listing={listing} />
          <Section title={t.open}>
            <EntityForm<Values>
              onSubmit={submit}
              onChange={setValues}
              pending={open.pending}
              problem={open.problem}
              submit={t.submit}
              draft={`bargain.open.${listing.id}`}
            >
              <OfferFields listing={listing} pooled={values.pooled ?? false} />
            </EntityForm>
          </Section>
        </div>
        <aside>
          <Section title={t.willHappen}>
            <Preview listing={listing} values={values} />
          </Section>
          <Section title={t.othersAgreed}>
            <OthersAgreed listingId={listing.id} />
          </Section>
        </aside>
      </div>
    </div>
  );
}

function ListingFacts({ listing }: { readonly listing: Listing }): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={t.product}>
      <Facts
        facts={[
          { name: t.specification, value: `${listing.specification} ${listing.model}` },
          { name: t.manufacturer, value: listing.manufacturer.name },
          {
            name: t.listingPrice,
            value: (
              <UnitPrice
                price={listing.price}
                purchaseUnit={listing.purchaseUnit}
                smallestUnit={listing.smallestUnit}
                perPurchaseUnit={listing.unitsPerPurchaseUnit}
              />
            ),
          },
          ...(listing.agreed === null
            ? []
            : [{ name: t.ownAgreed, value: <MoneyText amount={listing.agreed.price} unit /> }]),
        ]}
      />
    </Section>
  );
}

function OfferFields({
  listing,
  pooled,
}: {
  readonly listing: Listing;
  readonly pooled: boolean;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <Form.Item name="price" label={t.price} rules={[needed(t.needPrice), moneyRule(t.badPrice)]}>
        <MoneyInput />
      </Form.Item>
      <Form.Item
        name="quantity"
        label={t.quantity}
        rules={[needed(t.needQuantity), quantityRule(t.badQuantity)]}
      >
        <QuantityInput unit={listing.purchaseUnit} />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={500} placeholder={t.noteForOther} />
      </Form.Item>
      <Form.Item name="claimsTraded" valuePropName="checked">
        <Checkbox>{t.claims}</Checkbox>
      </Form.Item>
      <Form.Item name="pooled" valuePropName="checked">
        <Checkbox>{t.pool}</Checkbox>
      </Form.Item>
      {pooled ? (
        <Form.Item name="joiningUntil" label={t.joiningUntil} rules={[needed(t.needDay)]}>
          <DayInput />
        </Form.Item>
      ) : null}
    </>
  );
}

/** Kind, clock and zone of the price that stands in the form, before it is submitted. */
function Preview({
  listing,
  values,
}: {
  readonly listing: Listing;
  readonly values: Partial<Values>;
}): ReactNode {
  const t = useTexts(texts);
  const price = useDeferredValue(values.price ?? '');
  const isPrice = isMoney(price) && isPositive(price as Money);
  const joiningUntil =
    values.pooled && isIsoDate(values.joiningUntil ?? '') ? values.joiningUntil : undefined;
  const claimsTraded = values.claimsTraded ? ('true' as const) : ('false' as const);
  const query = {
    listingId: listing.id,
    price,
    claimsTraded,
    ...(joiningUntil === undefined ? {} : { joiningUntil }),
  };
  const { data, error } = useAsk(previewBargain, { query }, { enabled: isPrice, staleMs: 60_000 });
  if (!isPrice) return <p className="dl-soft">{t.fillPrice}</p>;
  if (error !== null) return <ProblemAlert problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  const outcome = data.state === 'joining' ? t.outcomes.joining : t.outcomes[data.kind];
  return (
    <div className="dl-preview" aria-live="polite">
      <p>
        <strong>{t.kinds[data.kind]}</strong> · {outcome}{' '}
        {data.basis === null || data.due !== null ? null : <Article basis={data.basis} />}
      </p>
      {data.due === null ? null : (
        <p>
          {t.until}{' '}
          <Deadline dueAt={data.due.dueAt} provisional={data.due.provisional} basis={data.due.basis} />
        </p>
      )}
      {data.tradesAtPrice > 0 && data.kind === 'traded' ? (
        <p className="dl-soft">{t.tradesAtPrice(data.tradesAtPrice)}</p>
      ) : null}
      <ZonePanel
        finding={data.zone}
        smallestUnit={listing.smallestUnit}
        chart
        appeal={{ listingId: listing.id }}
      />
    </div>
  );
}

/** Others' agreed prices for the same product, newest first (JS-11 供其他医疗机构参考). */
function OthersAgreed({ listingId }: { readonly listingId: string }): ReactNode {
  const t = useTexts(texts);
  const keys = new Set(['institution', 'price', 'agreedAt']);
  const columns = useAgreedColumns().filter((column) => keys.has(column.key));
  const { data } = useAsk(listAgreedPrices, { query: { listingId, limit: 10 } });
  return (
    <TableView
      columns={columns}
      rows={data?.items ?? []}
      rowKey={(row) => row.id}
      empty={<span className="dl-soft">{t.noOthers}</span>}
      inside
    />
  );
}
