// screen: HN-8
import {
  type CodeRelease,
  downloadReleaseProblems,
  listReleaseRows,
  readRelease,
} from '@daylight/api/catalogue.ts';
import { Alert, App, Button, Progress, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { fetchFile } from '../../api.ts';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { grouped } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { releaseTone } from './release-list.tsx';
import { texts } from './texts.ts';
import './catalogue.css';

const MEGABYTE = 1_048_576;

/** One import: how far it is, what became of the rows, and the file that says what to correct. */
export function ReleasePage(): ReactNode {
  const t = useTexts(texts);
  const releaseId = useParam('releaseId');
  const [running, setRunning] = useState(true);
  const { data, error, refetch } = useAsk(
    readRelease,
    { params: { releaseId } },
    running ? { everyMs: 1000 } : {},
  );
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  if (running && data.state !== 'running') setRunning(false);
  return (
    <Details
      title={data.fileName}
      above={{ to: '/catalogue/releases', title: t.releases }}
      state={<StateTag tone={releaseTone[data.state]}>{t.importStates[data.state]}</StateTag>}
      actions={data.hasProblems ? <Downloads releaseId={data.id} fileName={data.fileName} /> : null}
      {...(data.state === 'running' ? {} : { next: <Ending release={data} /> })}
      facts={[
        { name: t.kind, value: t.kinds[data.kind] },
        { name: t.size, value: `${(data.fileBytes / MEGABYTE).toFixed(1)} MB` },
        { name: t.releasedOn, value: data.releasedOn === null ? '' : <DateText at={data.releasedOn} /> },
        { name: t.importedAt, value: <DateText at={data.importedAt} time /> },
        { name: t.importedBy, value: data.importedBy ?? '' },
        { name: t.finishedAt, value: data.finishedAt === null ? '' : <DateText at={data.finishedAt} time /> },
      ]}
    >
      <Section title={t.progress}>
        <Steps release={data} />
      </Section>
      <Section title={t.result}>
        <Tally release={data} />
      </Section>
      {data.hasProblems ? (
        <Section title={t.problemRows}>
          <ProblemRows releaseId={data.id} />
        </Section>
      ) : null}
    </Details>
  );
}

function Ending({ release }: { readonly release: CodeRelease }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  if (release.problem !== null) return <Alert type="error" showIcon title={say(release.problem.text)} />;
  if (release.state === 'done') return <Go to="/catalogue">{t.goSearch}</Go>;
  return null;
}

function Steps({ release }: { readonly release: CodeRelease }): ReactNode {
  const t = useTexts(texts);
  const order = ['reading', 'indexing', 'finished'] as const;
  const reached = order.indexOf(release.phase);
  const percent = release.phase === 'reading' ? Math.round(release.share * 100) : null;
  return (
    <>
      <StepFlow
        label={t.progress}
        steps={order.map((phase, index) => ({
          key: phase,
          title: t[phase],
          state:
            release.state === 'failed'
              ? 'failed'
              : index < reached || release.state === 'done'
                ? 'done'
                : index === reached
                  ? 'now'
                  : 'later',
        }))}
      />
      {release.state === 'running' && percent !== null ? (
        <Progress percent={percent} aria-label={t.progress} />
      ) : null}
    </>
  );
}

function Tally({ release }: { readonly release: CodeRelease }): ReactNode {
  const t = useTexts(texts);
  const kinds = ['read', 'new', 'changed', 'same', 'duplicate', 'flagged', 'refused', 'unknown'] as const;
  const shown = kinds.filter((kind) => kind !== 'unknown' || release.rows.unknown > 0);
  return (
    <dl className="dl-tally">
      {shown.map((kind) => (
        <div key={kind}>
          <dt>{t.counts[kind]}</dt>
          <dd>{grouped(String(release.rows[kind]))}</dd>
        </div>
      ))}
    </dl>
  );
}

const outcomeTone = { duplicate: 'plain', refused: 'danger', flagged: 'warning', unknown: 'notice' } as const;

function ProblemRows({ releaseId }: { readonly releaseId: string }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <DataTable
      id="release-rows"
      endpoint={listReleaseRows}
      params={{ releaseId }}
      rowKey={(row) => String(row.row)}
      filters={[
        {
          kind: 'choice',
          name: 'outcome',
          label: t.outcome,
          options: (['refused', 'flagged', 'duplicate', 'unknown'] as const).map((value) => ({
            value,
            label: t.outcomes[value],
          })),
        },
      ]}
      columns={[
        { key: 'row', title: t.row, align: 'right', card: 'title', render: (row) => row.row },
        { key: 'itemCode', title: t.code, nowrap: true, render: (row) => row.itemCode ?? '' },
        {
          key: 'outcome',
          title: t.outcome,
          card: 'state',
          text: (row) => t.outcomes[row.outcome],
          render: (row) => <StateTag tone={outcomeTone[row.outcome]}>{t.outcomes[row.outcome]}</StateTag>,
        },
        {
          key: 'problem',
          title: t.problem,
          render: (row) => row.problems.map((each) => say(each.text)).join('；'),
        },
      ]}
      empty={{ title: t.noProblemRows }}
      noExport
    />
  );
}

function Downloads({
  releaseId,
  fileName,
}: {
  readonly releaseId: string;
  readonly fileName: string;
}): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [pending, setPending] = useState<'problems' | 'all' | null>(null);
  async function download(rows: 'problems' | 'all'): Promise<void> {
    setPending(rows);
    try {
      const blob = await fetchFile(downloadReleaseProblems, { params: { releaseId }, query: { rows } });
      const address = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = address;
      link.download = `${fileName.replace(/\.xlsx$/i, '')}-问题.xlsx`;
      link.click();
      URL.revokeObjectURL(address);
    } catch {
      void message.error(t.downloadFailed);
    } finally {
      setPending(null);
    }
  }
  return (
    <Space wrap>
      <Button type="primary" loading={pending === 'problems'} onClick={() => void download('problems')}>
        {t.downloadProblems}
      </Button>
      <Button loading={pending === 'all'} onClick={() => void download('all')}>
        {t.downloadAll}
      </Button>
    </Space>
  );
}
