// screen: GY-4.2, GY-5.1
import { saveItems, savePlan } from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import type { TenderMode } from '@daylight/rules/tender/state.ts';
import { timetableNames } from '@daylight/rules/tender/timetable.ts';
import { App, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useParam } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ItemFields, type ItemValues, itemsOf } from './item-fields.tsx';
import { ModeFields, type QuotingValues, quotingOf, quotingValues } from './mode-fields.tsx';
import { MomentInput } from './moment-input.tsx';
import { PlanWords } from './people-fields.tsx';
import { texts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';
import './tender.css';

type Times = Record<(typeof timetableNames)[number], string | null>;
interface Values extends Times, QuotingValues {
  readonly title: string;
  readonly modeCode: string;
  readonly mode: TenderMode;
  readonly termMonths: number;
  readonly scope: string;
  readonly process: string;
  readonly duties: string;
  readonly committee: { name: string; organisation: string; post: string }[];
  readonly team: { name: string; organisation: string; post: string }[];
}

/** The plan of a draft: words, people, times; and its items with caps. */
export function PlanEditorPage(): ReactNode {
  const t = useTexts(texts);
  const tenderId = useParam('tenderId');
  const { data, error } = useAsk(readRound, { params: { tenderId } });
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <div className="dl-details">
      <PageHead
        title={t.editPlan}
        note={`${data.title} · ${data.number}`}
        above={{ to: `/rounds/${tenderId}`, title: data.title }}
      />
      <PlanForm key={`plan-${data.version}`} tender={data} />
      <ItemsForm key={`items-${data.version}`} tender={data} />
    </div>
  );
}

function PlanForm({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [chosen, setChosen] = useState({ modeCode: tender.plan?.modeCode ?? '', mode: tender.mode });
  const params = { tenderId: tender.id };
  const save = useDo(savePlan, {
    then: () => {
      void message.success(t.saved);
      go(`/rounds/${tender.id}`);
    },
  });
  const { plan, timetable, suggested } = tender;
  const submit = (values: Values) => {
    const { title, mode, termMonths, scope, process, duties, committee, team } = values;
    const times = Object.fromEntries(timetableNames.map((name) => [name, values[name] ?? null])) as Times;
    return save.run({
      params,
      body: {
        version: tender.version,
        title,
        modeCode: values.modeCode,
        mode,
        quoting: quotingOf(mode, values),
        termMonths,
        scope,
        process,
        duties,
        committee: committee ?? [],
        team: team ?? [],
        timetable: times,
      },
    });
  };
  return (
    <Section title={t.plan}>
      <EntityForm<Values>
        form={form}
        initial={{
          ...timetable,
          title: tender.title,
          ...(plan === null ? {} : quotingValues(plan.quoting)),
          ...chosen,
          termMonths: timetable.termMonths,
          scope: plan?.scope ?? '',
          process: plan?.process ?? '',
          duties: plan?.duties ?? '',
          committee: plan?.committee ?? [],
          team: plan?.team ?? [],
        }}
        onSubmit={submit}
        onChange={({ modeCode, mode }) => setChosen({ modeCode, mode })}
        pending={save.pending}
        problem={save.problem}
        submit={t.save}
        onCancel={() => go(`/rounds/${tender.id}`)}
      >
        <Form.Item name="title" label={t.title} rules={[needed(t.needed)]}>
          <Input maxLength={120} />
        </Form.Item>
        <ModeFields {...chosen} />
        <h3>{t.timetable}</h3>
        <p className="dl-soft">
          {t.timesHint}{' '}
          {suggested === null ? null : (
            <Button size="small" onClick={() => form.setFieldsValue(suggested as Partial<Values>)}>
              {t.suggest}
            </Button>
          )}
        </p>
        <div className="dl-round-row dl-round-times">
          {timetableNames.map((name) => (
            <Form.Item key={name} name={name} label={t.times[name]}>
              <MomentInput />
            </Form.Item>
          ))}
        </div>
        <PlanWords />
      </EntityForm>
    </Section>
  );
}

function ItemsForm({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const save = useDo(saveItems, { then: () => void message.success(t.saved) });
  return (
    <Section title={t.editItems}>
      <EntityForm<{ items: ItemValues[] }>
        initial={{
          items: tender.itemList.map(({ item, name, unit, codePrefixes, cap }) => ({
            item,
            name,
            unit,
            codePrefixes,
            cap,
          })),
        }}
        onSubmit={({ items }) =>
          save.run({
            params: { tenderId: tender.id },
            body: { version: tender.version, items: itemsOf(items) },
          })
        }
        pending={save.pending}
        problem={save.problem}
        submit={t.save}
      >
        <ItemFields />
      </EntityForm>
    </Section>
  );
}
