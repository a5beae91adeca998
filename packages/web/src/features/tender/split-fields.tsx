// screen: SX-3.2a
import type { Split, SplitGroup } from '@daylight/rules/award/pack.ts';
import { Alert, Button, Checkbox, Input, InputNumber, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TableView } from '../../ui/table-view.tsx';
import { packFormTexts } from './pack-form-texts.ts';
import { usePackRows } from './pack-rows.tsx';
import { shareProblems, sharesOf } from './pack-shares.ts';
import type { PackFieldsProps } from './rules-editor.tsx';

const group = (name: string, shareTo: string | null): SplitGroup => ({
  group: name,
  shareTo,
  crossing: 'in',
  suppliesAllRegions: false,
});
/** What a new split begins with; the shares are the organiser's to set. */
const begin: Split = {
  by: 'firm',
  lots: null,
  wholeWhenFirmsAtMost: null,
  groups: [group('A', '0.6'), group('B', '0.9'), group('C', null)],
};

/** Groups A, B, C by cumulative share of demand, with the part of each group beside it. */
export function SplitFields({ pack, change }: PackFieldsProps): ReactNode {
  const t = useTexts(packFormTexts);
  const { split } = pack.units;
  const set = (next: Split | null) => change({ ...pack, units: { ...pack.units, split: next } });
  return (
    <>
      <h3>{t.split}</h3>
      <Checkbox checked={split !== null} onChange={(event) => set(event.target.checked ? begin : null)}>
        {t.splitOn}
      </Checkbox>
      {split === null ? null : <Groups split={split} set={set} pack={pack} change={change} />}
    </>
  );
}

interface GroupsProps extends PackFieldsProps {
  readonly split: Split;
  readonly set: (next: Split) => void;
}

function Groups({ split, set, pack }: GroupsProps): ReactNode {
  const t = useTexts(packFormTexts);
  const problems = shareProblems(split);
  const rows = sharesOf(split).map((share, at) => ({ ...share, at }));
  const { put, removeColumn } = usePackRows(split.groups, (groups) => set({ ...split, groups }), t.group);
  const limit = split.groups.findLast(({ shareTo }) => shareTo !== null)?.shareTo ?? '0';
  return (
    <>
      <p className="dl-soft">{t.splitNote}</p>
      <Terms split={split} set={set} pack={pack} />
      <TableView
        inside
        label={t.split}
        rows={rows}
        rowKey={({ at }) => String(at)}
        columns={[
          {
            key: 'group',
            title: t.group,
            card: 'title',
            render: ({ group: own, at }) => (
              <Input
                className="dl-pack-short"
                maxLength={20}
                aria-label={`${t.group} ${at + 1}`}
                value={own.group}
                onChange={(event) => put(at, { group: event.target.value })}
              />
            ),
          },
          {
            key: 'shareTo',
            title: t.shareTo,
            render: ({ group: own, at }) => (
              <Input
                className="dl-pack-short"
                aria-label={`${t.shareTo} ${at + 1}`}
                placeholder={t.rest}
                value={own.shareTo ?? ''}
                onChange={(event) =>
                  put(at, { shareTo: event.target.value === '' ? null : event.target.value })
                }
              />
            ),
          },
          { key: 'share', title: t.share, align: 'right', render: ({ own }) => own ?? t.rest },
          {
            key: 'crossing',
            title: t.crossing,
            render: ({ group: own, at }) => (
              <Select
                aria-label={`${t.crossing} ${at + 1}`}
                disabled={own.shareTo === null}
                value={own.crossing}
                onChange={(crossing) => put(at, { crossing })}
                options={[
                  { value: 'in' as const, label: t.crossings.in },
                  { value: 'out' as const, label: t.crossings.out },
                ]}
                popupMatchSelectWidth={false}
              />
            ),
          },
          {
            key: 'supplies',
            title: t.suppliesAll,
            render: ({ group: own, at }) => (
              <Checkbox
                aria-label={`${t.suppliesAll} ${at + 1}`}
                checked={own.suppliesAllRegions}
                onChange={(event) => put(at, { suppliesAllRegions: event.target.checked })}
              />
            ),
          },
          removeColumn,
        ]}
      />
      <Space wrap>
        <Button
          size="small"
          onClick={() =>
            set({
              ...split,
              groups: [...split.groups, group(String.fromCodePoint(65 + split.groups.length), null)],
            })
          }
        >
          {t.add}
        </Button>
        <span className="dl-soft">{t.shareSum(problems.length === 0 ? '1' : limit)}</span>
      </Space>
      {problems.map((problem) => (
        <Alert key={problem} type="error" showIcon title={t[problem]} />
      ))}
    </>
  );
}

function Terms({ split, set, pack }: Omit<GroupsProps, 'change'>): ReactNode {
  const t = useTexts(packFormTexts);
  const say = useSay();
  const merged = new Set(pack.units.merge.flatMap(({ categories }) => categories));
  const lots = [
    ...pack.units.merge.map(({ lot, name }) => ({ value: lot, label: say(name) })),
    ...pack.categories
      .filter(({ id }) => !merged.has(id))
      .map(({ id, name }) => ({ value: id, label: say(name) })),
  ];
  return (
    <Space wrap>
      <span>{t.by}</span>
      <Select
        aria-label={t.by}
        value={split.by}
        onChange={(by) => set({ ...split, by })}
        options={[
          { value: 'firm' as const, label: t.bys.firm },
          { value: 'product' as const, label: t.bys.product },
        ]}
      />
      <span>{t.lots}</span>
      <Select<string[]>
        mode="multiple"
        className="dl-pack-wide"
        aria-label={t.lots}
        placeholder={t.allLots}
        value={[...(split.lots ?? [])]}
        onChange={(chosen) => set({ ...split, lots: chosen.length === 0 ? null : chosen })}
        options={lots}
      />
      <span>{t.whole}</span>
      <InputNumber
        aria-label={t.whole}
        min={1}
        value={split.wholeWhenFirmsAtMost}
        onChange={(value) => set({ ...split, wholeWhenFirmsAtMost: value })}
      />
    </Space>
  );
}
