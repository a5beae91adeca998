// screen: JS-14a, HN-15
import {
  checkResumption,
  decideResumption,
  listResumptions,
  recallResumption,
} from '@daylight/api/directory-resume.ts';
import type { ResumptionItem } from '@daylight/api/directory-shapes.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Decision } from '../../ui/decision.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { directory } from './texts.ts';
import { resumptionTone } from './tones.ts';

/** Applications of institutions: checked by one, decided by another. */
export function ResumptionListPage(): ReactNode {
  const t = useTexts(directory);
  return (
    <>
      <PageHead title={t.resumptions} note={t.resumptionsNote} />
      <DataTable
        id="directory-resumptions"
        endpoint={listResumptions}
        filters={[choice('state', t.state, t.resumptionStates)]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification} ${row.number}`,
            render: (row) => (
              <TwoLines below={row.manufacturer.name}>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </TwoLines>
            ),
          },
          {
            key: 'institution',
            title: t.institution,
            text: (row) => row.institution.name,
            render: (row) => (
              <TwoLines below={<DateText at={row.appliedAt} />}>{row.institution.name}</TwoLines>
            ),
          },
          {
            key: 'need',
            title: t.need,
            text: (row) => row.need,
            render: (row) => (
              <>
                {row.need}
                <EvidenceList files={row.files} />
              </>
            ),
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.due?.dueAt ?? '',
            render: (row) =>
              row.due === null || (row.state !== 'applied' && row.state !== 'checked') ? (
                '—'
              ) : (
                <Deadline {...row.due} compact />
              ),
          },
          {
            key: 'check',
            title: t.checked,
            text: (row) => row.checkNote,
            render: (row) => <Opinion row={row} />,
          },
          stateColumn(t.state, t.resumptionStates, resumptionTone),
          { key: 'actions', title: t.actions, text: () => '', render: (row) => <Steps row={row} /> },
        ]}
        href={(row) => `/listings/${row.listingId}`}
        empty={{ title: t.noResumptions }}
      />
    </>
  );
}

function Opinion({ row }: { readonly row: ResumptionItem }): ReactNode {
  const t = useTexts(directory);
  if (row.recommended === null) return '—';
  return (
    <>
      {row.recommended ? t.recommended : t.notRecommended} <small className="dl-soft">{row.checkNote}</small>
      {row.decisionNote === '' ? null : (
        <>
          <br />
          <small className="dl-soft">{row.decisionNote}</small>
        </>
      )}
    </>
  );
}

function Steps({ row }: { readonly row: ResumptionItem }): ReactNode {
  const may = useMay();
  const actor = useActor();
  const open = row.state === 'applied' || row.state === 'checked';
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keeps a click on a button from opening the row
    <span className="dl-actions" onClick={(event) => event.stopPropagation()}>
      {row.state === 'applied' && may('directory.manage') ? <Check row={row} /> : null}
      {row.state === 'checked' && may('directory.decide') ? <Decide row={row} /> : null}
      {open && actor?.organisationId === row.institution.id && may('directory.resume') ? (
        <Recall row={row} />
      ) : null}
    </span>
  );
}

function Check({ row }: { readonly row: ResumptionItem }): ReactNode {
  const t = useTexts(directory);
  const m = useMarks();
  const check = useDo(checkResumption);
  const run = (recommend: boolean, note: string) =>
    check.run({ params: { resumptionId: row.id }, body: { recommend, note, version: row.version } });
  return (
    <Decision
      yes={{
        label: t.checkYes,
        title: `${t.check}${m.colon}${row.productName}`,
        effects: t.checkYesEffects,
        askReason: 'optional',
      }}
      no={{ label: t.checkNo, title: `${t.check}${m.colon}${row.productName}`, effects: t.checkNoEffects }}
      run={run}
      step={check}
      size="small"
    />
  );
}

function Decide({ row }: { readonly row: ResumptionItem }): ReactNode {
  const t = useTexts(directory);
  const m = useMarks();
  const decide = useDo(decideResumption, { touches: ['listing'] });
  const run = (approve: boolean, note: string) =>
    decide.run({ params: { resumptionId: row.id }, body: { approve, note, version: row.version } });
  return (
    <Decision
      own={row.ownCheck ? t.ownCheck : null}
      yes={{
        label: t.approve,
        title: `${t.approve}${m.colon}${row.productName}`,
        effects: t.approveEffects,
        basis: row.basis,
        askReason: 'optional',
      }}
      no={{
        label: t.refuse,
        title: `${t.refuse}${m.colon}${row.productName}`,
        effects: t.refuseEffects,
      }}
      run={run}
      step={decide}
      size="small"
    />
  );
}

function Recall({ row }: { readonly row: ResumptionItem }): ReactNode {
  const t = useTexts(directory);
  const recall = useDo(recallResumption);
  return (
    <ConfirmEffect
      label={t.recall}
      title={t.recallTitle}
      effects={t.recallEffects}
      confirm={t.recall}
      run={() => recall.run({ params: { resumptionId: row.id }, body: { version: row.version } })}
      pending={recall.pending}
      problem={recall.problem}
      button={{ size: 'small' }}
    />
  );
}
