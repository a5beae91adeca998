import { decideEnrolment, listEnrolments } from '@daylight/api/bidding.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { Opening } from './opening-page.tsx';
import { openingTexts } from './opening-texts.ts';
import { enrolTone } from './states.ts';
import { texts } from './texts.ts';

/** Who enrolled, with what was found; the organiser accepts or refuses. */
export function EnrolmentSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const b = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { data } = useAsk(listEnrolments, { params: { tenderId: opening.id } });
  const decide = useDo(decideEnrolment);
  const act = (enrolmentId: string, version: number, accepts: boolean) => (note: string) =>
    decide.run({
      params: { tenderId: opening.id, enrolmentId },
      body: { version, accepts, note, grades: [] },
    });
  const rows = (data?.items ?? []).filter((each) => each.state !== 'withdrawn');
  return (
    <Section title={`${t.enrolments} · ${rows.length}`}>
      <TableView
        inside
        label={t.enrolments}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t.noEnrolments}
        columns={[
          { key: 'bidder', title: t.bidder, card: 'title', render: (row) => row.bidder.name },
          stateColumn(b.state, b.enrolStates, enrolTone),
          {
            key: 'products',
            title: b.products,
            render: (row) =>
              row.products.map((each) => (
                <div key={each.productId}>
                  {each.name}
                  {each.capacity === null ? '' : ` · ${each.capacity}`}
                </div>
              )),
          },
          { key: 'controller', title: b.controller, render: (row) => row.controller ?? '—' },
          {
            key: 'related',
            title: b.related,
            render: (row) => row.related.map((each) => each.name).join(m.list) || '—',
          },
          {
            key: 'findings',
            title: b.findings,
            render: (row) => row.findings.map((each) => <div key={each.zh}>{say(each)}</div>),
          },
          { key: 'at', title: b.enrolment, render: (row) => <DateText at={row.enteredAt} time /> },
          {
            key: 'act',
            title: '',
            render: (row) =>
              row.state === 'entered' ? (
                <Space>
                  <ConfirmEffect
                    label={t.accept}
                    title={`${t.accept} · ${row.bidder.name}`}
                    effects={[t.decideEffect]}
                    confirm={t.accept}
                    run={() => act(row.id, row.version, true)('')}
                    pending={decide.pending}
                    problem={decide.problem}
                    button={{ size: 'small', type: 'primary' }}
                  />
                  <ConfirmEffect
                    label={t.refuse}
                    title={`${t.refuse} · ${row.bidder.name}`}
                    effects={[t.decideEffect]}
                    confirm={t.refuse}
                    askReason="needed"
                    run={({ reason }) => act(row.id, row.version, false)(reason)}
                    pending={decide.pending}
                    problem={decide.problem}
                    button={{ size: 'small', danger: true }}
                  />
                </Space>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}
