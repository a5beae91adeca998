// screen: SX-2.1, GY-3.2, GY-4.1
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { agreeToChoice, chooseItems, dropScreening, readScreening } from '@daylight/api/tender-screening.ts';
import { type IsoDate, addDays } from '@daylight/rules/time.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { CandidateTable } from './candidate-table.tsx';
import { texts as roundTexts } from './round-texts.ts';
import { screeningTone } from './screening-list.tsx';
import { texts } from './screening-texts.ts';
import './tender.css';

export type ScreeningView = ReplyOf<typeof readScreening>;

/** A screening: figures and scores of each candidate, the choice, and who agreed to it. */
export function ScreeningPage(): ReactNode {
  const screeningId = useParam('screeningId');
  const { data, error, refetch } = useAsk(readScreening, { params: { screeningId } }, { everyMs: 15_000 });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Screening key={data.id} screening={data} />;
}

function Screening({ screening }: { readonly screening: ScreeningView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const standing = screening.candidates.filter(({ chosen }) => chosen).map(({ prefix }) => prefix);
  const chosen = picked ?? standing;
  const mayChoose =
    screening.mine.isOrganiser && (screening.state === 'ready' || screening.state === 'proposed');
  return (
    <Details
      title={screening.title}
      above={{ to: '/round-screenings', title: t.screenings }}
      state={
        <StateTag tone={screeningTone[screening.state] ?? 'plain'}>{t.states[screening.state]}</StateTag>
      }
      note={screening.number}
      actions={<Actions screening={screening} chosen={chosen} mayChoose={mayChoose} />}
      next={<Next screening={screening} />}
      facts={useFacts(screening)}
    >
      <Section title={t.criteria} extra={<Article basis={screening.basis} />}>
        <ul className="dl-tender-list">
          {screening.criteria.map((each) => (
            <li key={each.code}>
              {say(each)}
              {m.colon}
              {t.weight} {each.weight}
              {m.clause}
              {each.by === 'rank'
                ? t.how.rank
                : t.how[each.by](t.measure[each.code]?.(each.full ?? 0) ?? String(each.full ?? 0))}
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title={`${t.candidates} (${screening.candidates.length})`}
        extra={<span aria-live="polite">{t.count(chosen.length, screening.chooseCount)}</span>}
      >
        <CandidateTable
          screening={screening}
          chosen={chosen}
          {...(mayChoose ? { onChoose: setPicked } : {})}
        />
      </Section>
    </Details>
  );
}

function Next({ screening }: { readonly screening: ScreeningView }): ReactNode {
  const t = useTexts(texts);
  const { state, chooseCount, mine, partners, tender } = screening;
  if (tender !== null)
    return (
      <>
        {t.project} <Go to={`/rounds/${tender.id}`}>{tender.number}</Go>
      </>
    );
  if (state === 'collecting') return t.collecting(screening.collectedTo);
  if (state === 'proposed') {
    if (mine.isAsked) return t.asked;
    return partners.every(({ agreed }) => agreed === true) ? t.settling : t.proposed;
  }
  if (state === 'ready') return chooseCount === null ? t.ready : t.readyJoint(chooseCount);
  return t[state];
}

function useFacts(screening: ScreeningView): Fact[] {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const m = useMarks();
  const { regions, groups, partners } = screening;
  return [
    { name: t.level, value: r.levels[screening.level] },
    { name: t.organiser, value: screening.organiser.name },
    { name: t.period, value: `${screening.fromDay} — ${addDays(screening.beforeDay as IsoDate, -1)}` },
    { name: t.institutions, value: String(screening.institutions) },
    ...(regions.length === 0
      ? []
      : [{ name: t.regions, value: regions.map(({ name }) => name).join(m.list) }]),
    ...(groups.length === 0 ? [] : [{ name: t.groups, value: groups.map(({ name }) => name).join(m.list) }]),
    ...(partners.length === 0
      ? []
      : [
          {
            name: t.partners,
            wide: true,
            value: (
              <ul className="dl-tender-list">
                {partners.map(({ id, name, agreed, note }) => (
                  <li key={id}>
                    {name}{' '}
                    <StateTag tone={agreed === null ? 'waiting' : agreed ? 'good' : 'warning'}>
                      {agreed === null ? t.answers.waiting : t.answers[`${agreed}`]}
                    </StateTag>{' '}
                    {note}
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    ...(screening.reason === '' ? [] : [{ name: t.reason, value: screening.reason, wide: true }]),
  ];
}

interface ActionsProps {
  readonly screening: ScreeningView;
  readonly chosen: readonly string[];
  readonly mayChoose: boolean;
}

function Actions({ screening, chosen, mayChoose }: ActionsProps): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const choose = useDo(chooseItems);
  const drop = useDo(dropScreening);
  const { id: screeningId, version, state, mine, partners, basis, tender } = screening;
  const params = { screeningId };
  return (
    <>
      {mayChoose ? (
        <ConfirmEffect
          label={t.choose}
          title={t.chooseTitle}
          effects={t.chooseEffects(chosen.length, partners.length > 0)}
          confirm={t.choose}
          askReason="needed"
          basis={basis}
          pending={choose.pending}
          problem={choose.problem}
          run={({ reason }) => choose.run({ params, body: { version, chosen: [...chosen], reason } })}
          button={{ type: 'primary', disabled: chosen.length === 0 }}
        />
      ) : null}
      {mine.isAsked ? <Answer screening={screening} /> : null}
      {mine.isOrganiser && state === 'agreed' && tender === null ? (
        <Button type="primary" onClick={() => go(`/rounds/new?screening=${screeningId}`)}>
          {t.toProject}
        </Button>
      ) : null}
      {mine.isOrganiser && !['agreed', 'dropped'].includes(state) ? (
        <ConfirmEffect
          label={t.drop}
          title={t.drop}
          effects={t.dropEffects}
          confirm={t.drop}
          askReason="needed"
          pending={drop.pending}
          problem={drop.problem}
          run={({ reason }) => drop.run({ params, body: { version, reason } })}
          button={{ danger: true }}
        />
      ) : null}
    </>
  );
}

function Answer({ screening }: { readonly screening: ScreeningView }): ReactNode {
  const t = useTexts(texts);
  const agree = useDo(agreeToChoice);
  const { id: screeningId, choiceHash, basis } = screening;
  const run = (agreed: boolean, note: string) =>
    agree.run({ params: { screeningId }, body: { choiceHash: choiceHash ?? '', agreed, note } });
  return (
    <Decision
      yes={{ label: t.agree, effects: t.agreeEffects, basis }}
      no={{ label: t.disagree, effects: t.disagreeEffects, basis, danger: true }}
      run={run}
      step={agree}
    />
  );
}
