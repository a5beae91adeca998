import type { TrialSettings } from '@daylight/rules/award/trial-settings.ts';
import { Checkbox, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { texts } from './try-texts.ts';

type Counted = Exclude<keyof TrialSettings, 'accept'>;

export const usual: TrialSettings = {
  seed: 1,
  firms: 6,
  productsPerFirm: 1,
  fromPercent: 40,
  toPercent: 100,
  institutions: 20,
  accept: true,
};

/** A page's worth of invented bids: what goes beyond belongs to the benchmark. */
const bounds: Readonly<Record<Counted, readonly [least: number, most: number]>> = {
  seed: [0, 2_000_000_000],
  firms: [1, 100],
  productsPerFirm: [1, 20],
  fromPercent: [1, 300],
  toPercent: [1, 300],
  institutions: [1, 1000],
};

/** How bids are invented: the same settings give the same bids. */
export function SettingsForm(props: {
  readonly value: TrialSettings;
  readonly onChange: (value: TrialSettings) => void;
}): ReactNode {
  const { value, onChange } = props;
  const t = useTexts(texts);
  const names: Readonly<Record<Counted, string>> = {
    seed: t.seed,
    firms: t.firms,
    productsPerFirm: t.productsPerFirm,
    fromPercent: t.from,
    toPercent: t.to,
    institutions: t.institutions,
  };
  return (
    <>
      <div className="dl-tender-parameters">
        {(Object.keys(names) as Counted[]).map((name) => (
          <label key={name}>
            <span>{names[name]}</span>
            <InputNumber
              min={bounds[name][0]}
              max={bounds[name][1]}
              precision={0}
              value={value[name]}
              suffix={name.endsWith('Percent') ? '%' : null}
              onChange={(typed) => onChange({ ...value, [name]: typed ?? usual[name] })}
            />
          </label>
        ))}
      </div>
      <p className="dl-soft">{t.ofCap}</p>
      <Checkbox
        checked={value.accept}
        onChange={(event) => onChange({ ...value, accept: event.target.checked })}
      >
        {t.accept}
      </Checkbox>
    </>
  );
}
