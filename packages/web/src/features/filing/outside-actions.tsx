import { consentOutside, noteOutside, reportOutside, withdrawOutside } from '@daylight/api/filing-outside.ts';
import { Button, Form, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { moneyText } from '../../ui/format.ts';
import type { OutsideView } from './outside-details.tsx';
import {
  DeliveredFields,
  type DeliveredValues,
  LineFields,
  type LineValues,
  deliveredOf,
  lineOf,
} from './outside-fields.tsx';
import { texts } from './outside-texts.ts';

interface Given {
  readonly purchase: OutsideView;
}

/** The approver consents, the buyer uploads or withdraws, the bureau takes note. */
export function OutsideActions({ purchase }: Given): ReactNode {
  const may = useMay();
  const actor = useActor();
  const { state } = purchase;
  const isOwn = actor?.organisationId === purchase.institution.id;
  return (
    <>
      {isOwn && may('filing.consent') && state === 'requested' && !purchase.isOwnEntry ? (
        <Consent purchase={purchase} />
      ) : null}
      {isOwn && may('filing.apply') && state === 'consented' ? <Upload purchase={purchase} /> : null}
      {isOwn && may('filing.apply') && (state === 'requested' || state === 'consented') ? (
        <Withdraw purchase={purchase} />
      ) : null}
      {actor?.kind === 'bureau' && may('filing.check') && state === 'reported' ? (
        <TakeNote purchase={purchase} />
      ) : null}
    </>
  );
}

function Consent({ purchase }: Given): ReactNode {
  const t = useTexts(texts);
  const consent = useDo(consentOutside);
  const { id: purchaseId, version } = purchase;
  const run = (consents: boolean, note: string) =>
    consent.run({ params: { purchaseId }, body: { version, consents, note } });
  return (
    <Decision
      yes={{
        label: t.consent,
        effects:
          purchase.kind === 'emergency'
            ? t.consentEmergency(purchase.consentBy)
            : t.consentSelf(moneyText(purchase.amount)),
        askReason: 'optional',
      }}
      no={{ label: t.decline, effects: t.declineEffects, irreversible: true, danger: true }}
      run={run}
      step={consent}
    />
  );
}

interface UploadValues {
  readonly lines: LineValues[];
  readonly delivered: DeliveredValues;
  readonly evidenceIds: string[];
}

function Upload({ purchase }: Given): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const report = useDo(reportOutside, { then: () => setOpen(false) });
  const { id: purchaseId, version } = purchase;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.upload}
      </Button>
      <Modal
        open={open}
        title={t.uploadTitle}
        onCancel={() => setOpen(false)}
        footer={null}
        width={860}
        destroyOnHidden
      >
        <EntityForm<UploadValues>
          initial={{ lines: purchase.items.map((item) => ({ ...item })), evidenceIds: [] }}
          onSubmit={({ lines, delivered, evidenceIds }) =>
            report.run({
              params: { purchaseId },
              body: { version, lines: lines.map(lineOf), delivered: deliveredOf(delivered), evidenceIds },
            })
          }
          pending={report.pending}
          problem={report.problem}
          submit={t.upload}
          onCancel={() => setOpen(false)}
        >
          <LineFields needsCode={purchase.kind === 'emergency'} />
          <DeliveredFields />
          <Form.Item name="evidenceIds" label={t.files}>
            <EvidenceBox />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}

function Withdraw({ purchase }: Given): ReactNode {
  const t = useTexts(texts);
  const withdraw = useDo(withdrawOutside);
  const { id: purchaseId, version } = purchase;
  return (
    <ConfirmEffect
      label={t.withdraw}
      title={t.withdraw}
      effects={t.withdrawOutsideEffects}
      confirm={t.withdraw}
      askReason="needed"
      irreversible
      run={({ reason }) => withdraw.run({ params: { purchaseId }, body: { version, note: reason } })}
      pending={withdraw.pending}
      problem={withdraw.problem}
      button={{ danger: true }}
    />
  );
}

function TakeNote({ purchase }: Given): ReactNode {
  const t = useTexts(texts);
  const take = useDo(noteOutside);
  const { id: purchaseId, version } = purchase;
  return (
    <ConfirmEffect
      label={t.takeNote}
      title={t.takeNote}
      effects={t.takeNoteEffects}
      confirm={t.takeNote}
      askReason="optional"
      run={({ reason }) => take.run({ params: { purchaseId }, body: { version, note: reason } })}
      pending={take.pending}
      problem={take.problem}
      button={{ type: 'primary' }}
    />
  );
}
