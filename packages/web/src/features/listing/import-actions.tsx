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
import { texts } from './texts.ts';
import { ImportSteps } from './workbook-import.tsx';

/** The steps that an import allows now to the one who looks at it. */
export function ImportActions({ item }: { readonly item: ListingImport }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const submit = useDo(submitListingImport);
  const recheck = useDo(recheckListingImport);
  const discard = useDo(discardListingImport);
  const decide = useDo(decideListingImport);
  const { id: importId, version, report } = item;
  const params = { importId };
  return (
    <ImportSteps
      item={item}
      mayEnter={may('listing.import')}
      mayApprove={may('listing.approve')}
      submitEffects={t.submitEffects(report.new, report.reprice, report.bad)}
      approveEffects={t.approveImportEffects(report.new, report.reprice)}
      toExplain={t.commonReasonNeeded}
      submit={{
        ...submit,
        run: (reason) => submit.run({ params, body: { version, deviationReason: reason } }),
      }}
      discard={{ ...discard, run: () => discard.run({ params, body: { version } }) }}
      decide={{
        ...decide,
        run: (approve, note) =>
          decide.run({ params, body: { version, approve, ...(approve ? {} : { note }) } }),
      }}
    >
      <Button loading={recheck.pending} onClick={() => void recheck.run({ params, body: { version } })}>
        {t.recheck}
      </Button>
    </ImportSteps>
  );
}
