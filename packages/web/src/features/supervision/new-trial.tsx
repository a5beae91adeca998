// screen: JS-12, JS-13b, JS-14a
import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import { startTrial } from '@daylight/api/supervision-trials.ts';
import { listZoneRules } from '@daylight/api/supervision-zones.ts';
import { type IsoDate, addDays, addMonths, shanghaiDate } from '@daylight/rules/time.ts';
import { Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { RuleFields, draftOf, startsFrom } from './rule-fields.tsx';
import { texts } from './rule-texts.ts';
import './supervision.css';

interface Values {
  readonly key: RuleDraft['key'];
  readonly name: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly value: object;
}

const keys = ['supervision.zoneRule', 'listing.noSaleSuspend', 'linkage.lowest'] as const;

/** The draft of a rule as a form, and the window it is tried on. */
export function NewTrialPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const go = useGo();
  const [search] = useSearch();
  const { data } = useAsk(listZoneRules, {});
  const start = useDo(startTrial);
  const [form] = Form.useForm<Values>();
  const [kind, setKind] = useState<RuleDraft['key']>('supervision.zoneRule');
  if (data === undefined) return <PageSkeleton />;
  const choice = data.choices.find(({ code }) => code === search['choice']);
  const valueOf = (key: RuleDraft['key']): object =>
    key === 'supervision.zoneRule' ? (choice?.rule ?? data.inForce.value) : startsFrom[key];
  const today = shanghaiDate(now());
  async function send({ key, name, from, until, value }: Values): Promise<unknown> {
    const reply = await start.run({ body: { name, from, until, draft: draftOf(key, value) } });
    if (reply !== null) go(`/trials/${reply.id}`);
    return reply;
  }
  function changed(values: Values): void {
    if (values.key === kind) return;
    setKind(values.key);
    form.setFieldsValue({ value: valueOf(values.key), name: t.keys[values.key] });
  }
  return (
    <>
      <PageHead title={t.newTrial} note={t.trialsNote} above={{ to: '/trials', title: t.trials }} />
      <EntityForm<Values>
        form={form}
        initial={{
          key: kind,
          name: choice === undefined ? t.keys[kind] : say(choice),
          from: addMonths(today, -12),
          until: addDays(today, -1),
          value: valueOf(kind),
        }}
        onSubmit={send}
        onChange={changed}
        pending={start.pending}
        problem={start.problem}
        submit={t.start}
      >
        <Form.Item name="key" label={t.kind}>
          <Radio.Group options={keys.map((value) => ({ value, label: t.keys[value] }))} />
        </Form.Item>
        <Form.Item name="name" label={t.name} rules={[needed(t.nameNeeded)]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="from" label={t.windowFrom} rules={[needed(t.fromNeeded)]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="until" label={t.windowUntil} rules={[needed(t.fromNeeded)]}>
          <DayInput />
        </Form.Item>
        <RuleFields kind={kind} />
      </EntityForm>
    </>
  );
}
