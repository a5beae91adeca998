// screen: JS-38, HN-12, HN-15
import { applyForRepair, decideCase, proposeLifting, stateSide } from '@daylight/api/credit.ts';
import type { CreditCaseDetails } from '@daylight/api/credit-shapes.ts';
import { App, Checkbox, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { credit } from './texts.ts';

interface Props {
  readonly found: CreditCaseDetails;
}

/** What the asking person may do with a case now. */
export function CaseActions({ found }: Props): ReactNode {
  const may = useMay();
  const actor = useActor();
  const t = useTexts(credit);
  const own = actor?.organisationId === found.enterprise.id;
  const waits = found.repairs.some((each) => each.state === 'applied');
  return (
    <>
      {own && may('credit.answer') && found.state === 'hearing' ? <State found={found} /> : null}
      {may('credit.decide') && found.state === 'heard' ? (
        found.own ? (
          <span className="dl-soft">{t.ownCase}</span>
        ) : (
          <Decide found={found} />
        )
      ) : null}
      {own && may('credit.answer') && found.state === 'inForce' && !waits ? <Repair found={found} /> : null}
      {may('credit.enter') && found.state === 'inForce' && !waits ? <Lift found={found} /> : null}
    </>
  );
}

function State({ found }: Props): ReactNode {
  const t = useTexts(credit);
  const [statement, setStatement] = useState('');
  const { message } = App.useApp();
  const state = useDo(stateSide);
  return (
    <ConfirmEffect
      label={t.state_}
      title={t.stateTitle}
      effects={t.stateEffects}
      confirm={t.submit}
      askFiles={t.files}
      basis={found.basis}
      button={{ type: 'primary' }}
      run={async ({ evidenceIds }) => {
        const body = { statement, evidenceIds, version: found.version };
        const reply = await state.run({ params: { caseId: found.id }, body });
        if (reply !== null) void message.success(t.submitted);
        return reply;
      }}
      pending={state.pending}
      problem={state.problem}
    >
      <Form.Item label={t.statementLabel} htmlFor="credit-statement" required>
        <Input.TextArea
          id="credit-statement"
          rows={5}
          maxLength={4000}
          value={statement}
          onChange={(event) => setStatement(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Decide({ found }: Props): ReactNode {
  const t = useTexts(credit);
  const decide = useDo(decideCase, { touches: ['listing', 'directory'] });
  const params = { caseId: found.id };
  const { version } = found;
  return (
    <Decision
      yes={{
        label: t.approve,
        title: t.approveTitle,
        effects: found.kind === 'record' ? t.approveRecord : t.approveRating,
        basis: found.basis,
        askReason: 'optional',
        danger: true,
      }}
      no={{ label: t.drop, title: t.dropTitle, effects: t.dropEffects }}
      run={(approve, note) => decide.run({ params, body: { approve, note, version } })}
      step={decide}
    />
  );
}

function Repair({ found }: Props): ReactNode {
  const t = useTexts(credit);
  const say = useSay();
  const [acts, setActs] = useState<string[]>([]);
  const { message } = App.useApp();
  const apply = useDo(applyForRepair);
  return (
    <ConfirmEffect
      label={t.repair}
      title={t.repairTitle}
      effects={t.repairEffects}
      confirm={t.submit}
      basis={found.basis}
      askReason="needed"
      askFiles={t.files}
      button={{ type: 'primary' }}
      run={async ({ reason: note, evidenceIds }) => {
        const body = { acts, note, evidenceIds };
        const reply = await apply.run({ params: { caseId: found.id }, body });
        if (reply !== null) void message.success(t.submitted);
        return reply;
      }}
      pending={apply.pending}
      problem={apply.problem}
    >
      <Form.Item label={t.repairActs} required>
        <Checkbox.Group
          value={acts}
          onChange={setActs}
          options={found.repairActs.map((each) => ({ value: each.code, label: say(each) }))}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Lift({ found }: Props): ReactNode {
  const t = useTexts(credit);
  const { message } = App.useApp();
  const lift = useDo(proposeLifting);
  return (
    <ConfirmEffect
      label={t.lift}
      title={t.liftTitle}
      effects={t.liftEffects}
      confirm={t.submit}
      askReason="needed"
      askFiles={t.files}
      run={async ({ reason: note, evidenceIds }) => {
        const reply = await lift.run({
          params: { caseId: found.id },
          body: { acts: [], note, evidenceIds },
        });
        if (reply !== null) void message.success(t.submitted);
        return reply;
      }}
      pending={lift.pending}
      problem={lift.problem}
    />
  );
}
