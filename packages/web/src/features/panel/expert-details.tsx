// screen: HN-15
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import {
  approveExpert,
  changeExpert,
  declareInterest,
  endInterest,
  pauseExpert,
  readExpert,
} from '@daylight/api/panel-expert.ts';
import { Button, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { DeclareButton, type Interest, InterestTable } from './interests.tsx';
import { usePlaces } from './places.ts';
import { expertTone } from './states.ts';
import { texts } from './texts.ts';

type ExpertView = ReplyOf<typeof readExpert>;
interface Given {
  readonly expert: ExpertView;
}

export function ExpertDetailsPage(): ReactNode {
  const expertId = useParam('expertId');
  const { data, error, refetch } = useAsk(readExpert, { params: { expertId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <ExpertDetails expert={data} />;
}

function ExpertDetails({ expert }: Given): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const may = useMay();
  const places = usePlaces();
  const declare = useDo(declareInterest);
  const { proposed } = expert;
  return (
    <Details
      title={expert.name}
      above={{ to: '/experts', title: t.experts }}
      state={<StateTag tone={expertTone[expert.state]}>{t.expertStates[expert.state]}</StateTag>}
      note={expert.code}
      actions={
        <>
          {may('panel.approve') ? <Approval expert={expert} /> : null}
          {may('panel.manage') ? <Manage expert={expert} /> : null}
        </>
      }
      facts={[
        { name: t.employer, value: expert.employer.name },
        { name: t.expertTitle, value: expert.title },
        { name: t.specialty, value: expert.specialties.map(say).join(m.list) },
        { name: t.region, value: places.nameOf(expert.region) },
        {
          name: t.enteredBy,
          value: (
            <>
              {expert.enteredBy} <DateText at={expert.enteredAt} />
            </>
          ),
        },
        {
          name: t.approvedBy,
          value:
            expert.approvedAt === null ? (
              '—'
            ) : (
              <>
                {expert.approvedBy} <DateText at={expert.approvedAt} />
              </>
            ),
        },
        ...(expert.stateNote === '' ? [] : [{ name: t.note, value: expert.stateNote, wide: true }]),
        ...(proposed === null
          ? []
          : [
              {
                name: t.proposed,
                value: `${proposed.title} · ${proposed.specialties.map(say).join(m.list)} · ${places.nameOf(proposed.region)}${m.open}${proposed.by}${m.close}`,
                wide: true,
              },
            ]),
      ]}
    >
      <Section
        title={t.interests}
        extra={
          may('panel.manage') ? (
            <DeclareButton
              run={(body) => declare.run({ params: { expertId: expert.id }, body })}
              pending={declare.pending}
              problem={declare.problem}
            />
          ) : null
        }
      >
        <InterestTable
          interests={expert.interestList}
          {...(may('panel.approve')
            ? { action: (row: Interest) => <EndInterest expertId={expert.id} row={row} /> }
            : {})}
        />
      </Section>
    </Details>
  );
}

/** What somebody else entered: in force, or back. */
function Approval({ expert }: Given): ReactNode {
  const t = useTexts(texts);
  const approve = useDo(approveExpert);
  const waits = expert.state === 'pending' || expert.proposed !== null;
  if (!waits) return null;
  const isOwn = expert.state === 'pending' ? expert.enteredByMe : expert.proposed?.byMe === true;
  return (
    <Decision
      own={isOwn ? t.ownEntry : null}
      yes={{ label: t.approve, title: t.approveTitle, effects: t.approveEffects }}
      no={{ label: t.reject, title: t.rejectTitle, effects: t.rejectEffects }}
      run={(approves, note) =>
        approve.run({ params: { expertId: expert.id }, body: { version: expert.version, approves, note } })
      }
      step={approve}
    />
  );
}

function Manage({ expert }: Given): ReactNode {
  const t = useTexts(texts);
  const pause = useDo(pauseExpert);
  if (expert.state !== 'active' && expert.state !== 'paused') return null;
  const pauses = expert.state === 'active';
  return (
    <>
      <ConfirmEffect
        label={pauses ? t.pause : t.resume}
        title={pauses ? t.pauseTitle : t.resumeTitle}
        effects={pauses ? t.pauseEffects : t.resumeEffects}
        confirm={pauses ? t.pause : t.resume}
        askReason="needed"
        pending={pause.pending}
        problem={pause.problem}
        run={({ reason }) =>
          pause.run({
            params: { expertId: expert.id },
            body: { version: expert.version, pauses, note: reason },
          })
        }
      />
      <Change expert={expert} />
    </>
  );
}

interface ChangeValues {
  readonly title: string;
  readonly specialties: string[];
  readonly region: string;
}

function Change({ expert }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const [open, setOpen] = useState(false);
  const places = usePlaces();
  const change = useDo(changeExpert);
  async function submit(values: ChangeValues) {
    const reply = await change.run({
      params: { expertId: expert.id },
      body: { version: expert.version, ...values },
    });
    if (reply !== null) setOpen(false);
    return reply;
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.change}</Button>
      <Modal open={open} title={t.change} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EntityForm<ChangeValues>
          initial={{
            title: expert.title,
            specialties: expert.specialties.map((each) => each.code),
            region: expert.region,
          }}
          onSubmit={submit}
          pending={change.pending}
          problem={change.problem}
          submit={t.save}
          onCancel={() => setOpen(false)}
        >
          <Form.Item name="title" label={t.expertTitle} rules={[{ required: true, message: t.titleNeeded }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="specialties"
            label={t.specialty}
            rules={[{ required: true, message: t.specialtiesNeeded }]}
          >
            <Select
              mode="multiple"
              options={expert.known.map((each) => ({ value: each.code, label: say(each) }))}
            />
          </Form.Item>
          <Form.Item name="region" label={t.region} rules={[{ required: true, message: t.regionNeeded }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={places.options} />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}

function EndInterest({ expertId, row }: { readonly expertId: string; readonly row: Interest }): ReactNode {
  const t = useTexts(texts);
  const end = useDo(endInterest);
  return (
    <ConfirmEffect
      label={t.endInterest}
      title={t.endTitle}
      effects={t.endEffects}
      confirm={t.endInterest}
      askReason="needed"
      button={{ size: 'small' }}
      pending={end.pending}
      problem={end.problem}
      run={({ reason }) => end.run({ params: { expertId, interestId: row.id }, body: { note: reason } })}
    />
  );
}
