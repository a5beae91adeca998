// screen: JS-7, JS-8, JS-9, JS-10, HN-15
import { decideBroughtRecord } from '@daylight/api/admission-check.ts';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { UnitPrice } from '../../ui/numbers.tsx';
import type { Names } from './precheck-view.tsx';
import { recordTexts } from './record-texts.ts';
import type { AdmissionView, ShownLine } from './types.ts';

interface Given {
  readonly view: AdmissionView;
  readonly line: ShownLine;
  readonly names: Names;
}
type BroughtRecord = ShownLine['facts']['records'][number];

/** What the applicant brought and nobody has verified: decided on here, where the line is checked. */
export function BroughtRecords({ view, line, names }: Given): ReactNode {
  const t = useTexts(recordTexts);
  const records = line.facts.records.filter(({ id }) => view.verifiable.includes(id));
  if (records.length === 0) return null;
  return (
    <section className="dl-brought" aria-label={t.title}>
      <strong>{t.title}</strong> <span className="dl-soft">{t.intro}</span>{' '}
      {records.length > 1 ? <VerifyAll view={view} line={line} records={records} /> : null}
      <ul>
        {records.map((record) => (
          <li key={record.id}>
            <span>
              {names.get(record.jurisdiction) ?? record.jurisdiction}{' '}
              <UnitPrice
                price={record.price}
                purchaseUnit={record.purchaseUnit}
                smallestUnit={line.smallestUnit}
                perPurchaseUnit={record.unitsPerPurchaseUnit}
              />{' '}
              <small className="dl-soft">
                {t.since(record.effectiveFrom)} {record.document}
              </small>
            </span>
            <Decide view={view} line={line} record={record} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Fifteen provinces are fifteen records: what was compared with the evidence as a whole is verified as a whole. */
function VerifyAll({
  view,
  line,
  records,
}: Omit<Given, 'names'> & { readonly records: readonly BroughtRecord[] }): ReactNode {
  const t = useTexts(recordTexts);
  const { message } = App.useApp();
  const decide = useDo(decideBroughtRecord, { touches: ['linkage'] });
  const { itemCode } = line.product;
  async function send(): Promise<unknown> {
    for (const { id } of records) {
      const params = { admissionId: view.id, recordId: id };
      const done = await decide.run({ params, body: { itemCode, approve: true, note: '' } });
      if (done === null) return null;
    }
    void message.success(t.verified);
    return records;
  }
  return (
    <ConfirmEffect
      label={t.verifyAll(records.length)}
      title={t.verifyAll(records.length)}
      effects={t.verifyEffects}
      confirm={t.verify}
      button={{ size: 'small', type: 'primary' }}
      run={send}
      pending={decide.pending}
      problem={decide.problem}
    />
  );
}

function Decide({
  view,
  line,
  record,
}: Omit<Given, 'names'> & { readonly record: BroughtRecord }): ReactNode {
  const t = useTexts(recordTexts);
  const { message } = App.useApp();
  const decide = useDo(decideBroughtRecord, { touches: ['linkage'] });
  const { itemCode } = line.product;
  async function send(approve: boolean, note: string): Promise<unknown> {
    const done = await decide.run({
      params: { admissionId: view.id, recordId: record.id },
      body: { itemCode, approve, note },
    });
    if (done !== null) void message.success(approve ? t.verified : t.rejected);
    return done;
  }
  const given = { pending: decide.pending, problem: decide.problem };
  return (
    <span className="dl-actions">
      <ConfirmEffect
        label={t.verify}
        title={t.verify}
        effects={t.verifyEffects}
        confirm={t.verify}
        button={{ size: 'small' }}
        run={() => send(true, '')}
        {...given}
      />
      <ConfirmEffect
        label={t.reject}
        title={t.reject}
        effects={t.rejectEffects}
        confirm={t.reject}
        askReason="needed"
        button={{ size: 'small' }}
        run={({ reason }) => send(false, reason)}
        {...given}
      />
    </span>
  );
}
