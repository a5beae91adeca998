// screen: JS-20, JS-21, HN-4, HN-5, GD-1b, GY-3.1, GY-4.2
import { beginRound } from '@daylight/api/tender-plan.ts';
import { listPlaces, readScreening } from '@daylight/api/tender-screening.ts';
import { proceduresOf } from '@daylight/rules/tender/plan.ts';
import { usualTerms } from '@daylight/rules/tender/mode.ts';
import type { TenderLevel, TenderMode } from '@daylight/rules/tender/state.ts';
import { App, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ItemFields, type ItemValues, itemsOf } from './item-fields.tsx';
import { ModeFields, type QuotingValues, quotingOf, quotingValues } from './mode-fields.tsx';
import { ParticipantFields } from './participant-fields.tsx';
import { PlanWords } from './people-fields.tsx';
import { texts } from './plan-texts.ts';
import { texts as roundTexts } from './round-texts.ts';
import type { ScreeningView } from './screening-page.tsx';
import './tender.css';

interface Person {
  readonly name: string;
  readonly organisation: string;
  readonly post: string;
}
interface Values extends QuotingValues {
  readonly title: string;
  readonly level: TenderLevel;
  readonly regions?: string[];
  readonly groupIds?: string[];
  readonly modeCode: string;
  readonly mode: TenderMode;
  readonly termMonths: number;
  readonly items?: ItemValues[];
  readonly scope?: string;
  readonly process?: string;
  readonly duties?: string;
  readonly committee?: Person[];
  readonly team?: Person[];
}

/** A round from a screening's choice, or from items given here. */
export function NewRoundPage(): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const [search] = useSearch();
  const screeningId = search['screening'] ?? '';
  const places = useAsk(listPlaces, {});
  const screening = useAsk(readScreening, { params: { screeningId } }, { enabled: screeningId !== '' });
  if (places.data === undefined || (screeningId !== '' && screening.data === undefined))
    return <PageSkeleton />;
  const [mode] = places.data.modes;
  return (
    <div className="dl-details">
      <PageHead title={t.newRound} note={t.newRoundNote} above={{ to: '/rounds', title: r.rounds }} />
      <NewRoundForm
        screening={screening.data ?? null}
        initial={{
          title: screening.data?.title ?? '',
          ...(screening.data === undefined ? {} : { level: screening.data.level }),
          regions: screening.data?.regions.map(({ code }) => code) ?? [],
          groupIds: screening.data?.groups.map(({ id }) => id) ?? [],
          modeCode: mode?.code ?? '',
          mode: proceduresOf(mode?.code ?? '')[0] ?? 'tender',
          termMonths: places.data.termMonths,
          ...quotingValues(usualTerms('auction')),
        }}
      />
    </div>
  );
}

function NewRoundForm({
  screening,
  initial,
}: {
  readonly screening: ScreeningView | null;
  readonly initial: Partial<Values>;
}): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const screeningId = screening?.id ?? null;
  const go = useGo();
  const { message } = App.useApp();
  const [values, setValues] = useState<Partial<Values>>(initial);
  const begin = useDo(beginRound, {
    then: (reply) => {
      void message.success(t.created);
      go(`/rounds/${reply.id}`, { replace: true });
    },
  });
  return (
    <Section title={t.newRound}>
      {screening === null ? null : (
        <p>
          {t.fromScreening}{' '}
          <Go to={`/round-screenings/${screening.id}`}>
            {screening.title}（{screening.number}）
          </Go>
        </p>
      )}
      <EntityForm<Values>
        initial={initial}
        onSubmit={({ items, rounds, stepPercent, shown, singleSource, ...given }) =>
          begin.run({
            body: {
              ...given,
              quoting: quotingOf(given.mode, { rounds, stepPercent, shown, singleSource }),
              screeningId,
              items: screeningId === null ? itemsOf(items) : [],
            },
          })
        }
        onChange={setValues}
        pending={begin.pending}
        problem={begin.problem}
        submit={t.create}
        draft={`tender.new.${screeningId ?? ''}`}
      >
        <Form.Item name="title" label={t.title} rules={[needed(t.needed)]}>
          <Input maxLength={120} />
        </Form.Item>
        <ParticipantFields level={values.level} />
        <ModeFields modeCode={values.modeCode} mode={values.mode} />
        {screeningId === null ? (
          <>
            <h3>{r.itemList}</h3>
            <ItemFields />
          </>
        ) : null}
        <h3>{t.plan}</h3>
        <PlanWords />
      </EntityForm>
    </Section>
  );
}
