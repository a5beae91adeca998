// screen: SX-2.1, GY-4.1
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import { beginScreening } from '@daylight/api/tender-screening.ts';
import { App, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { ParticipantFields } from './participant-fields.tsx';
import { texts } from './screening-texts.ts';
import './tender.css';

interface Values {
  readonly title: string;
  readonly level: TenderLevel;
  readonly regions?: string[];
  readonly groupIds?: string[];
  readonly fromDay?: string | null;
  readonly beforeDay?: string | null;
}

/** Whose purchases, and of which time. */
export function NewScreeningPage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const [level, setLevel] = useState<string | undefined>();
  const begin = useDo(beginScreening, {
    then: (reply) => {
      void message.success(t.begun);
      go(`/round-screenings/${reply.id}`, { replace: true });
    },
  });
  const orNull = (day: string | null | undefined): string | null =>
    day === undefined || day === '' ? null : day;
  return (
    <div className="dl-details">
      <PageHead title={t.begin} note={t.beginNote} above={{ to: '/round-screenings', title: t.screenings }} />
      <Section title={t.begin}>
        <EntityForm<Values>
          onSubmit={({ title, level: chosen, regions = [], groupIds = [], fromDay, beforeDay }) =>
            begin.run({
              body: {
                title,
                level: chosen,
                regions,
                groupIds,
                fromDay: orNull(fromDay),
                beforeDay: orNull(beforeDay),
              },
            })
          }
          onChange={(values) => setLevel(values.level)}
          pending={begin.pending}
          problem={begin.problem}
          submit={t.submit}
          draft="tender.screening"
        >
          <Form.Item name="title" label={t.title} rules={[needed(t.needed)]}>
            <Input maxLength={120} />
          </Form.Item>
          <ParticipantFields level={level} />
          <p className="dl-soft">{t.periodHint}</p>
          <div className="dl-round-row">
            <Form.Item name="fromDay" label={t.from}>
              <DayInput />
            </Form.Item>
            <Form.Item name="beforeDay" label={t.before}>
              <DayInput />
            </Form.Item>
          </div>
        </EntityForm>
      </Section>
    </div>
  );
}
