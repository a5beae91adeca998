import {
  type ListingImport,
  decideListingImport,
  discardListingImport,
  recheckListingImport,
  submitListingImport,
} from '@daylight/api/listing-import.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly item: ListingImport;
}

/** The steps that an import allows now to the one who looks at it. */
export function ImportActions({ item }: Given): ReactNode {
  const may = useMay();
  const open = item.state === 'checked' || item.state === 'rejected';
  return (
    <>
      {may('listing.import') && open ? <Enterer item={item} /> : null}
      {may('listing.approve') && item.state === 'submitted' ? <Approver item={item} /> : null}
    </>
  );
}

function Enterer({ item }: Given): ReactNode {
  const t = useTexts(texts);
  const submit = useDo(submitListingImport);
  const recheck = useDo(recheckListingImport);
  const discard = useDo(discardListingImport);
  const { id: importId, version, report } = item;
  const params = { importId };
  const toExplain = report.unexplained > 0;
  return (
    <>
      <ConfirmEffect
        label={t.submit}
        title={t.submitTitle}
        effects={t.submitEffects(report.new, report.reprice, report.bad)}
        confirm={t.submit}
        {...(toExplain ? { askReason: 'needed' } : {})}
        run={({ reason }) => submit.run({ params, body: { version, deviationReason: reason } })}
        pending={submit.pending}
        problem={submit.problem}
        button={{ type: 'primary' }}
      >
        {toExplain ? <p className="dl-soft">{t.commonReasonNeeded}</p> : null}
      </ConfirmEffect>
      <Button loading={recheck.pending} onClick={() => void recheck.run({ params, body: { version } })}>
        {t.recheck}
      </Button>
      <ConfirmEffect
        label={t.discard}
        title={t.discard}
        effects={[t.discardEffect]}
        confirm={t.discard}
        irreversible
        run={() => discard.run({ params, body: { version } })}
        pending={discard.pending}
        problem={discard.problem}
      />
    </>
  );
}

function Approver({ item }: Given): ReactNode {
  const t = useTexts(texts);
  const decide = useDo(decideListingImport);
  const { id: importId, version, report } = item;
  return (
    <Decision
      own={item.own ? t.own : null}
      yes={{ label: t.approveImport, effects: t.approveImportEffects(report.new, report.reprice) }}
      no={{ label: t.rejectImport, effects: [t.rejectImportEffect] }}
      run={(approve, note) =>
        decide.run({ params: { importId }, body: { version, approve, ...(approve ? {} : { note }) } })
      }
      step={decide}
    />
  );
}
