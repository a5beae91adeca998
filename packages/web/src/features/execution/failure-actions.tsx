// screen: SX-5.3c, HN-15
import {
  answerSupplyFailure,
  decideSupplyFailure,
  endSubstitution,
  findSupplyFailure,
} from '@daylight/api/execution-failure.ts';
import { type FailureDetails, failureFinding } from '@daylight/api/execution-shapes.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { Checkbox, Form, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { failureTexts } from './problem-texts.ts';

interface Props {
  readonly found: FailureDetails;
}

/** What the asking person may do with a failure now. */
export function FailureActions({ found }: Props): ReactNode {
  const may = useMay();
  const actor = useActor();
  const isWinner = actor?.organisationId === found.manufacturer.id;
  const mayFind = found.state === 'answered' || (found.state === 'told' && now() >= found.answerDue.dueAt);
  return (
    <>
      {found.state === 'told' && isWinner && may('execution.supply') ? <Answer found={found} /> : null}
      {mayFind && found.runsRound && may('execution.handle') ? <Find found={found} /> : null}
      {found.state === 'found' && found.runsRound && may('execution.decideFailure') ? (
        <Decide found={found} />
      ) : null}
      {found.state === 'substituted' &&
      found.carrying === null &&
      found.runsRound &&
      may('execution.decideFailure') ? (
        <End found={found} />
      ) : null}
    </>
  );
}

function Answer({ found }: Props): ReactNode {
  const t = useTexts(failureTexts);
  const answer = useDo(answerSupplyFailure);
  const [forceMajeure, setForce] = useState(false);
  return (
    <ConfirmEffect
      label={t.answerDo}
      title={t.answerTitle}
      effects={t.answerEffects}
      confirm={t.answerDo}
      basis={executionBasis.failure}
      askReason="needed"
      askFiles={t.evidence}
      button={{ type: 'primary' }}
      run={({ reason, evidenceIds }) =>
        answer.run({
          params: { failureId: found.id },
          body: { answer: reason, forceMajeure, evidenceIds, version: found.version },
        })
      }
      pending={answer.pending}
      problem={answer.problem}
    >
      <Form.Item>
        <Checkbox checked={forceMajeure} onChange={(event) => setForce(event.target.checked)}>
          {t.forceMajeure}
        </Checkbox>
      </Form.Item>
    </ConfirmEffect>
  );
}

function Find({ found }: Props): ReactNode {
  const t = useTexts(failureTexts);
  const find = useDo(findSupplyFailure);
  const [finding, setFinding] = useState<(typeof failureFinding.options)[number]>('default');
  const byAward = found.candidates.find((each) => each.byAward)?.productId ?? '';
  const [substitute, setSubstitute] = useState(byAward);
  return (
    <ConfirmEffect
      label={t.find}
      title={t.findTitle}
      effects={t.findEffects}
      confirm={t.find}
      basis={executionBasis.failure}
      askReason="needed"
      button={{ type: 'primary' }}
      run={({ reason: note }) =>
        find.run({
          params: { failureId: found.id },
          body: {
            finding,
            note,
            substituteProductId: substitute === '' || finding === 'unfounded' ? null : substitute,
            version: found.version,
          },
        })
      }
      pending={find.pending}
      problem={find.problem}
    >
      <Form.Item label={t.finding}>
        <Radio.Group
          value={finding}
          onChange={(event) => setFinding(event.target.value as typeof finding)}
          options={failureFinding.options.map((value) => ({ value, label: t.findings[value] }))}
        />
      </Form.Item>
      {finding === 'unfounded' ? null : (
        <Form.Item label={t.substitute} htmlFor="failure-substitute">
          <Select
            id="failure-substitute"
            value={substitute}
            onChange={setSubstitute}
            options={[
              { value: '', label: t.noSubstitute },
              ...found.candidates.map((each) => ({
                value: each.productId,
                label: `${each.product}（${each.manufacturer}）${each.byAward ? t.byAward : ''}`,
              })),
            ]}
          />
        </Form.Item>
      )}
    </ConfirmEffect>
  );
}

function Decide({ found }: Props): ReactNode {
  const t = useTexts(failureTexts);
  const decide = useDo(decideSupplyFailure);
  const run = (approve: boolean, note: string) =>
    decide.run({ params: { failureId: found.id }, body: { approve, note, version: found.version } });
  const basis = executionBasis.failure;
  return (
    <Decision
      own={found.foundByMe ? t.ownFinding : null}
      yes={{
        label: t.decide,
        title: t.decideTitle,
        effects: t.decideEffects,
        askReason: 'optional',
        irreversible: true,
        basis,
      }}
      no={{ label: t.sendBack, title: t.sendBackTitle, effects: t.sendBackEffects, basis }}
      run={run}
      step={decide}
    />
  );
}

function End({ found }: Props): ReactNode {
  const t = useTexts(failureTexts);
  const end = useDo(endSubstitution);
  return (
    <ConfirmEffect
      label={t.end}
      title={t.endTitle}
      effects={t.endEffects}
      confirm={t.end}
      basis={executionBasis.failure}
      askReason="needed"
      run={({ reason: note }) =>
        end.run({ params: { failureId: found.id }, body: { note, version: found.version } })
      }
      pending={end.pending}
      problem={end.problem}
    />
  );
}
