// screen: JS-34, JS-37, HN-6a, HN-15
import { endQualification, readQualification, restrictQualification } from '@daylight/api/qualification.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { QualificationChangeWire } from '@daylight/api/qualification-shapes.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Happening, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ChangeSteps, Comparison } from './change-steps.tsx';
import { useKinds } from './kinds.ts';
import { PathState, QualificationState, Validity } from './parts.tsx';
import { pathTone, texts } from './texts.ts';

type Loaded = ReplyOf<typeof readQualification>;

export function QualificationPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { nameOf } = useKinds();
  const params = { qualificationId: useParam('qualificationId') };
  const { data, error, refetch } = useAsk(readQualification, { params });
  const happenings = useHappenings(data?.changes ?? []);
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  const open = data.changes.find((change) => change.state === 'submitted' || change.state === 'checked');
  const declares = may('qualification.declare');
  const files = data.state === 'declared' ? [] : data.files;
  return (
    <Details
      title={`${nameOf(data.kind)} ${data.number}`}
      above={{ to: '/qualifications', title: t.title }}
      state={<QualificationState row={data} />}
      {...(data.stateNote === '' ? {} : { note: data.stateNote })}
      actions={<Actions data={data} />}
      facts={[
        {
          name: t.enterprise,
          value: declares ? (
            data.organisation.name
          ) : (
            <Go to={`/enterprises/${data.organisation.id}`}>{data.organisation.name}</Go>
          ),
        },
        { name: t.number, value: data.number },
        ...(data.holder === '' ? [] : [{ name: t.holderShort, value: data.holder }]),
        { name: t.issuer, value: data.issuer || '—' },
        { name: t.validity, value: <Validity row={data} /> },
        { name: t.scope, value: data.scope || '—', wide: true },
      ]}
      {...(data.changes.length === 0 ? {} : { timeline: happenings })}
      {...(files.length === 0 ? {} : { documents: <EvidenceList files={files} /> })}
    >
      {open === undefined ? null : <OpenChange change={open} />}
    </Details>
  );
}

function OpenChange({ change }: { readonly change: QualificationChangeWire }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { dueAt, dueProvisional, dueBasis } = change;
  return (
    <Section
      title={`${t.acts[change.act]} ${change.number}`}
      extra={
        <>
          <PathState state={change.state} />
          <ChangeSteps change={change} />
        </>
      }
    >
      {dueAt === null ? null : (
        <p>
          {t.due}
          {m.colon}
          <Deadline dueAt={dueAt} provisional={dueProvisional} basis={dueBasis} />
        </p>
      )}
      {change.reason === '' ? null : <p>{change.reason}</p>}
      <Comparison change={change} />
      <EvidenceList files={change.files} />
    </Section>
  );
}

function useHappenings(changes: readonly QualificationChangeWire[]): Happening[] {
  const t = useTexts(texts);
  return changes.map((change) => {
    const last = change.decided ?? change.checked;
    return {
      id: change.id,
      at: last?.at ?? change.submitted.at,
      title: `${t.acts[change.act]} · ${t.pathStates[change.state]}`,
      detail: [
        change.number,
        change.reason,
        `${t.submittedBy} ${change.submitted.by}`,
        change.checked === null ? '' : `${t.checkedBy} ${change.checked.by} ${change.checked.note}`,
        change.decided === null ? '' : `${t.decidedBy} ${change.decided.by} ${change.decided.note}`,
      ]
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .join(' · '),
      tone: pathTone[change.state],
    };
  });
}

function Actions({ data }: { readonly data: Loaded }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { message } = App.useApp();
  const then = (): void => void message.success(t.done);
  const end = useDo(endQualification, { then });
  const restrict = useDo(restrictQualification, { then });
  const params = { qualificationId: data.id };
  const { version, may } = data;
  const restriction = (['suspend', 'resume'] as const).find((act) => may.includes(act));
  return (
    <>
      {may.includes('change') ? (
        <Go to={`/qualifications/${data.id}/change`}>
          <Button type="primary">{t.change}</Button>
        </Go>
      ) : null}
      {may.includes('end') ? (
        <ConfirmEffect
          label={t.end}
          title={`${t.end}${m.colon}${data.number}`}
          effects={t.endEffects}
          confirm={t.end}
          askReason="needed"
          run={({ reason }) => end.run({ params, body: { reason, version } })}
          pending={end.pending}
          problem={end.problem}
          button={{ danger: true }}
        />
      ) : null}
      {restriction === undefined ? null : (
        <ConfirmEffect
          label={t[restriction]}
          title={`${t[restriction]}${m.colon}${data.number}`}
          effects={restriction === 'suspend' ? t.suspendEffects : t.resumeEffects}
          confirm={t[restriction]}
          askReason="needed"
          run={({ reason }) => restrict.run({ params, body: { act: restriction, reason, version } })}
          pending={restrict.pending}
          problem={restrict.problem}
        />
      )}
    </>
  );
}
