// screen: JS-12D, HN-15
import {
  type CaseDetails,
  answerCase,
  holdInterview,
  issueReport,
  moveCase,
  readCase,
} from '@daylight/api/supervision-cases.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useNow } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox, EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { useAnomalyWhat } from './anomaly-words.tsx';
import { caseTone } from './case-list.tsx';
import { texts } from './oversight-texts.ts';
import './supervision.css';

/** One interview or report: what it is about, what was said, what was put right. */
export function CaseDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const caseId = useParam('caseId');
  const { data, error } = useAsk(readCase, { params: { caseId } });
  if (error !== null) return <PageProblem problem={error.problem} />;
  return data === undefined ? null : <Body found={data} above={t.cases} />;
}

function Body({ found, above }: { readonly found: CaseDetails; readonly above: string }): ReactNode {
  const t = useTexts(texts);
  const what = useAnomalyWhat();
  const { state } = found;
  const at = useNow();
  const isMeetingOver = found.meetingAt === null || found.meetingAt <= at;
  const next = state === 'closed' || state === 'dropped' ? undefined : t.next[state];
  return (
    <Details
      title={found.title}
      above={{ to: '/oversight', title: above }}
      state={<StateTag tone={caseTone[state]}>{t.caseStates[state]}</StateTag>}
      note={`${t.caseKinds[found.kind]} ${found.number}`}
      actions={<Steps found={found} />}
      next={
        next === undefined ? undefined : (
          <>
            {next} {found.due === null ? null : <Deadline dueAt={found.due.dueAt} basis={found.due.basis} />}
            {state === 'drafted' && found.own ? ` ${t.ownReport}` : null}
          </>
        )
      }
      facts={[
        { name: t.institution, value: found.institution.name },
        ...(found.meetingAt === null
          ? []
          : [{ name: t.meetingAt, value: <DateText at={found.meetingAt} time /> }]),
        ...(found.place === '' ? [] : [{ name: t.place, value: found.place }]),
        ...(found.rectifyBy === null
          ? []
          : [{ name: t.rectifyBy, value: <DateText at={found.rectifyBy} /> }]),
        { name: t.enteredBy, value: found.enteredBy },
        ...(found.issuedBy === null ? [] : [{ name: t.issuedBy, value: found.issuedBy }]),
        { name: t.basis, value: <Article basis={found.basis} /> },
        { name: t.content, value: <Paragraphs text={found.content} />, wide: true },
      ]}
      timeline={[
        { id: 'entered', at: found.enteredAt, title: t.enteredAt },
        ...(found.issuedAt === null ? [] : [{ id: 'issued', at: found.issuedAt, title: t.issue }]),
        ...(found.heldAt === null ? [] : [{ id: 'held', at: found.heldAt, title: t.heldAt }]),
        ...(found.answeredAt === null ? [] : [{ id: 'answered', at: found.answeredAt, title: t.answeredAt }]),
        ...(found.closedAt === null ? [] : [{ id: 'closed', at: found.closedAt, title: t.closedAt }]),
      ]}
      printable
    >
      {found.anomalies.length === 0 ? null : (
        <Section title={t.anomalies}>
          <ul>
            {found.anomalies.map((each) => (
              <li key={each.id}>
                <Go to={`/anomalies/${each.id}`}>{t.kinds[each.kind]}</Go> {what(each)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {found.minutes === '' ? null : (
        <Section title={t.minutes}>
          <Paragraphs text={found.minutes} />
        </Section>
      )}
      {found.answer === '' ? null : (
        <Section title={t.answer}>
          <Paragraphs text={found.answer} />
          <EvidenceList files={found.answerEvidence} />
        </Section>
      )}
      {found.outcome === '' ? null : (
        <Section title={t.outcome}>
          <Paragraphs text={found.outcome} />
        </Section>
      )}
      {found.evidence.length === 0 ? null : (
        <Section title={t.files}>
          <EvidenceList files={found.evidence} />
        </Section>
      )}
      {found.may.includes('hold') && isMeetingOver ? <Hold found={found} /> : null}
      {found.may.includes('answer') ? <Answer found={found} /> : null}
    </Details>
  );
}

function Paragraphs({ text }: { readonly text: string }): ReactNode {
  return <div className="dl-pre">{text}</div>;
}

function Steps({ found }: { readonly found: CaseDetails }): ReactNode {
  const t = useTexts(texts);
  const issue = useDo(issueReport);
  const move = useDo(moveCase);
  const [rectifyBy, setRectifyBy] = useState<IsoDate | null>(null);
  const { version } = found;
  const params = { caseId: found.id };
  const step = (kind: 'close' | 'return' | 'drop', reason: string) =>
    move.run({
      params,
      body: { step: kind, note: reason, rectifyBy: kind === 'return' ? rectifyBy : null, version },
    });
  return (
    <>
      {found.may.includes('issue') ? (
        <ConfirmEffect
          label={t.issue}
          title={t.issue}
          effects={t.issueEffects}
          confirm={t.issue}
          run={() => issue.run({ params, body: { version } })}
          pending={issue.pending}
          problem={issue.problem}
          button={{ type: 'primary' }}
        />
      ) : null}
      {found.may.includes('return') ? (
        <ConfirmEffect
          label={t.sendBack}
          title={t.sendBack}
          effects={t.sendBackEffects}
          confirm={t.sendBack}
          askReason="needed"
          run={({ reason }) => step('return', reason)}
          pending={move.pending}
          problem={move.problem}
        >
          <Form.Item label={t.rectifyBy} required>
            <DayInput value={rectifyBy ?? ''} onChange={(day) => setRectifyBy(day as IsoDate)} />
          </Form.Item>
        </ConfirmEffect>
      ) : null}
      {found.may.includes('close') ? (
        <ConfirmEffect
          label={t.close}
          title={t.close}
          effects={t.closeEffects}
          confirm={t.close}
          askReason="needed"
          run={({ reason }) => step('close', reason)}
          pending={move.pending}
          problem={move.problem}
          button={found.state === 'answered' ? { type: 'primary' } : {}}
        />
      ) : null}
      {found.may.includes('drop') ? (
        <ConfirmEffect
          label={t.drop}
          title={t.drop}
          effects={t.dropEffects}
          confirm={t.drop}
          askReason="needed"
          run={({ reason }) => step('drop', reason)}
          pending={move.pending}
          problem={move.problem}
          button={{ danger: true }}
        />
      ) : null}
    </>
  );
}

interface Held {
  readonly minutes: string;
  readonly rectifyBy?: IsoDate;
  readonly evidence?: readonly string[];
}
function Hold({ found }: { readonly found: CaseDetails }): ReactNode {
  const t = useTexts(texts);
  const hold = useDo(holdInterview);
  return (
    <Section title={t.hold}>
      <EntityForm<Held>
        onSubmit={({ minutes, rectifyBy, evidence = [] }) =>
          hold.run({
            params: { caseId: found.id },
            body: {
              minutes,
              rectifyBy: rectifyBy === undefined || rectifyBy.length === 0 ? null : rectifyBy,
              evidence: [...evidence],
              version: found.version,
            },
          })
        }
        pending={hold.pending}
        problem={hold.problem}
        submit={t.hold}
        draft={`interview.${found.id}`}
      >
        <Form.Item
          name="minutes"
          label={t.minutes}
          rules={[needed(t.minutesNeeded)]}
          extra={t.holdEffects[0]}
        >
          <Input.TextArea rows={6} maxLength={8000} />
        </Form.Item>
        <Form.Item name="rectifyBy" label={t.rectifyBy} extra={t.rectifyHint}>
          <DayInput />
        </Form.Item>
        <Form.Item name="evidence" label={t.evidence}>
          <EvidenceBox />
        </Form.Item>
      </EntityForm>
    </Section>
  );
}

interface Answered {
  readonly answer: string;
  readonly evidence?: readonly string[];
}
function Answer({ found }: { readonly found: CaseDetails }): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerCase);
  return (
    <Section title={t.answerIt}>
      <EntityForm<Answered>
        onSubmit={(values) =>
          answer.run({
            params: { caseId: found.id },
            body: { answer: values.answer, evidence: [...(values.evidence ?? [])], version: found.version },
          })
        }
        pending={answer.pending}
        problem={answer.problem}
        submit={t.answerIt}
        draft={`rectification.${found.id}`}
      >
        <Form.Item name="answer" label={t.answer} rules={[needed(t.answerNeeded)]} extra={t.answerEffects[0]}>
          <Input.TextArea rows={6} maxLength={4000} />
        </Form.Item>
        <Form.Item name="evidence" label={t.answerFiles}>
          <EvidenceBox />
        </Form.Item>
      </EntityForm>
    </Section>
  );
}
