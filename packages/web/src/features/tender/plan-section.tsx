import type { ReactNode } from 'react';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { type Fact, Facts, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { texts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';

type Plan = NonNullable<RoundView['plan']>;

/** The plan: words, people, who approved it, with whom it is filed (GY-4.2, GY-5.2, JS-22). */
export function PlanSection({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { plan } = tender;
  const approved = useApprovals(plan);
  if (plan === null) return null;
  const facts: Fact[] = [
    ...(plan.regions.length === 0
      ? []
      : [{ name: t.regions, value: plan.regions.map(({ name }) => name).join(m.list), wide: true }]),
    ...(plan.groups.length === 0
      ? []
      : [{ name: t.groups, value: plan.groups.map(({ name }) => name).join(m.list), wide: true }]),
    ...(plan.screening === null
      ? []
      : [
          {
            name: t.screening,
            value: <Go to={`/round-screenings/${plan.screening.id}`}>{plan.screening.number}</Go>,
          },
        ]),
    ...(plan.renews === null
      ? []
      : [{ name: t.renews, value: <Go to={`/rounds/${plan.renews.id}`}>{plan.renews.number}</Go> }]),
    ...quotingFacts(tender, t),
    ...(['scope', 'process', 'duties'] as const)
      .filter((name) => plan[name] !== '')
      .map((name) => ({
        name: t[name],
        value: <span className="dl-round-text">{plan[name]}</span>,
        wide: true,
      })),
    ...(['committee', 'team'] as const)
      .filter((name) => plan[name].length > 0)
      .map((name) => ({ name: t[name], value: peopleText(plan[name], m.semicolon), wide: true })),
  ];
  return (
    <Section title={t.plan} extra={<Links tender={tender} />}>
      <Facts facts={[...facts, ...approved]} />
    </Section>
  );
}

function quotingFacts(
  { mode, plan }: RoundView,
  t: ReturnType<typeof useTexts<(typeof texts)['zh']>>,
): Fact[] {
  if (plan === null) return [];
  const { rounds, stepPermyriad, shown, singleSource } = plan.quoting;
  const auction =
    mode === 'auction'
      ? [
          {
            name: t.quotingRounds,
            value: t.quotingOf(rounds, `${stepPermyriad / 100}%`, t.shownOf[shown]),
            wide: true,
          },
        ]
      : [];
  const reason = singleSource === null ? [] : [{ name: t.singleSource, value: singleSource, wide: true }];
  return [{ name: t.mode, value: t.ways[mode], wide: true }, ...auction, ...reason];
}

function peopleText(people: Plan['committee'], between: string): string {
  return people
    .map(({ name, organisation, post }) => [organisation, post, name].filter(Boolean).join(' '))
    .join(between);
}

function useApprovals(plan: Plan | null): Fact[] {
  const t = useTexts(texts);
  if (plan === null) return [];
  const { approvals, filing } = plan;
  const decided: Fact[] =
    approvals.length === 0
      ? []
      : [
          {
            name: t.approvals,
            wide: true,
            value: (
              <ul className="dl-tender-list">
                {approvals.map(({ organisation, state, note, meeting }) => (
                  <li key={organisation.id}>
                    {organisation.name}{' '}
                    <StateTag
                      tone={state === 'waiting' ? 'waiting' : state === 'approved' ? 'good' : 'warning'}
                    >
                      {t.approvalStates[state]}
                    </StateTag>{' '}
                    {meeting} {note}
                  </li>
                ))}
              </ul>
            ),
          },
        ];
  const filed: Fact[] =
    filing === null
      ? []
      : [
          {
            name: t.filing,
            wide: true,
            value: (
              <>
                {t.filingWith[filing.with]} <Article basis={filing.basis} />{' '}
                {filing.filedAt === null ? (
                  <StateTag tone="waiting">{t.notFiled}</StateTag>
                ) : (
                  <DateText at={filing.filedAt} time />
                )}{' '}
                {filing.answer === 'noted' ? <StateTag tone="good">{t.noted}</StateTag> : null} {filing.note}
                {filing.announceFrom === null ? null : (
                  <>
                    {' '}
                    {t.announceFrom} <DateText at={filing.announceFrom.dueAt} time />
                  </>
                )}
              </>
            ),
          },
        ];
  return [...decided, ...filed];
}

function Links({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  return (
    <span className="dl-actions">
      <Go to={`/rounds/${tender.id}/institutions`}>{t.members}</Go>
      <Go to={`/rounds/${tender.id}/products`}>{t.products}</Go>
      <Go to={`/rounds/${tender.id}/rules`}>{t.rules}</Go>
    </span>
  );
}
