import { decideFiling, examineFiling, reportFiling } from '@daylight/api/filing.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import { Form, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import type { FilingView } from './filing-details.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly filing: FilingView;
}

/** What the bureau that decides can do in a step: officers check and report, supervisors decide. */
export function BureauActions({ filing }: Given): ReactNode {
  const may = useMay();
  const actor = useActor();
  if (actor?.jurisdiction !== filing.bureau) return null;
  const { state } = filing;
  if (may('filing.check') && state === 'checking') return <Examine filing={filing} />;
  if (may('filing.check') && state === 'reporting') return <Report filing={filing} />;
  return may('filing.decide') && state === 'deciding' ? <Decide filing={filing} /> : null;
}

function Examine({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const [specialty, setSpecialty] = useState<string | null>(null);
  const examine = useDo(examineFiling, { touches: ['publicity', 'panel'] });
  const { id: filingId, version, hasRecords, specialties } = filing;
  const run = (outcome: BodyOf<typeof examineFiling>['outcome'], note: string) =>
    examine.run({ params: { filingId }, body: { version, outcome, note, specialty } });
  const common = { pending: examine.pending, problem: examine.problem, basis: filing.due?.basis ?? null };
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.examine}
        title={t.examine}
        effects={hasRecords === true ? t.examineRecords : t.examinePanel}
        confirm={t.examine}
        askReason="optional"
        run={({ reason }) => run('pass', reason)}
        button={{ type: 'primary' }}
      >
        {hasRecords === true ? null : (
          <Form.Item label={t.specialty} htmlFor="filing-specialty" required>
            <Select
              id="filing-specialty"
              value={specialty}
              onChange={setSpecialty}
              options={specialties.map((each) => ({ value: each.code, label: say(each) }))}
            />
          </Form.Item>
        )}
      </ConfirmEffect>
      <Back filing={filing} run={run} common={common} />
      <ConfirmEffect
        {...common}
        label={t.proposeRefusal}
        title={t.proposeRefusal}
        effects={t.proposeRefusalEffects}
        confirm={t.proposeRefusal}
        askReason="needed"
        run={({ reason }) => run('proposeRefusal', reason)}
        button={{ danger: true }}
      />
    </>
  );
}

interface BackProps extends Given {
  readonly run: (outcome: 'toInstitution' | 'toManufacturer', note: string) => Promise<unknown>;
  readonly common: Pick<Parameters<typeof ConfirmEffect>[0], 'pending' | 'problem' | 'basis'>;
}

function Back({ run, common }: BackProps): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.sendToInstitution}
        title={t.sendToInstitution}
        effects={t.sendToInstitutionEffects}
        confirm={t.sendToInstitution}
        askReason="needed"
        run={({ reason }) => run('toInstitution', reason)}
      />
      <ConfirmEffect
        {...common}
        label={t.sendToManufacturer}
        title={t.sendToManufacturer}
        effects={t.sendToManufacturerEffects}
        confirm={t.sendToManufacturer}
        askReason="needed"
        run={({ reason }) => run('toManufacturer', reason)}
      />
    </>
  );
}

function Report({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const report = useDo(reportFiling);
  const { id: filingId, version } = filing;
  return (
    <ConfirmEffect
      label={t.report}
      title={t.report}
      effects={t.reportEffects}
      confirm={t.report}
      askReason="optional"
      run={({ reason }) => report.run({ params: { filingId }, body: { version, note: reason } })}
      pending={report.pending}
      problem={report.problem}
      basis={filing.due?.basis ?? null}
      button={{ type: 'primary' }}
    />
  );
}

function Decide({ filing }: Given): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const decide = useDo(decideFiling, { touches: ['listing'] });
  const { id: filingId, version, refusalReasons } = filing;
  const run = (body: Omit<BodyOf<typeof decideFiling>, 'version'>) =>
    decide.run({ params: { filingId }, body: { version, ...body } });
  const common = { pending: decide.pending, problem: decide.problem, basis: filing.due?.basis ?? null };
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.confirm}
        title={t.confirm}
        effects={t.confirmEffects}
        confirm={t.confirm}
        askReason="optional"
        run={({ reason }) => run({ outcome: 'confirm', reason: null, note: reason })}
        button={{ type: 'primary' }}
      />
      <Back filing={filing} run={(outcome, note) => run({ outcome, reason: null, note })} common={common} />
      <ConfirmEffect
        {...common}
        label={t.refuse}
        title={t.refuse}
        effects={t.refuseEffects}
        confirm={t.refuse}
        irreversible
        reasons={refusalReasons.map((each) => ({ value: each.code, label: say(each) }))}
        askReason="optional"
        run={({ reason, reasonCode }) => run({ outcome: 'refuse', reason: reasonCode, note: reason })}
        button={{ danger: true }}
      />
    </>
  );
}
