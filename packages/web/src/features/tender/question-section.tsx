import { answerQuestion, askQuestion, listQuestions } from '@daylight/api/tender-notice.ts';
import { Button, Drawer, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './notice-texts.ts';
import type { RoundView } from './sections.ts';

type Row = RowOf<typeof listQuestions>;
const askable = ['reporting', 'measured', 'bidding'];

/** Questions of one's own, or all of them for the organiser, who does not see who asked. */
export function QuestionSection({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const [open, setOpen] = useState<Row | null>(null);
  const asks = may('tender.ask') && askable.includes(tender.state);
  if (!tender.isPublic || (!asks && !tender.mine.isOrganiser)) return null;
  return (
    <Section title={t.questions} extra={asks ? <AskButton tender={tender} /> : undefined}>
      <p className="dl-soft">{t.questionsNote}</p>
      <DataTable<typeof listQuestions>
        id="round-questions"
        prefix="question"
        endpoint={listQuestions}
        params={{ tenderId: tender.id }}
        noExport
        columns={[
          {
            key: 'question',
            title: t.question,
            card: 'title',
            render: (row) => (
              <>
                <p className="dl-round-text">{row.question}</p>
                {row.answer === '' ? null : <p className="dl-soft dl-round-text">{row.answer}</p>}
              </>
            ),
          },
          {
            key: 'state',
            title: t.due,
            card: 'state',
            render: (row) =>
              row.state === 'answered' ? (
                <StateTag tone="good">{t.states.answered}</StateTag>
              ) : (
                <Deadline
                  dueAt={row.due.dueAt}
                  provisional={row.due.provisional}
                  basis={row.due.basis}
                  compact
                />
              ),
          },
          {
            key: 'act',
            title: t.answer,
            card: 'none',
            render: (row) =>
              tender.mine.isOrganiser && row.state === 'asked' && may('tender.plan') ? (
                <Button size="small" type="primary" onClick={() => setOpen(row)}>
                  {t.answer}
                </Button>
              ) : null,
          },
        ]}
        empty={{ title: t.noQuestions }}
      />
      <Drawer open={open !== null} onClose={() => setOpen(null)} title={t.answerTitle} size="large">
        {open === null ? null : (
          <AnswerForm key={open.id} tender={tender} row={open} onDone={() => setOpen(null)} />
        )}
      </Drawer>
    </Section>
  );
}

function Lines({ of }: { readonly of: readonly string[] }): ReactNode {
  return (
    <ul className="dl-tender-list dl-tender-gap">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function AskButton({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const ask = useDo(askQuestion, { then: () => setOpen(false) });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.ask}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.askTitle} size="large" destroyOnHidden>
        <Lines of={t.askEffects} />
        <EntityForm<{ question: string }>
          onSubmit={(body) => ask.run({ params: { tenderId: tender.id }, body })}
          pending={ask.pending}
          problem={ask.problem}
          submit={t.ask}
          draft={`tender.question.${tender.id}`}
        >
          <Form.Item name="question" label={t.question} rules={[needed(t.needed)]}>
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={2000} />
          </Form.Item>
        </EntityForm>
      </Drawer>
    </>
  );
}

function AnswerForm({
  tender,
  row,
  onDone,
}: {
  readonly tender: RoundView;
  readonly row: Row;
  readonly onDone: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerQuestion, { then: onDone });
  const rule = needed(t.needed);
  return (
    <>
      <Lines of={t.answerEffects} />
      <EntityForm<{ question: string; answer: string }>
        initial={{ question: row.question }}
        onSubmit={(body) => answer.run({ params: { tenderId: tender.id, questionId: row.id }, body })}
        pending={answer.pending}
        problem={answer.problem}
        submit={t.answer}
      >
        <Form.Item name="question" label={t.published} rules={[rule]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
        </Form.Item>
        <Form.Item name="answer" label={t.answer} rules={[rule]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4000} />
        </Form.Item>
      </EntityForm>
    </>
  );
}
