// screen: JS-19, GD-3
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { readOutside } from '@daylight/api/filing-outside.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { OutsideActions } from './outside-actions.tsx';
import { FileDuty } from './outside-list.tsx';
import { outsideTone } from './states.ts';
import { texts } from './outside-texts.ts';

export type OutsideView = ReplyOf<typeof readOutside>;

/** One purchase outside the directory: who consented, what was bought, and whether it was filed. */
export function OutsideDetailsPage(): ReactNode {
  const purchaseId = useParam('purchaseId');
  const { data, error, refetch } = useAsk(readOutside, { params: { purchaseId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <OutsideDetails purchase={data} />;
}

function OutsideDetails({ purchase }: { readonly purchase: OutsideView }): ReactNode {
  const t = useTexts(texts);
  const facts = useFacts(purchase);
  const { state, uploadDue } = purchase;
  const hasFileDuty = purchase.fileDue !== null || purchase.filedAt !== null;
  return (
    <Details
      title={`${t.outsideKinds[purchase.kind]} · ${purchase.supplierName}`}
      above={{ to: '/outside-purchases', title: t.outside }}
      state={<StateTag tone={outsideTone[state]}>{t.outsideStates[state]}</StateTag>}
      note={purchase.number}
      actions={<OutsideActions purchase={purchase} />}
      next={
        uploadDue === null && !hasFileDuty ? undefined : (
          <>
            {uploadDue === null ? null : (
              <>
                {t.uploadDue} <Deadline dueAt={uploadDue.dueAt} provisional={uploadDue.provisional} />
              </>
            )}
            {hasFileDuty ? (
              <>
                {t.fileDue} <FileDuty row={purchase} />
              </>
            ) : null}
          </>
        )
      }
      facts={facts}
    >
      <Section title={t.lines}>
        <Lines purchase={purchase} />
      </Section>
      <Section title={t.files}>
        <EvidenceList files={purchase.files} />
      </Section>
    </Details>
  );
}

function Lines({ purchase }: { readonly purchase: OutsideView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const canFile = may('filing.apply') && purchase.fileDue !== null;
  return (
    <TableView<OutsideView['items'][number]>
      inside
      rows={purchase.items}
      rowKey={(row) => String(row.line)}
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
        { key: 'code', title: t.code, nowrap: true, render: (row) => row.itemCode || '—' },
        { key: 'maker', title: t.manufacturer, render: (row) => row.manufacturerName },
        {
          key: 'price',
          title: t.unitPrice,
          unit: '元',
          align: 'right',
          render: (row) => <MoneyText amount={row.price} />,
        },
        {
          key: 'quantity',
          title: t.quantity,
          align: 'right',
          render: (row) => <QuantityText count={row.quantity} unit={row.purchaseUnit} />,
        },
        {
          key: 'amount',
          title: t.amount,
          unit: '元',
          align: 'right',
          render: (row) => <MoneyText amount={row.amount} />,
        },
        {
          key: 'filing',
          title: t.filing,
          render: (row) =>
            row.filing !== null ? (
              <Go to={`/filings/${row.filing.id}`}>{row.filing.number}</Go>
            ) : canFile ? (
              <Go to={`/filings/new?item=${row.itemCode}&outside=${purchase.id}`}>{t.fileNow}</Go>
            ) : (
              '—'
            ),
        },
      ]}
    />
  );
}

function useFacts(purchase: OutsideView): Fact[] {
  const t = useTexts(texts);
  const say = useSay();
  const optional = (name: string, value: ReactNode): Fact[] =>
    value === null || value === '' ? [] : [{ name, value }];
  return [
    { name: t.institution, value: purchase.institution.name },
    { name: t.situation, value: say(purchase.reason) },
    { name: t.situationNote, value: purchase.reasonNote, wide: true },
    { name: t.supplier, value: `${purchase.supplierName} ${purchase.supplierCreditCode}` },
    { name: t.amount, value: <MoneyText amount={purchase.amount} unit strong /> },
    ...optional(t.consentBy, purchase.consentBy),
    { name: t.enteredBy, value: purchase.enteredBy },
    ...optional(t.consentedBy, purchase.consentedBy),
    ...optional(t.deliveredOn, purchase.deliveredOn),
    ...optional(t.deliveryNote, purchase.deliveryNote),
    ...optional(t.invoiceNumber, purchase.invoiceNumber),
    ...optional(t.invoicedOn, purchase.invoicedOn),
    ...(purchase.invoiceAmount === null
      ? []
      : [{ name: t.invoiceAmount, value: <MoneyText amount={purchase.invoiceAmount} unit /> }]),
    ...(purchase.reportedAt === null
      ? []
      : [{ name: t.reportedAt, value: <DateText at={purchase.reportedAt} time /> }]),
    ...optional(t.noted, purchase.notedText),
  ];
}
