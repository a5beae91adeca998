import { submitBid } from '@daylight/api/bidding.ts';
import { bidFormat, bidText, isBidPrice } from '@daylight/rules/bidding/content.ts';
import { type Money, compare, isMoney, money } from '@daylight/rules/money.ts';
import { trusteeCapacityNames } from '@daylight/rules/bidding/trustees.ts';
import { sealBid } from '@daylight/seal/seal.ts';
import { Alert, Form, Select, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { EntityForm, MoneyInput } from '../../ui/entity-form.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { Bidding } from './bid-page.tsx';
import { KeyChoice, NewKey } from './key-box.tsx';
import { texts } from './texts.ts';

/** Prices are typed, encrypted on this page and handed in sealed; the key file is proven to be kept before. */
export function SealSection({
  bidding,
  open,
}: {
  readonly bidding: Bidding;
  readonly open: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const [recipient, setRecipient] = useState<string | null>(null);
  if (bidding.state !== 'bidding')
    return ['reporting', 'measured'].includes(bidding.state) ? (
      <Section title={t.seal}>
        <p className="dl-soft">{t.sealLater}</p>
      </Section>
    ) : null;
  if (!open || bidding.terms === null) return null;
  if (!bidding.rounds.mayQuote)
    return (
      <Section title={t.seal}>
        <p className="dl-soft">{t.notInFirst}</p>
      </Section>
    );
  const { mode, receipts } = bidding;
  if (mode === 'inquiry' && receipts.length > 0) return null;
  const of = { kind: 'bidder' as const, round: bidding.number, owner: bidding.bidder };
  return (
    <Section title={t.seal}>
      {mode === 'inquiry' ? (
        <Alert type="warning" showIcon title={t.quotedOnce} className="dl-bid-gap" />
      ) : null}
      <p>{t.sealHow}</p>
      <Holders bidding={bidding} />
      <h3 className="dl-bid-part">{t.ownKey}</h3>
      <p className="dl-soft">{t.ownKeyWhy}</p>
      {recipient === null ? (
        <Space orientation="vertical" size="large">
          <NewKey of={of} label={t.newKey} onMade={() => undefined} />
          <KeyChoice label={t.chooseKey} onKey={(key) => setRecipient(key.recipient)} />
        </Space>
      ) : (
        <>
          <Alert type="success" showIcon title={t.keyReady} className="dl-bid-gap" />
          <PriceForm bidding={bidding} recipient={recipient} />
        </>
      )}
    </Section>
  );
}

function Holders({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { data } = useAsk(readOpening, { params: { tenderId: bidding.id } });
  const { terms } = bidding;
  return (
    <p>
      <strong>{t.holders}</strong> {terms === null ? '' : t.needed(terms.threshold, terms.trustees.length)}{' '}
      {data?.trustees.map((each) => (
        <StateTag key={each.id} tone="plain">
          {say(trusteeCapacityNames[each.capacity])} {each.organisation.name} {each.name}
        </StateTag>
      ))}
    </p>
  );
}

interface Values {
  readonly lines: readonly {
    readonly price?: string;
    readonly accepts?: string[];
    readonly rebids?: Readonly<Record<string, string>>;
    readonly parts?: readonly string[];
  }[];
  readonly regions?: string[];
}

type Fault = 'tooLarge' | 'noPriceAtAll';

function contentOf(bidding: Bidding, values: Values): string | null {
  const enrolled = new Set(bidding.enrolment?.products.map((each) => each.productId));
  const own = bidding.products.filter(({ id }) => enrolled.has(id));
  const lines = own.flatMap((product, at) => {
    const { price = '', accepts = [], rebids = {}, parts = [] } = values.lines[at] ?? {};
    if (!isBidPrice(price)) return [];
    return [
      {
        product: product.id,
        price: money(price),
        parts: product.parts.flatMap(({ component }, n) =>
          isBidPrice(parts[n]) ? [{ component, price: money(parts[n] ?? '') }] : [],
        ),
        accepts,
        rebids: Object.fromEntries(
          Object.entries(rebids).flatMap(([rule, each]) => (isBidPrice(each) ? [[rule, money(each)]] : [])),
        ),
      },
    ];
  });
  if (lines.length === 0) return null;
  return bidText({
    format: bidFormat,
    tender: bidding.id,
    bidder: bidding.bidder,
    lines,
    regions: values.regions ?? [],
  });
}

function PriceForm({
  bidding,
  recipient,
}: {
  readonly bidding: Bidding;
  readonly recipient: string;
}): ReactNode {
  const t = useTexts(texts);
  const submit = useDo(submitBid);
  const [sealing, setSealing] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [done, setDone] = useState(false);
  const [form] = Form.useForm<Values>();
  const handIn = async (values: Values): Promise<unknown> => {
    const bid = contentOf(bidding, values);
    const { terms } = bidding;
    setDone(false);
    if (bid === null || terms === null) return setFault('noPriceAtAll');
    setSealing(true);
    const context = {
      round: bidding.id,
      bidder: bidding.bidder,
      version: bidding.nextVersion,
      quoting: bidding.rounds.quoting,
    };
    const sealed = await sealBid({ context, bid, terms, ownRecipient: recipient });
    setSealing(false);
    setFault(sealed.ok ? null : 'tooLarge');
    if (!sealed.ok) return null;
    const body = {
      sealed: { ...sealed.value, envelopes: [...sealed.value.envelopes] },
      ownRecipient: recipient,
    };
    const reply = await submit.run({ params: { tenderId: bidding.id }, body });
    setDone(reply !== null);
    if (reply !== null) form.resetFields();
    return reply;
  };
  const enrolled = new Set(bidding.enrolment?.products.map((each) => each.productId));
  const own = bidding.products.filter(({ id }) => enrolled.has(id));
  const { quoting } = bidding.rounds;
  const standing = bidding.receipts.find((each) => each.state === 'standing' && each.quoting === quoting);
  const before = new Map(bidding.rounds.standing.map((each) => [each.productId, each.price]));
  return (
    <EntityForm<Values>
      form={form}
      initial={{ lines: own.map(() => ({})) }}
      onSubmit={handIn}
      pending={sealing || submit.pending}
      problem={submit.problem}
      submit={sealing ? t.sealing : t.submitBid}
      extra={standing === undefined ? null : <span className="dl-soft">{t.replaces(standing.version)}</span>}
    >
      {own.map((product, at) =>
        quoting > 1 && !before.has(product.id) ? null : (
          <PriceLine
            key={product.id}
            bidding={bidding}
            product={product}
            at={at}
            standing={quoting > 1 ? (before.get(product.id) ?? null) : null}
          />
        ),
      )}
      {bidding.choosesRegions ? (
        <Form.Item name="regions" label={t.regionsWanted}>
          <Select
            mode="multiple"
            options={bidding.regions.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
      ) : null}
      {fault === null ? null : <Alert type="error" showIcon title={t[fault]} className="dl-bid-gap" />}
      {done ? <Alert type="success" showIcon title={t.sealed} className="dl-bid-gap" /> : null}
    </EntityForm>
  );
}

function PriceLine({
  bidding,
  product,
  at,
  standing,
}: {
  readonly bidding: Bidding;
  readonly product: Bidding['products'][number];
  readonly at: number;
  /** One's own quote of an earlier round. */
  readonly standing: Money | null;
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const price = Form.useWatch(['lines', at, 'price']) as string | undefined;
  const isAbove =
    product.cap !== null && price !== undefined && isMoney(price) && compare(money(price), product.cap) > 0;
  const isRaised =
    standing !== null && price !== undefined && isMoney(price) && compare(money(price), standing) > 0;
  const wrong = {
    validator: async (_: unknown, value: string | undefined) => {
      if (value !== undefined && value !== '' && !isBidPrice(value)) throw new Error(t.priceWrong);
    },
  };
  const accepting = bidding.offers.filter((each) => each.kind === 'accept');
  return (
    <div className="dl-bid-line">
      <strong>
        {product.itemName} · {product.name}
      </strong>{' '}
      <span className="dl-soft">
        {t.cap} {product.cap === null ? t.noCap : <MoneyText amount={product.cap} />}
        {standing === null ? null : (
          <>
            {' '}
            · {t.standing} <MoneyText amount={standing} />
          </>
        )}
      </span>
      <div className="dl-bid-grid">
        <Form.Item
          name={['lines', at, 'price']}
          label={`${t.price}${m.open}${t.perUnit(product.unit)}${m.close}`}
          rules={[wrong]}
          {...(isAbove || isRaised
            ? { extra: <span className="dl-danger">{isRaised ? t.aboveOwn : t.aboveCap}</span> }
            : {})}
        >
          <MoneyInput />
        </Form.Item>
        {bidding.offers
          .filter((each) => each.kind === 'rebid')
          .map((each) => (
            <Form.Item
              key={each.rule}
              name={['lines', at, 'rebids', each.rule]}
              label={t.rebid(each.rule)}
              extra={say(each)}
              rules={[wrong]}
            >
              <MoneyInput />
            </Form.Item>
          ))}
        {product.parts.map((part, n) => (
          <Form.Item
            key={part.component}
            name={['lines', at, 'parts', n]}
            label={`${t.part}${m.colon}${part.component}`}
            rules={[wrong]}
          >
            <MoneyInput />
          </Form.Item>
        ))}
        {accepting.length === 0 ? null : (
          <Form.Item name={['lines', at, 'accepts']} label={t.accepts}>
            <Select
              mode="multiple"
              options={accepting.map((each) => ({ value: each.rule, label: `${each.rule} ${say(each)}` }))}
            />
          </Form.Item>
        )}
      </div>
    </div>
  );
}
