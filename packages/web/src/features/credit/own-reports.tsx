// screen: HN-11c
import { listOwnReports, readReportKinds, report } from '@daylight/api/credit-report.ts';
import { App, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { useReportColumns } from './report-columns.tsx';
import { creditMore } from './supply-texts.ts';
import { credit } from './texts.ts';

interface Values {
  readonly kind: string;
  readonly accused: string;
  readonly itemCode?: string;
  readonly facts: string;
  readonly evidenceIds?: string[];
}

/** The form for a report, and one's own reports with what came of them. */
export function OwnReportsPage(): ReactNode {
  const t = useTexts(creditMore);
  const columns = useReportColumns();
  const [sent, setSent] = useState(0);
  return (
    <>
      <PageHead title={t.ownReports} note={t.ownReportsNote} />
      <Section title={t.newReport}>
        <ReportForm key={sent} done={() => setSent(sent + 1)} />
      </Section>
      <DataTable
        id="credit-own-reports"
        endpoint={listOwnReports}
        columns={columns}
        href={(row) => `/credit/reports/${row.id}`}
        empty={{ title: t.noOwnReports }}
      />
    </>
  );
}

function ReportForm({ done }: { readonly done: () => void }): ReactNode {
  const t = useTexts(creditMore);
  const c = useTexts(credit);
  const say = useSay();
  const may = useMay();
  const { message } = App.useApp();
  const { data } = useAsk(readReportKinds);
  const send = useDo(report);
  return (
    <EntityForm<Values>
      submit={t.newReport}
      pending={send.pending}
      problem={send.problem}
      onSubmit={async ({ itemCode = '', evidenceIds = [], ...values }) => {
        const reply = await send.run({
          body: { ...values, itemCode: itemCode.trim() === '' ? null : itemCode.trim(), evidenceIds },
        });
        if (reply === null) return null;
        void message.success(t.submitted);
        done();
        return reply;
      }}
    >
      {data === undefined ? null : <p className="dl-soft">{t.within(say(data.within))}</p>}
      <Form.Item name="kind" label={t.reportKind} rules={[needed(c.needed)]}>
        <Select options={(data?.items ?? []).map((each) => ({ value: each.code, label: say(each) }))} />
      </Form.Item>
      <Form.Item name="accused" label={t.accused} rules={[needed(c.needed)]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="itemCode" label={t.itemCode}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="facts" label={t.reportFacts} rules={[needed(c.needed)]}>
        <Input.TextArea rows={5} maxLength={4000} />
      </Form.Item>
      {may('evidence.hand') ? (
        <Form.Item name="evidenceIds" label={t.evidence}>
          <EvidenceBox />
        </Form.Item>
      ) : null}
    </EntityForm>
  );
}
