import { choosePack } from '@daylight/api/tender-pack.ts';
import { App, Button, Input, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { texts } from './plan-texts.ts';
import type { PackView } from './rules-page.tsx';
import type { RoundView } from './sections.ts';

interface Props {
  readonly view: PackView;
  readonly editable: boolean;
  readonly items: RoundView['itemList'];
}

/** Competition units (竞价单元): what competes with what; merged and taken apart while the rules are open (SX-3.2a). */
export function UnitEditor({ view, editable, items }: Props): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { message } = App.useApp();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const save = useDo(choosePack, { then: () => void message.success(t.saved) });
  const names = new Map(items.map((item) => [item.item, item.name]));
  if (view.units.length === 0) return null;
  const merged = view.units.filter((unit) => unit.items.length > 1);
  const run = async (merge: { lot: string; name: string; items: string[] }[]): Promise<void> => {
    const done = await save.run({
      params: { tenderId: view.tenderId },
      body: { version: view.version, merge },
    });
    if (done !== null) {
      setPicked([]);
      setName('');
    }
  };
  const join = () => {
    const chosen = view.units.filter(({ lot }) => picked.includes(lot));
    const rest = merged.filter(({ lot }) => !picked.includes(lot));
    const lots = new Set(view.units.map(({ lot }) => lot));
    const lot = [...Array(99).keys()].map((n) => `unit-${n + 1}`).find((each) => !lots.has(each)) ?? 'unit';
    return run([
      ...rest.map((unit) => ({ lot: unit.lot, name: unit.name, items: unit.items })),
      { lot, name, items: chosen.flatMap((unit) => unit.items) },
    ]);
  };
  return (
    <Section title={t.units}>
      <p className="dl-soft">{t.unitsNote}</p>
      <ProblemAlert problem={save.problem} />
      <TableView
        inside
        rows={view.units}
        rowKey={(row) => row.lot}
        {...(editable ? { selected: picked, onSelect: setPicked } : {})}
        columns={[
          { key: 'name', title: t.unit1, card: 'title', render: (row) => row.name },
          {
            key: 'items',
            title: t.items,
            render: (row) => row.items.map((item) => names.get(item) ?? item).join(m.list),
          },
          { key: 'products', title: t.products, align: 'right', render: (row) => String(row.products) },
          {
            key: 'makers',
            title: t.manufacturers,
            align: 'right',
            render: (row) => String(row.manufacturers),
          },
          { key: 'split', title: t.split, render: (row) => (row.split ? t.splitYes : t.splitNo) },
        ]}
      />
      {editable ? (
        <Space wrap className="dl-tender-buttons">
          <Input
            aria-label={t.mergeName}
            placeholder={t.mergeName}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            disabled={picked.length < 2 || name.trim() === ''}
            loading={save.pending}
            onClick={() => void join()}
          >
            {t.merge}
          </Button>
          {merged.length === 0 ? null : <Button onClick={() => void run([])}>{t.unmerge}</Button>}
        </Space>
      ) : null}
    </Section>
  );
}
