import { askToJoin } from '@daylight/api/tender-member.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { answerFiling, approvePlan, cancelRound, filePlan, submitPlan } from '@daylight/api/tender-plan.ts';
import { Button, Drawer, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { AmendButton, ContentFields, PublishButton } from './notice-actions.tsx';
import { texts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';

interface Given {
  readonly tender: RoundView;
}

const amendable = ['reporting', 'measured', 'bidding', 'awarded', 'choosing', 'signing'];
const over = ['draft', 'planned', 'ended', 'cancelled', 'failed'];
const beforeResult = [
  'draft',
  'planned',
  'reporting',
  'measured',
  'bidding',
  'opening',
  'opened',
  'evaluated',
  'published',
];

/** What the signed-in person can do with a round now. */
export function RoundActions({ tender }: Given): ReactNode {
  const may = useMay();
  const actor = useActor();
  const { mine, state } = tender;
  const runs = mine.isOrganiser && may('tender.plan');
  return (
    <>
      {runs && state === 'draft' ? <DraftActions tender={tender} /> : null}
      {mine.mayApprove && may('tender.approve') ? <Approve tender={tender} /> : null}
      {runs && state === 'planned' ? <PlannedActions tender={tender} /> : null}
      {mine.isAuthority &&
      may('tender.file') &&
      state === 'planned' &&
      tender.plan?.filing?.answer === null ? (
        <AnswerFiling tender={tender} />
      ) : null}
      {runs && amendable.includes(state) ? <AmendButton tender={tender} /> : null}
      {runs && !over.includes(state) ? <PublishButton tender={tender} /> : null}
      {actor?.kind === 'institution' && may('tender.join') && state === 'reporting' ? (
        <Joining tender={tender} />
      ) : null}
      {runs && beforeResult.includes(state) ? <Cancel tender={tender} /> : null}
    </>
  );
}

function DraftActions({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const submit = useDo(submitPlan);
  const waits = tender.plan?.approvals.some(({ state }) => state === 'waiting') ?? false;
  return (
    <>
      <Button onClick={() => go(`/rounds/${tender.id}/plan`)}>{t.editPlan}</Button>
      <Button onClick={() => go(`/rounds/${tender.id}/rules`)}>{t.rules}</Button>
      {waits ? null : (
        <ConfirmEffect
          label={t.submitPlan}
          title={t.submitPlan}
          effects={t.submitEffects}
          confirm={t.submitPlan}
          pending={submit.pending}
          problem={submit.problem}
          run={() => submit.run({ params: { tenderId: tender.id }, body: { version: tender.version } })}
          button={{ type: 'primary' }}
        />
      )}
    </>
  );
}

/** A second person approves; at a lead hospital the party committee did, so its meeting is named (GY-5.2). */
function Approve({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const actor = useActor();
  const [meeting, setMeeting] = useState('');
  const [evidenceIds, setEvidenceIds] = useState<string[]>([]);
  const approve = useDo(approvePlan);
  const params = { tenderId: tender.id };
  const common = { pending: approve.pending, problem: approve.problem };
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.approve}
        title={t.approve}
        effects={t.approveEffects}
        confirm={t.approve}
        run={({ reason }) =>
          approve.run({ params, body: { approved: true, note: reason, meeting, evidenceIds } })
        }
        button={{ type: 'primary' }}
      >
        {actor?.kind === 'institution' ? (
          <Form.Item label={t.meeting} htmlFor="round-meeting" extra={t.meetingHint} required>
            <Input
              id="round-meeting"
              maxLength={200}
              value={meeting}
              onChange={(event) => setMeeting(event.target.value)}
            />
          </Form.Item>
        ) : null}
        <EvidenceBox value={evidenceIds} onChange={setEvidenceIds} label={t.evidence} />
      </ConfirmEffect>
      <ConfirmEffect
        {...common}
        label={t.returnPlan}
        title={t.returnPlan}
        effects={t.returnEffects}
        confirm={t.returnPlan}
        askReason="needed"
        run={({ reason }) => approve.run({ params, body: { approved: false, note: reason } })}
        button={{ danger: true }}
      />
    </>
  );
}

function PlannedActions({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const file = useDo(filePlan);
  const filing = tender.plan?.filing ?? null;
  if (filing !== null && filing.filedAt === null)
    return (
      <ConfirmEffect
        label={t.file}
        title={`${t.file}${m.colon}${t.filingWith[filing.with]}`}
        effects={t.fileEffects(filing.basis.clause === 'JS-22' ? t.fileTerm : t.fileNow)}
        confirm={t.file}
        basis={filing.basis}
        pending={file.pending}
        problem={file.problem}
        run={() => file.run({ params: { tenderId: tender.id }, body: { version: tender.version } })}
        button={{ type: 'primary' }}
      />
    );
  return <Announce tender={tender} />;
}

function Announce({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const announce = useDo(announceRound, { then: () => setOpen(false) });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.announce}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.announceTitle} size="large" destroyOnHidden>
        <ul className="dl-tender-list dl-tender-gap">
          {t.announceEffects.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <EntityForm<{ title: string; body: string; evidenceIds: string[] }>
          initial={{ title: `${tender.title}公告`, evidenceIds: [] }}
          onSubmit={(body) =>
            announce.run({ params: { tenderId: tender.id }, body: { version: tender.version, ...body } })
          }
          pending={announce.pending}
          problem={announce.problem}
          submit={t.announce}
          draft={`tender.announce.${tender.id}`}
        >
          <ContentFields />
        </EntityForm>
      </Drawer>
    </>
  );
}

function AnswerFiling({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerFiling);
  const params = { tenderId: tender.id };
  const common = {
    pending: answer.pending,
    problem: answer.problem,
    basis: tender.plan?.filing?.basis ?? null,
  };
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.noteFiling}
        title={t.noteFiling}
        effects={t.noteFilingEffects}
        confirm={t.noteFiling}
        askReason="optional"
        run={({ reason }) => answer.run({ params, body: { answer: 'noted', note: reason } })}
        button={{ type: 'primary' }}
      />
      <ConfirmEffect
        {...common}
        label={t.returnFiling}
        title={t.returnFiling}
        effects={t.returnEffects}
        confirm={t.returnFiling}
        askReason="needed"
        run={({ reason }) => answer.run({ params, body: { answer: 'returned', note: reason } })}
        button={{ danger: true }}
      />
    </>
  );
}

function Joining({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const ask = useDo(askToJoin);
  const kind = tender.mine.participates ? ('leave' as const) : ('join' as const);
  return (
    <ConfirmEffect
      label={t[kind]}
      title={t[kind]}
      effects={kind === 'join' ? t.joinEffects : t.leaveEffects}
      confirm={t[kind]}
      askReason="needed"
      pending={ask.pending}
      problem={ask.problem}
      run={({ reason }) => ask.run({ params: { tenderId: tender.id }, body: { kind, note: reason } })}
    />
  );
}

function Cancel({ tender }: Given): ReactNode {
  const t = useTexts(texts);
  const cancel = useDo(cancelRound);
  return (
    <ConfirmEffect
      label={t.cancel}
      title={t.cancel}
      effects={t.cancelEffects}
      confirm={t.cancel}
      askReason="needed"
      irreversible
      pending={cancel.pending}
      problem={cancel.problem}
      run={({ reason }) =>
        cancel.run({ params: { tenderId: tender.id }, body: { version: tender.version, reason } })
      }
      button={{ danger: true }}
    />
  );
}
