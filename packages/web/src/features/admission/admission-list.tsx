// screen: JS-7, JS-8, JS-9, JS-10, JS-3, HN-7a
import { listAdmissions } from '@daylight/api/admission.ts';
import { admissionDueWords, admissionStateWords, classWords } from '@daylight/api/admission-words.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { stateTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listAdmissions>;
const states = [
  'draft',
  'submitted',
  'supplement',
  'panel',
  'publicity',
  'deciding',
  'listed',
  'refused',
  'withdrawn',
  'lapsed',
] as const;
const classes = ['highValueSix', 'highValueFive', 'ordinary', 'reagent'] as const;

/** The enterprise sees its own applications, the bureau its queue by deadline. */
export function AdmissionListPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const go = useGo();
  const may = useMay();
  const isFirm = may('admission.apply');
  const columns = useColumns(isFirm);
  const apply = isFirm ? (
    <Button type="primary" onClick={() => go('/admissions/new')}>
      {t.apply}
    </Button>
  ) : undefined;
  const shown = isFirm ? states : states.filter((state) => state !== 'draft');
  return (
    <>
      <PageHead title={t.admissions} note={isFirm ? t.firmNote : t.bureauNote} actions={apply} />
      <DataTable<typeof listAdmissions>
        id="admissions"
        endpoint={listAdmissions}
        query={{ sort: isFirm ? 'newest' : 'due' }}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['mine', 'running', 'ended'] as const).map((value) => ({
              value,
              label: t.shows[value],
            })),
          },
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: shown.map((value) => ({ value, label: say(admissionStateWords[value]) })),
          },
          {
            kind: 'choice',
            name: 'class',
            label: t.ofClass,
            options: classes.map((value) => ({ value, label: say(classWords[value]) })),
          },
        ]}
        columns={columns}
        href={(row) => `/admissions/${row.id}`}
        tone={(row) => (row.overdue ? 'danger' : null)}
        above={({ counts }) => (
          <p className="dl-soft">{t.counts(counts.mine, counts.running, counts.overdue)}</p>
        )}
        empty={isFirm ? { title: t.none, help: t.noneHelp, action: apply } : { title: t.noneBureau }}
      />
    </>
  );
}

function useColumns(isFirm: boolean): readonly Column<Row>[] {
  const t = useTexts(texts);
  const say = useSay();
  const actor = useActor();
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => `${row.product.productName} ${row.product.specification}`,
      render: (row) => (
        <>
          {row.product.productName === '' ? row.product.itemCode : row.product.productName}{' '}
          <small className="dl-soft">{row.lines > 1 ? t.lines(row.lines) : row.product.specification}</small>
        </>
      ),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => say(admissionStateWords[row.state]),
      render: (row) => (
        <StateTag tone={row.overdue ? 'danger' : stateTone[row.state]}>
          {say(admissionStateWords[row.state])}
        </StateTag>
      ),
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null ? (
          '—'
        ) : (
          <>
            {row.dueKind === null ? null : (
              <small className="dl-soft">{say(admissionDueWords[row.dueKind])} </small>
            )}
            <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} compact />
          </>
        ),
    },
    {
      key: 'manufacturer',
      title: t.manufacturer,
      hidden: isFirm || actor?.kind === 'manufacturer',
      text: (row) => row.manufacturer.name,
      render: (row) => row.manufacturer.name,
    },
    {
      key: 'path',
      title: t.path,
      text: (row) => say(row.path),
      render: (row) => say(row.path),
    },
    {
      key: 'submittedAt',
      title: t.submittedAt,
      nowrap: true,
      text: (row) => row.submittedAt ?? '',
      render: (row) => (row.submittedAt === null ? '—' : <DateText at={row.submittedAt} />),
    },
    {
      key: 'number',
      title: t.number,
      nowrap: true,
      text: (row) => row.number,
      render: (row) => row.number,
    },
  ];
}
