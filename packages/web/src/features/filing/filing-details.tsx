// screen: JS-15, JS-16, JS-17, JS-18, GD-1c
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { readFiling } from '@daylight/api/filing.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, QuantityText, UnitPrice, useYuan } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { BureauActions } from './bureau-actions.tsx';
import { InstitutionActions, MakerActions } from './filing-actions.tsx';
import { filingTone } from './states.ts';
import { texts } from './texts.ts';

export type FilingView = ReplyOf<typeof readFiling>;

/** One filing: who is next until when, its product and price, and everything that happened to it. */
export function FilingDetailsPage(): ReactNode {
  const filingId = useParam('filingId');
  const { data, error, refetch } = useAsk(readFiling, { params: { filingId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <FilingDetails filing={data} />;
}

function FilingDetails({ filing }: { readonly filing: FilingView }): ReactNode {
  const t = useTexts(texts);
  const yuan = useYuan();
  const facts = useFacts(filing);
  const { product, state } = filing;
  const timeline = filing.steps.map((step) => ({
    id: String(step.step),
    at: step.at,
    title: `${t.stepNames[step.kind as keyof typeof t.stepNames] ?? step.kind} · ${step.organisation?.name ?? t.byClock}`,
    detail: [step.price === null ? '' : yuan(step.price), step.note].filter(Boolean).join(' · '),
  }));
  return (
    <Details
      title={`${product.productName} ${product.specification}`}
      above={{ to: '/filings', title: t.filings }}
      state={
        <>
          <StateTag tone={filingTone[state]}>{t.states[state]}</StateTag>
          {filing.overdueAt === null ? null : <StateTag tone="danger">{t.overdue}</StateTag>}
        </>
      }
      note={filing.number}
      actions={<Actions filing={filing} />}
      next={<Next filing={filing} />}
      facts={facts}
      timeline={timeline}
    >
      <Section title={t.reason}>
        <p>{filing.reason}</p>
        <EvidenceList files={filing.files} />
      </Section>
    </Details>
  );
}

function Actions({ filing }: { readonly filing: FilingView }): ReactNode {
  const actor = useActor();
  switch (actor?.kind) {
    case 'institution':
      return <InstitutionActions filing={filing} />;
    case 'manufacturer':
      return <MakerActions filing={filing} />;
    case 'bureau':
      return <BureauActions filing={filing} />;
    default:
      return null;
  }
}

function Next({ filing }: { readonly filing: FilingView }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { state, due, publicity, outcomeBasis } = filing;
  if (outcomeBasis !== null) {
    return (
      <>
        {t.states[state]} {filing.outcomeReason === null ? null : say(filing.outcomeReason)}{' '}
        {filing.outcomeNote} <Article basis={outcomeBasis} /> <AfterConfirmed filing={filing} />
      </>
    );
  }
  const open = publicity !== null && state === 'publicity' ? publicity : null;
  return (
    <>
      {t.next[state as keyof typeof t.next]}{' '}
      {due === null ? null : <Deadline dueAt={due.dueAt} provisional={due.provisional} basis={due.basis} />}
      {open === null ? null : (
        <>
          <Go to={`/open/publicities/${open.id}`}>{open.number}</Go>{' '}
          <Deadline dueAt={open.endsAt} provisional={open.provisional} />
        </>
      )}
    </>
  );
}

/** Confirmed: order at once, or bargain below the filing price (JS-18, GD-1c). */
function AfterConfirmed({ filing }: { readonly filing: FilingView }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const may = useMay();
  const { listingId, state } = filing;
  if (state !== 'confirmed' || listingId === null || !may('bargain.open')) return null;
  return (
    <>
      <Button size="small" type="primary" onClick={() => go(`/listings/${listingId}`)}>
        {t.order}
      </Button>{' '}
      <Button size="small" onClick={() => go(`/bargains/new?listing=${listingId}`)}>
        {t.bargain}
      </Button>
    </>
  );
}

function useFacts(filing: FilingView): Fact[] {
  const t = useTexts(texts);
  const say = useSay();
  const { product, lowest, hasRecords } = filing;
  const price = (amount: string | null, units: number) => (
    <UnitPrice
      price={amount}
      purchaseUnit={product.purchaseUnit}
      smallestUnit={product.smallestUnit}
      perPurchaseUnit={units}
    />
  );
  return [
    { name: t.institution, value: filing.institution.name },
    { name: t.manufacturer, value: filing.manufacturer.name },
    { name: t.class, value: t.classes[filing.class] },
    { name: t.scope, value: say(filing.scope) },
    { name: t.price, value: price(filing.price, product.unitsPerPurchaseUnit) },
    {
      name: t.lowest,
      value:
        lowest === null
          ? hasRecords === false
            ? t.noRecords
            : '—'
          : price(lowest.price, lowest.unitsPerPurchaseUnit),
    },
    { name: t.quantity, value: <QuantityText count={filing.quantity} unit={product.purchaseUnit} /> },
    { name: t.department, value: filing.department },
    { name: t.period, value: `${filing.usedFrom} — ${filing.usedUntil}` },
    { name: t.code, value: product.itemCode },
    { name: t.certificate, value: product.certificate },
    { name: t.appliedAt, value: <DateText at={filing.appliedAt} time /> },
    ...(filing.listingNumber === null ? [] : [{ name: t.listing, value: filing.listingNumber }]),
    ...(filing.outside === null
      ? []
      : [
          {
            name: t.outside,
            value: <Go to={`/outside-purchases/${filing.outside.id}`}>{filing.outside.number}</Go>,
          },
        ]),
    ...(filing.review === null
      ? []
      : [{ name: t.review, value: <Go to={`/reviews/${filing.review.id}`}>{filing.review.number}</Go> }]),
  ];
}
