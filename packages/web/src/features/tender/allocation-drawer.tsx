import { quantityOfThousandths } from '@daylight/rules/money.ts';
import { Button, Drawer } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { csvText, handOver } from '../../ui/csv.ts';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { AllocationLine, AwardView } from './award-session.ts';
import { texts } from './texts.ts';
import type { Award } from './use-award.ts';

const most = 200;

/** What each institution is given of one product; asked of the worker only when somebody looks. */
export function AllocationDrawer(props: {
  readonly view: AwardView;
  readonly product: string | null;
  readonly award: Award;
  readonly onClose: () => void;
}): ReactNode {
  const { view, product, award, onClose } = props;
  const t = useTexts(texts);
  const [found, setFound] = useState<{ product: string; lines: readonly AllocationLine[] } | null>(null);
  const { allocation } = award;
  useEffect(() => {
    if (product === null) return undefined;
    let wanted = true;
    void allocation(product).then((lines) => {
      if (wanted) setFound({ product, lines });
    });
    return () => {
      wanted = false;
    };
  }, [allocation, product]);
  const name = product === null ? '' : (view.products.get(product)?.name ?? product);
  const lines = found !== null && found.product === product ? found.lines : null;
  return (
    <Drawer
      open={product !== null}
      onClose={onClose}
      size="large"
      title={t.allocationOf(name)}
      destroyOnHidden
    >
      {lines === null ? <PageSkeleton /> : <Lines lines={lines} file={product ?? ''} />}
    </Drawer>
  );
}

function Lines({
  lines,
  file,
}: {
  readonly lines: readonly AllocationLine[];
  readonly file: string;
}): ReactNode {
  const t = useTexts(texts);
  const said = (thousandths: number): string => quantityOfThousandths(thousandths);
  const columns = [
    {
      key: 'institution',
      title: t.institution,
      card: 'title' as const,
      text: (row: AllocationLine) => row.institution,
    },
    { key: 'region', title: t.region, text: (row: AllocationLine) => row.region },
    { key: 'own', title: t.own, align: 'right' as const, text: (row: AllocationLine) => said(row.own) },
    { key: 'more', title: t.more, align: 'right' as const, text: (row: AllocationLine) => said(row.more) },
    {
      key: 'total',
      title: t.total,
      align: 'right' as const,
      text: (row: AllocationLine) => said(row.own + row.more),
    },
  ];
  const exportAll = (): void => {
    const rows = [
      columns.map(({ title }) => title),
      ...lines.map((line) => columns.map(({ text }) => text(line))),
    ];
    handOver(new Blob([csvText(rows)], { type: 'text/csv' }), `${file}.csv`);
  };
  if (lines.length === 0) return <p>{t.noAllocation}</p>;
  return (
    <>
      <p className="dl-tender-choose">
        {lines.length > most ? <span className="dl-soft">{t.linesShown(most, lines.length)}</span> : <span />}
        <Button onClick={exportAll}>{t.exportCsv}</Button>
      </p>
      <TableView
        inside
        label={t.allocation}
        rows={lines.slice(0, most)}
        rowKey={({ institution }) => institution}
        columns={columns.map((column) => ({ ...column, render: column.text }))}
      />
    </>
  );
}
