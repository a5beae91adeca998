import { giveEvidence } from '@daylight/api/bargain-answer.ts';
import { Collapse, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Facts, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, MoneyInput, moneyRule, needed } from '../../ui/entity-form.tsx';
import { DateText, MoneyText, UnitPrice } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { BargainView } from './bargain-details.tsx';
import { texts } from './texts.ts';

/** JS-11B: the trade record that was given, or the ways to give one. */
export function EvidenceSection({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const asked = bargain.state === 'awaiting-evidence';
  if (!asked && bargain.evidence === null) return null;
  const canGive = asked && bargain.role === 'initiator' && may('bargain.open');
  return (
    <Section title={t.evidence}>
      {bargain.evidence === null ? null : <Given evidence={bargain.evidence} bargain={bargain} />}
      {canGive ? (
        <>
          <p>{t.evidenceHelp}</p>
          {bargain.trades.length === 0 ? null : <Found bargain={bargain} />}
          <Collapse
            ghost
            items={[
              { key: 'elsewhere', label: t.evidenceElsewhere, children: <Elsewhere bargain={bargain} /> },
            ]}
            defaultActiveKey={bargain.trades.length === 0 ? ['elsewhere'] : []}
          />
        </>
      ) : null}
    </Section>
  );
}

function Given({
  evidence,
  bargain,
}: {
  readonly evidence: NonNullable<BargainView['evidence']>;
  readonly bargain: BargainView;
}): ReactNode {
  const t = useTexts(texts);
  const { finding } = evidence;
  return (
    <Facts
      facts={[
        { name: t.buyer, value: evidence.buyer },
        { name: t.place, value: evidence.place },
        { name: t.tradedOn, value: evidence.tradedOn },
        {
          name: t.tradePrice,
          value: (
            <UnitPrice
              price={evidence.price}
              purchaseUnit={bargain.product.purchaseUnit}
              smallestUnit={bargain.product.smallestUnit}
              perPurchaseUnit={evidence.unitsPerPurchaseUnit}
            />
          ),
        },
        ...(evidence.source === 'document'
          ? [{ name: t.document, value: `${evidence.document} ${evidence.documentNumber}` }]
          : []),
        ...(finding === null
          ? []
          : [
              {
                name: t.finding,
                value: (
                  <>
                    {t.findings[finding.isTrue ? 'true' : 'false']} · {finding.note} ·{' '}
                    <DateText at={finding.at} />
                  </>
                ),
                wide: true,
              },
            ]),
      ]}
    />
  );
}

function Found({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  const give = useDo(giveEvidence);
  const { id: bargainId, version } = bargain;
  return (
    <>
      <h3>{t.evidenceFound}</h3>
      <TableView
        inside
        rows={bargain.trades}
        rowKey={(row) => row.id}
        columns={[
          { key: 'tradedOn', title: t.tradedOn, card: 'title', render: (row) => row.tradedOn },
          { key: 'institution', title: t.buyer, render: (row) => row.institution },
          {
            key: 'price',
            title: t.tradePrice,
            unit: '元',
            align: 'right',
            render: (row) => <MoneyText amount={row.price} />,
          },
          {
            key: 'use',
            title: t.useTrade,
            render: (row) => (
              <ConfirmEffect
                label={t.useTrade}
                title={t.useTrade}
                effects={t.useTradeEffects}
                confirm={t.useTrade}
                run={() =>
                  give.run({ params: { bargainId }, body: { version, evidence: { tradeId: row.id } } })
                }
                pending={give.pending}
                problem={give.problem}
                basis={{ document: 'js-2020-22', article: '11.B', clause: 'JS-11B' }}
                button={{ type: 'primary', size: 'small' }}
              />
            ),
          },
        ]}
      />
    </>
  );
}

interface Stated {
  readonly evidence: Record<Field, string>;
}
type Field =
  | 'place'
  | 'buyer'
  | 'document'
  | 'documentNumber'
  | 'tradedOn'
  | 'price'
  | 'unitsPerPurchaseUnit';

function Elsewhere({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  const give = useDo(giveEvidence);
  const { id: bargainId, version, product } = bargain;
  const must = [needed(t.needed)];
  const name = (field: Field) => ['evidence', field];
  return (
    <EntityForm<Stated>
      initial={{
        evidence: {
          place: '',
          buyer: '',
          document: '',
          documentNumber: '',
          tradedOn: '',
          price: bargain.price,
          unitsPerPurchaseUnit: String(product.unitsPerPurchaseUnit),
        },
      }}
      onSubmit={({ evidence }) =>
        give.run({
          params: { bargainId },
          body: {
            version,
            evidence: { ...evidence, unitsPerPurchaseUnit: Number(evidence.unitsPerPurchaseUnit) },
          },
        })
      }
      pending={give.pending}
      problem={give.problem}
      submit={t.evidenceElsewhere}
      draft={`bargain.evidence.${bargainId}`}
    >
      <p className="dl-soft">{t.evidenceElsewhereEffects.join(' ')}</p>
      <Form.Item name={name('place')} label={t.place} rules={must}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name={name('buyer')} label={t.buyer} rules={must}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name={name('document')} label={t.document} rules={must}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name={name('documentNumber')} label={t.documentNumber} rules={must}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name={name('tradedOn')} label={t.tradedOn} rules={must}>
        <DayInput />
      </Form.Item>
      <Form.Item name={name('price')} label={t.tradePrice} rules={[...must, moneyRule(t.badPrice)]}>
        <MoneyInput />
      </Form.Item>
      <Form.Item name={name('unitsPerPurchaseUnit')} label={t.unitsPer} rules={must}>
        <Input inputMode="numeric" maxLength={7} />
      </Form.Item>
    </EntityForm>
  );
}
