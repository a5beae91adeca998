// screen: SX-3.1b
import type { RatioRule, VolumeRule } from '@daylight/rules/award/pack.ts';
import { Button, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TableView } from '../../ui/table-view.tsx';
import { packFormTexts } from './pack-form-texts.ts';
import { usePackRows } from './pack-rows.tsx';
import { compareRatios, isRatioText } from './ratio-text.ts';
import type { PackFieldsProps } from './rules-editor.tsx';

const isFine = (ratio: string): boolean =>
  isRatioText(ratio) && compareRatios(ratio, '0') > 0 && compareRatios(ratio, '1') <= 0;

function spanOf(min: number | null, max: number | null): RatioRule['winners'] {
  return min === null && max === null ? null : { min, max };
}

/** Base of the volume and the agreed ratios, by item and by the number of winning firms. */
export function RatioFields({ pack, change }: PackFieldsProps): ReactNode {
  const t = useTexts(packFormTexts);
  const say = useSay();
  const { volume } = pack;
  const set = (next: Partial<VolumeRule>) => change({ ...pack, volume: { ...volume, ...next } });
  const { put, removeColumn } = usePackRows(volume.ratios, (ratios) => set({ ratios }), t.ratio);
  const rows = volume.ratios.map((rule, at) => ({ rule, at }));
  return (
    <>
      <h3>{t.ratios}</h3>
      <p className="dl-soft">
        {t.ratiosNote} {t.base} <Base base={volume.base} set={(base) => set({ base })} />
      </p>
      <TableView
        inside
        label={t.ratios}
        rows={rows}
        rowKey={({ at }) => String(at)}
        columns={[
          {
            key: 'items',
            title: t.item,
            card: 'title',
            render: ({ rule, at }) => (
              <Select<string[]>
                mode="multiple"
                className="dl-pack-wide"
                aria-label={`${t.item} ${at + 1}`}
                placeholder={t.all}
                value={[...(rule.categories ?? [])]}
                onChange={(categories) =>
                  put(at, { categories: categories.length === 0 ? null : categories })
                }
                options={pack.categories.map(({ id, name }) => ({ value: id, label: say(name) }))}
              />
            ),
          },
          {
            key: 'from',
            title: t.winnersFrom,
            render: ({ rule, at }) => (
              <InputNumber
                aria-label={`${t.winnersFrom} ${at + 1}`}
                min={1}
                placeholder={t.anyWinners}
                value={rule.winners?.min ?? null}
                onChange={(min) => put(at, { winners: spanOf(min, rule.winners?.max ?? null) })}
              />
            ),
          },
          {
            key: 'to',
            title: t.winnersTo,
            render: ({ rule, at }) => (
              <InputNumber
                aria-label={`${t.winnersTo} ${at + 1}`}
                min={rule.winners?.min ?? 1}
                placeholder={t.anyWinners}
                value={rule.winners?.max ?? null}
                onChange={(max) => put(at, { winners: spanOf(rule.winners?.min ?? null, max) })}
              />
            ),
          },
          {
            key: 'ratio',
            title: t.ratio,
            render: ({ rule, at }) => (
              <>
                <Input
                  className="dl-pack-short"
                  aria-label={`${t.ratio} ${at + 1}`}
                  placeholder={t.ratioHelp}
                  status={isFine(rule.ratio) ? '' : 'error'}
                  value={rule.ratio}
                  onChange={(event) => put(at, { ratio: event.target.value })}
                />
                {isFine(rule.ratio) ? null : (
                  <small className="dl-danger" role="alert">
                    {t.ratioWrong}
                  </small>
                )}
              </>
            ),
          },
          removeColumn,
        ]}
      />
      <Button
        size="small"
        onClick={() => set({ ratios: [...volume.ratios, { categories: null, winners: null, ratio: '0.8' }] })}
      >
        {t.add}
      </Button>
    </>
  );
}

function Base({
  base,
  set,
}: {
  readonly base: VolumeRule['base'];
  readonly set: (base: VolumeRule['base']) => void;
}): ReactNode {
  const t = useTexts(packFormTexts);
  return (
    <Select
      size="small"
      aria-label={t.base}
      value={base}
      onChange={set}
      options={Object.entries(t.bases).map(([value, label]) => ({
        value: value as VolumeRule['base'],
        label,
      }))}
      popupMatchSelectWidth={false}
    />
  );
}
