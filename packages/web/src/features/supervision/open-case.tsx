// screen: JS-12D
import { openCase, readAnomaly } from '@daylight/api/supervision-cases.ts';
import { type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import './supervision.css';
import { InstitutionPicker } from '../organisation/organisation-picker.tsx';
import { useAnomalyWhat } from './anomaly-words.tsx';
import { texts } from './oversight-texts.ts';

interface Values {
  readonly kind: 'interview' | 'report';
  readonly institutionId: string;
  readonly title: string;
  readonly content: string;
  readonly day?: IsoDate;
  readonly clock?: string;
  readonly place?: string;
  readonly rectifyBy?: IsoDate;
  readonly evidence?: readonly string[];
}

const noAnomaly = '00000000-0000-0000-0000-000000000000';

/** Asks an institution in, or drafts a report on it; anomalies it is about come with the address. */
export function OpenCasePage(): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const go = useGo();
  const [search] = useSearch();
  const anomalyIds = (search['anomalies'] ?? '').split(',').filter((id) => id !== '');
  const open = useDo(openCase);
  const [kind, setKind] = useState<Values['kind']>('interview');
  const [first] = anomalyIds;
  const what = useAnomalyWhat();
  const { data: anomaly } = useAsk(
    readAnomaly,
    { params: { anomalyId: first ?? noAnomaly } },
    { enabled: first !== undefined },
  );
  async function send(values: Values): Promise<unknown> {
    const { day, clock = '09:00', rectifyBy, evidence = [], place = '', ...rest } = values;
    const reply = await open.run({
      body: {
        ...rest,
        place,
        meetingAt:
          rest.kind === 'interview' && day !== undefined && day !== ('' as IsoDate)
            ? shanghaiMoment(day, clock)
            : null,
        rectifyBy: rectifyBy === undefined || rectifyBy === ('' as IsoDate) ? null : rectifyBy,
        anomalyIds,
        evidence: [...evidence],
      },
    });
    if (reply !== null) go(`/oversight/${reply.id}`, { replace: true });
    return reply;
  }
  if (first !== undefined && anomaly === undefined) return null;
  return (
    <>
      <PageHead
        title={t.newCase}
        above={{ to: '/oversight', title: t.cases }}
        note={anomaly === undefined ? t.casesNote : `${t.about(anomalyIds.length)}${m.colon}${what(anomaly)}`}
      />
      <EntityForm<Values>
        initial={{
          kind: 'interview',
          clock: '09:00',
          ...(anomaly === undefined
            ? {}
            : {
                institutionId: anomaly.institution.id,
                title: t.kinds[anomaly.kind],
                content: what(anomaly),
              }),
        }}
        onSubmit={send}
        onChange={(values) => setKind(values.kind)}
        pending={open.pending}
        problem={open.problem}
        submit={t.submitCase}
      >
        <Form.Item name="kind" label={t.kind}>
          <Radio.Group
            options={(['interview', 'report'] as const).map((value) => ({
              value,
              label: t.caseKinds[value],
            }))}
          />
        </Form.Item>
        <Form.Item name="institutionId" label={t.institution} rules={[needed(t.institutionNeeded)]}>
          <InstitutionPicker known={anomaly === undefined ? [] : [anomaly.institution]} />
        </Form.Item>
        <Form.Item name="title" label={t.title} rules={[needed(t.titleNeeded)]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="content" label={t.content} rules={[needed(t.contentNeeded)]}>
          <Input.TextArea rows={5} maxLength={4000} />
        </Form.Item>
        {kind === 'interview' ? (
          <>
            <Form.Item name="day" label={t.meetingDay} rules={[needed(t.dayNeeded)]}>
              <DayInput />
            </Form.Item>
            <Form.Item
              name="clock"
              label={t.meetingClock}
              rules={[{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: t.clockNeeded }]}
            >
              <Input type="time" className="dl-clock" />
            </Form.Item>
            <Form.Item name="place" label={t.place}>
              <Input maxLength={200} />
            </Form.Item>
          </>
        ) : (
          <Form.Item name="rectifyBy" label={t.rectifyBy} extra={t.rectifyHint}>
            <DayInput />
          </Form.Item>
        )}
        <Form.Item name="evidence" label={t.evidence}>
          <EvidenceBox />
        </Form.Item>
      </EntityForm>
    </>
  );
}
