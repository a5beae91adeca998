// screen: SX-3.2a
import type { SystemRule } from '@daylight/rules/award/pack.ts';
import { Checkbox, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { packFormTexts } from './pack-form-texts.ts';
import type { PackFieldsProps } from './rules-editor.tsx';

const begin: SystemRule = { requiredParts: [], onePricePerComponent: true, bindsUnselected: false };

/** Parts that are used together count as one item, with one price for a part in every system of a firm. */
export function SystemFields({ pack, change }: PackFieldsProps): ReactNode {
  const t = useTexts(packFormTexts);
  const { systems } = pack.units;
  const set = (next: SystemRule | null) => change({ ...pack, units: { ...pack.units, systems: next } });
  return (
    <>
      <h3>{t.systems}</h3>
      <Checkbox checked={systems !== null} onChange={(event) => set(event.target.checked ? begin : null)}>
        {t.systemsOn}
      </Checkbox>
      {systems === null ? null : (
        <Space orientation="vertical" className="dl-pack-gap">
          <Select<string[]>
            mode="tags"
            className="dl-pack-wide"
            aria-label={t.parts}
            placeholder={t.partsHelp}
            value={[...systems.requiredParts]}
            onChange={(requiredParts) => set({ ...systems, requiredParts })}
          />
          <Checkbox
            checked={systems.onePricePerComponent}
            onChange={(event) => set({ ...systems, onePricePerComponent: event.target.checked })}
          >
            {t.onePrice}
          </Checkbox>
          <Checkbox
            checked={systems.bindsUnselected}
            onChange={(event) => set({ ...systems, bindsUnselected: event.target.checked })}
          >
            {t.binds}
          </Checkbox>
        </Space>
      )}
    </>
  );
}
