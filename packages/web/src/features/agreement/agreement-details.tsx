// screen: GY-4.3a, SX-3.3, JS-25a
import { agreementFile, readAgreement, voidAgreement } from '@daylight/api/agreement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { amountOf } from '@daylight/rules/money.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { Amendments } from './amendments.tsx';
import { SignTexts } from './sign-texts.tsx';
import { Signatures } from './signatures.tsx';
import { agreementTone } from './states.ts';
import { texts } from './texts.ts';

export type AgreementView = ReplyOf<typeof readAgreement>;

/** One contract as it is signed: its text, who signed, its supplements. */
export function AgreementDetailsPage(): ReactNode {
  const agreementId = useParam('agreementId');
  const { data, error, refetch } = useAsk(readAgreement, { params: { agreementId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <AgreementDetails agreement={data} />;
}

function AgreementDetails({ agreement }: { readonly agreement: AgreementView }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { state, tender } = agreement;
  return (
    <Details
      title={`${t.agreements} ${agreement.number}`}
      above={{ to: '/agreements', title: t.agreements }}
      state={
        <>
          <StateTag tone={agreementTone[state]}>{t.states[state]}</StateTag>
          {agreement.isOverdue ? <StateTag tone="danger">{t.overdue}</StateTag> : null}
        </>
      }
      note={tender.title}
      actions={<Actions agreement={agreement} />}
      next={<Next agreement={agreement} />}
      printable
      facts={[
        { name: t.institution, value: agreement.institution.name },
        { name: t.manufacturer, value: agreement.manufacturer.name },
        {
          name: t.round,
          value: <Go to={`/rounds/${tender.id}`}>{`${tender.title}（${tender.number}）`}</Go>,
          wide: true,
        },
        { name: t.term, value: `${agreement.from} — ${agreement.until}` },
        { name: t.amount, value: <MoneyText amount={agreement.amount} unit strong /> },
        { name: t.hash, value: <code className="dl-hash">{agreement.contentHash}</code>, wide: true },
      ]}
    >
      <Section title={t.lines}>
        <TableView
          columns={useLineColumns()}
          rows={agreement.lines}
          rowKey={(line) => line.productId}
          inside
        />
      </Section>
      <Section title={t.clauses}>
        {agreement.clauses.map(({ code, text }, index) => (
          <p key={code}>
            {index + 1}. {say(text)}
          </p>
        ))}
        {agreement.basis.map((basis) => (
          <Article key={`${basis.document}-${basis.article}`} basis={basis} />
        ))}
      </Section>
      <Section title={t.signatures}>
        <Signatures signatures={agreement.signatures} agreement={agreement} />
      </Section>
      <Amendments agreement={agreement} />
    </Details>
  );
}

function Next({ agreement }: { readonly agreement: AgreementView }): ReactNode {
  const t = useTexts(texts);
  const { state, due, endNote, endBasis } = agreement;
  return (
    <>
      {t.next[state]} {endNote} {endBasis === null ? null : <Article basis={endBasis} />}
      {state === 'open' && due !== null ? <Deadline {...due} /> : null}
    </>
  );
}

function Actions({ agreement }: { readonly agreement: AgreementView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { id: agreementId, number, contentHash, state, ownSide, signatures } = agreement;
  const mayStillSign =
    may('agreement.sign') &&
    state === 'open' &&
    ownSide !== null &&
    !signatures.some(({ side }) => side === ownSide);
  return (
    <>
      {mayStillSign ? (
        <SignTexts label={t.sign} toSign={[{ agreementId, amendment: 0, contentHash }]} />
      ) : null}
      <DownloadButton
        endpoint={agreementFile}
        what={{ params: { agreementId } }}
        name={`${number}.pdf`}
        label={t.file}
      />
      {agreement.mayVoid && may('agreement.manage') ? <Void agreement={agreement} /> : null}
    </>
  );
}

function Void({ agreement }: { readonly agreement: AgreementView }): ReactNode {
  const t = useTexts(texts);
  const declare = useDo(voidAgreement, { touches: ['tender'] });
  const { id: agreementId, version } = agreement;
  return (
    <ConfirmEffect
      label={t.void}
      title={t.voidTitle}
      effects={t.voidEffects}
      confirm={t.void}
      askReason="needed"
      irreversible
      run={({ reason }) => declare.run({ params: { agreementId }, body: { version, reason } })}
      pending={declare.pending}
      problem={declare.problem}
      button={{ danger: true }}
    />
  );
}

type Line = AgreementView['lines'][number];

function useLineColumns(): readonly Column<Line>[] {
  const t = useTexts(texts);
  return [
    { key: 'item', title: t.item, text: (line) => line.itemName, render: (line) => line.itemName },
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (line) => `${line.name} ${line.specification}`,
      render: (line) => (
        <>
          {line.name} <small className="dl-soft">{line.specification}</small>{' '}
          {line.isEnded ? <StateTag tone="ended">{t.ended}</StateTag> : null}
        </>
      ),
    },
    {
      key: 'price',
      title: t.price,
      unit: '元',
      align: 'right',
      text: (line) => line.price,
      render: (line) => <MoneyText amount={line.price} />,
    },
    {
      key: 'agreed',
      title: t.agreed,
      align: 'right',
      text: (line) => line.agreed,
      render: (line) => <QuantityText count={line.agreed} unit={line.unit} />,
    },
    {
      key: 'agreedNow',
      title: t.agreedNow,
      align: 'right',
      text: (line) => line.agreedNow,
      render: (line) => <QuantityText count={line.agreedNow} unit={line.unit} />,
    },
    {
      key: 'amount',
      title: t.lineAmount,
      unit: '元',
      align: 'right',
      text: (line) => amountOf(line.price, line.agreedNow),
      render: (line) => <MoneyText amount={amountOf(line.price, line.agreedNow)} />,
    },
  ];
}
