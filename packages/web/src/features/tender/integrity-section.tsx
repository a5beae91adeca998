// screen: GY-5.4
import { listUndertakings, recordUndertaking } from '@daylight/api/tender-oversight.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { Alert, Form, Select, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import { oversight } from './oversight-texts.ts';
import type { RoundView } from './sections.ts';

type View = ReplyOf<typeof listUndertakings>;

/** What the sides undertook, the way to report a breach, and for supervisors every step (GY-5.4). */
export function IntegritySection({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(oversight);
  const say = useSay();
  const may = useMay();
  const { data } = useAsk(listUndertakings, { params: { tenderId: tender.id } });
  if (data === undefined) return null;
  return (
    <Section
      title={t.integrity}
      extra={
        <Space wrap>
          {may('tender.supervise') ? <Go to={`/rounds/${tender.id}/course`}>{t.seeCourse}</Go> : null}
          {may('tender.supervise') ? <Go to={`/breaches?tenderId=${tender.id}`}>{t.seeBreaches}</Go> : null}
          {tender.isPublic ? <Go to={`/rounds/${tender.id}/breach`}>{t.reportIt}</Go> : null}
        </Space>
      }
    >
      <p className="dl-soft">
        {t.integrityNote} <Article basis={articles.supervision} />
      </p>
      {data.missing.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t.missing(data.missing.join('、'))}
          action={data.mayRecord && may('tender.plan') ? <Recording tender={tender} data={data} /> : null}
        />
      )}
      {data.items.length === 0 ? null : (
        <TableView
          inside
          rows={data.items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'person',
              title: t.person,
              card: 'title',
              render: (row) => `${row.person}（${row.organisation}）`,
            },
            { key: 'capacity', title: t.capacity, render: (row) => t.capacities[row.capacity] },
            {
              key: 'text',
              title: t.text,
              render: (row) => (
                <>
                  {say(row.text)}
                  <br />
                  <small className="dl-soft">{t.version(row.from)}</small>
                  {row.files.length === 0 ? null : <EvidenceList files={row.files} />}
                </>
              ),
            },
            { key: 'at', title: t.at, nowrap: true, render: (row) => <DateText at={row.at} /> },
          ]}
        />
      )}
    </Section>
  );
}

function Recording({ tender, data }: { readonly tender: RoundView; readonly data: View }): ReactNode {
  const t = useTexts(oversight);
  const say = useSay();
  const record = useDo(recordUndertaking);
  const [person, setPerson] = useState<string | null>(null);
  const text = data.texts.team;
  if (text === null) return null;
  const who = person ?? data.missing[0] ?? '';
  return (
    <ConfirmEffect
      label={t.record}
      title={t.recordTitle}
      effects={t.recordEffects}
      confirm={t.record}
      askFiles={t.paper}
      basis={text.basis}
      run={({ evidenceIds }) =>
        record.run({
          params: { tenderId: tender.id },
          body: { person: who, undertaking: text.from, evidenceIds },
        })
      }
      pending={record.pending}
      problem={record.problem}
    >
      <p>{say(text)}</p>
      <Form.Item label={t.person} htmlFor="undertaking-person">
        <Select
          id="undertaking-person"
          value={who}
          onChange={setPerson}
          options={data.missing.map((value) => ({ value, label: value }))}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
