// screen: HN-2, HN-8
import { importRelease, listReleases, releaseMegabytesMax } from '@daylight/api/catalogue.ts';
import { App } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { DayInput } from '../../ui/entity-form.tsx';
import { grouped } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import { texts } from './texts.ts';
import './catalogue.css';

export const releaseTone = { running: 'working', done: 'good', failed: 'danger' } as const;

/** Where operator and bureau bring the national codes up to date. */
export function ReleaseListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.releases} note={t.releasesNote} above={{ to: '/catalogue', title: t.search }} />
      <Section title={t.upload}>
        <ReleaseUpload />
      </Section>
      <DataTable
        id="releases"
        endpoint={listReleases}
        everyMs={5000}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['running', 'done', 'failed'] as const).map((value) => ({
              value,
              label: t.importStates[value],
            })),
          },
        ]}
        href={(row) => `/catalogue/releases/${row.id}`}
        columns={[
          { key: 'fileName', title: t.file, card: 'title', render: (row) => row.fileName },
          { key: 'kind', title: t.kind, render: (row) => t.kinds[row.kind] },
          {
            key: 'releasedOn',
            title: t.releasedOn,
            render: (row) => (row.releasedOn === null ? '' : <DateText at={row.releasedOn} />),
          },
          { key: 'rows', title: t.rows, align: 'right', render: (row) => grouped(String(row.rows.read)) },
          {
            key: 'unique',
            title: t.unique,
            align: 'right',
            render: (row) => grouped(String(row.rows.unique)),
          },
          {
            key: 'duplicate',
            title: t.counts.duplicate,
            align: 'right',
            render: (row) => grouped(String(row.rows.duplicate)),
          },
          {
            key: 'flagged',
            title: t.counts.flagged,
            align: 'right',
            render: (row) => grouped(String(row.rows.flagged)),
          },
          {
            key: 'refused',
            title: t.counts.refused,
            align: 'right',
            render: (row) => grouped(String(row.rows.refused)),
          },
          { key: 'importedAt', title: t.importedAt, render: (row) => <DateText at={row.importedAt} time /> },
          stateColumn(t.state, t.importStates, releaseTone),
        ]}
        empty={{ title: t.noReleases, help: t.noReleasesHelp }}
      />
    </>
  );
}

function ReleaseUpload(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const [releasedOn, setReleasedOn] = useState('');
  const dayId = useId();
  return (
    <>
      <div className="dl-upload-fields">
        <label htmlFor={dayId}>{t.releasedOn}</label>
        <DayInput id={dayId} value={releasedOn} onChange={(value) => setReleasedOn(value ?? '')} />
      </div>
      <UploadBox
        endpoint={importRelease}
        {...(releasedOn === '' ? {} : { query: { releasedOn } })}
        accept={['.xlsx']}
        maxMb={releaseMegabytesMax}
        hint={t.uploadHint}
        onDone={({ release, repeated }) => {
          void message.info(repeated ? t.repeated : t.started);
          go(`/catalogue/releases/${release.id}`);
        }}
      />
    </>
  );
}
