// screen: SX-5.2, HN-15
import {
  answerAdverseEvent,
  decideAdverseEvent,
  handleAdverseEvent,
} from '@daylight/api/execution-adverse.ts';
import { type EventDetails, eventOutcome } from '@daylight/api/execution-shapes.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { eventTexts } from './problem-texts.ts';

interface Props {
  readonly found: EventDetails;
}

/** What the asking person may do with an event now. */
export function EventActions({ found }: Props): ReactNode {
  const may = useMay();
  const actor = useActor();
  const isMaker = actor?.organisationId === found.manufacturer.id;
  return (
    <>
      {found.state === 'reported' && isMaker && may('execution.supply') ? <Answer found={found} /> : null}
      {(found.state === 'reported' || found.state === 'answered') && may('execution.handleEvent') ? (
        <Handle found={found} />
      ) : null}
      {found.state === 'handled' && may('execution.decide') ? <Decide found={found} /> : null}
    </>
  );
}

function Answer({ found }: Props): ReactNode {
  const t = useTexts(eventTexts);
  const answer = useDo(answerAdverseEvent);
  return (
    <ConfirmEffect
      label={t.answerDo}
      title={t.answerTitle}
      effects={t.answerEffects}
      confirm={t.answerDo}
      basis={executionBasis.adverse}
      askReason="needed"
      askFiles={t.evidence}
      button={{ type: 'primary' }}
      run={({ reason, evidenceIds }) =>
        answer.run({
          params: { eventId: found.id },
          body: { answer: reason, evidenceIds, version: found.version },
        })
      }
      pending={answer.pending}
      problem={answer.problem}
    />
  );
}

function Handle({ found }: Props): ReactNode {
  const t = useTexts(eventTexts);
  const handle = useDo(handleAdverseEvent);
  const [outcome, setOutcome] = useState<(typeof eventOutcome.options)[number]>('watch');
  const [publicNote, setNote] = useState('');
  return (
    <ConfirmEffect
      label={t.handle}
      title={t.handleTitle}
      effects={t.handleEffects}
      confirm={t.handle}
      basis={executionBasis.adverse}
      askReason="needed"
      button={{ type: 'primary' }}
      run={({ reason: handling }) =>
        handle.run({
          params: { eventId: found.id },
          body: { outcome, handling, publicNote, version: found.version },
        })
      }
      pending={handle.pending}
      problem={handle.problem}
    >
      <Form.Item label={t.outcome}>
        <Radio.Group
          value={outcome}
          onChange={(event) => setOutcome(event.target.value as typeof outcome)}
          options={eventOutcome.options.map((value) => ({ value, label: t.outcomes[value] }))}
        />
      </Form.Item>
      <Form.Item label={t.publicNote} htmlFor="event-note" extra={t.publicHelp}>
        <Input.TextArea
          id="event-note"
          rows={2}
          maxLength={1000}
          value={publicNote}
          onChange={(event) => setNote(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Decide({ found }: Props): ReactNode {
  const t = useTexts(eventTexts);
  const decide = useDo(decideAdverseEvent, { touches: ['listing', 'directory'] });
  const run = (approve: boolean, note: string) =>
    decide.run({ params: { eventId: found.id }, body: { approve, note, version: found.version } });
  const basis = executionBasis.adverse;
  return (
    <Decision
      own={found.handledByMe ? t.ownHandling : null}
      yes={{
        label: t.decide,
        title: t.decideTitle,
        effects: t.decideEffects,
        askReason: 'optional',
        irreversible: true,
        danger: found.outcome === 'suspend',
        basis,
      }}
      no={{ label: t.sendBack, title: t.sendBackTitle, effects: t.sendBackEffects, basis }}
      run={run}
      step={decide}
    />
  );
}
