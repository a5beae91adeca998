// screen: JS-38, HN-12, GD-9c, HN-15
import { readCase, resumeListings } from '@daylight/api/credit.ts';
import { listJurisdictions } from '@daylight/api/policy.ts';
import type { CreditCaseDetails } from '@daylight/api/credit-shapes.ts';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { CaseActions } from './case-actions.tsx';
import { Measures } from './parts.tsx';
import { Repairs } from './repairs.tsx';
import { credit } from './texts.ts';
import { caseTone } from './tones.ts';

/** One case: what is held against whom, what the enterprise says, what was decided and what follows. */
export function CreditCasePage(): ReactNode {
  const t = useTexts(credit);
  const m = useMarks();
  const say = useSay();
  const caseId = useParam('caseId');
  const { data: found, error, refetch } = useAsk(readCase, { params: { caseId } });
  const facts = useFacts();
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  const { hearing, decide, state } = found;
  return (
    <Details
      title={`${t.kinds[found.kind]}${m.colon}${found.enterprise.name}`}
      note={say(found.ground)}
      above={{ to: '/credit/cases', title: t.cases }}
      state={
        <StateTag tone={caseTone[state]}>
          {found.endKind === null ? t.states[state] : t.ends[found.endKind]}
        </StateTag>
      }
      actions={<CaseActions found={found} />}
      next={
        state === 'hearing' && hearing !== null ? (
          <>
            {t.hearing} <Deadline {...hearing} />
          </>
        ) : state === 'heard' && decide !== null ? (
          <>
            {t.decideBy} <Deadline {...decide} />
          </>
        ) : undefined
      }
      facts={facts(found)}
      timeline={timelineOf(found, t)}
    >
      {found.origin === 'elsewhere' ? null : (
        <Section title={t.statement}>
          {found.statement === '' ? (
            <p className="dl-soft">{t.noStatement}</p>
          ) : (
            <>
              <p>{found.statement}</p>
              {found.statementFiles.length === 0 ? null : <EvidenceList files={found.statementFiles} />}
            </>
          )}
        </Section>
      )}
      {found.files.length === 0 ? null : (
        <Section title={t.files}>
          <EvidenceList files={found.files} />
        </Section>
      )}
      <Listings found={found} />
      <Repairs found={found} />
    </Details>
  );
}

function useFacts(): (found: CreditCaseDetails) => Fact[] {
  const t = useTexts(credit);
  const m = useMarks();
  const say = useSay();
  const places = useAsk(listJurisdictions, {}, { staleMs: 3_600_000 }).data?.jurisdictions ?? [];
  const placeName = (code: string): string => {
    const place = places.find((each) => each.code === code);
    return place === undefined ? code : say(place);
  };
  return (found) => {
    const facts: (Fact | null)[] = [
      { name: t.number, value: found.number },
      { name: t.enterprise, value: `${found.enterprise.name}${m.open}${t.roles[found.role]}${m.close}` },
      {
        name: t.ground,
        value: (
          <>
            {say(found.ground)} <Article basis={found.basis} />
          </>
        ),
      },
      found.level === null ? null : { name: t.level, value: <strong>{say(found.level)}</strong> },
      { name: t.measures, value: <Measures of={found} />, wide: true },
      found.amount === null ? null : { name: t.amount, value: <MoneyText amount={found.amount} /> },
      {
        name: t.source,
        value: (
          <>
            {say(found.source)}
            {m.colon}
            {found.sourceDocument}
            {m.open}
            <DateText at={found.sourceOn} />
            {m.close}
          </>
        ),
        wide: true,
      },
      found.kind === 'rating'
        ? { name: t.place, value: `${placeName(found.place)}${m.open}${t.origins[found.origin]}${m.close}` }
        : null,
      found.quarter === null ? null : { name: t.quarter, value: found.quarter },
      found.until === null ? null : { name: t.until, value: <DateText at={found.until} /> },
      { name: t.facts, value: found.facts, wide: true },
      found.products.length === 0
        ? null
        : {
            name: t.products,
            value: found.products
              .map((each) => `${each.productName} ${each.specification}${m.open}${each.itemCode}${m.close}`)
              .join(m.semicolon),
            wide: true,
          },
      found.enteredBy === '' ? null : { name: t.enteredBy, value: found.enteredBy },
    ];
    return facts.filter((each) => each !== null);
  };
}

function timelineOf(found: CreditCaseDetails, t: ReturnType<typeof useTexts<typeof credit.zh>>) {
  const steps = [
    { id: 'entered', at: found.enteredAt, title: t.entered },
    { id: 'stated', at: found.statedAt, title: t.statement },
    { id: 'decided', at: found.decidedAt, title: t.decision, detail: found.decisionNote },
    { id: 'effective', at: found.effectiveAt, title: t.effective },
    { id: 'ended', at: found.endedAt, title: t.ended, detail: found.endNote },
  ];
  return steps.flatMap(({ at, ...step }) => (at === null ? [] : [{ ...step, at }]));
}

/** What the case took out of the directory; after its end a second decision brings it back. */
function Listings({ found }: { readonly found: CreditCaseDetails }): ReactNode {
  const t = useTexts(credit);
  const may = useMay();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const resume = useDo(resumeListings, { touches: ['listing', 'directory'] });
  if (found.listings.length === 0) return null;
  const mayResume = found.state === 'ended' && may('credit.decide');
  const waiting = found.listings.filter((each) => each.resumedAt === null && each.state === 'suspended');
  const ids = chosen.length === 0 ? waiting.map((each) => each.listingId) : chosen;
  return (
    <Section
      title={t.listings}
      extra={
        mayResume && waiting.length > 0 ? (
          <ConfirmEffect
            label={t.resume}
            title={t.resumeTitle(ids.length)}
            effects={t.resumeEffects}
            confirm={t.resume}
            askReason="needed"
            basis={found.basis}
            run={({ reason: note }) =>
              resume.run({ params: { caseId: found.id }, body: { listingIds: [...ids].slice(0, 100), note } })
            }
            pending={resume.pending}
            problem={resume.problem}
          />
        ) : undefined
      }
    >
      <TableView
        inside
        rows={found.listings}
        rowKey={(row) => row.listingId}
        href={(row) => `/listings/${row.listingId}`}
        {...(mayResume
          ? {
              selected: [...chosen],
              onSelect: (keys: readonly string[]) =>
                setChosen(keys.filter((key) => waiting.some((each) => each.listingId === key))),
            }
          : {})}
        columns={[
          {
            key: 'product',
            title: t.products,
            card: 'title',
            render: (row) => (
              <>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </>
            ),
          },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          {
            key: 'closedAt',
            title: t.effective,
            nowrap: true,
            render: (row) => <DateText at={row.closedAt} />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            render: (row) => (row.resumedAt === null ? t.listingStates[row.state] : t.resumed),
          },
        ]}
      />
      {mayResume ? (
        <Go to={`/listings?manufacturerId=${found.enterprise.id}`}>{found.enterprise.name}</Go>
      ) : null}
    </Section>
  );
}
