import { provinces } from '@daylight/rules/codes/region.ts';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { usePlaceName } from './place.ts';

interface Props {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

const byName = provinces.map(({ code, nameZh, nameEn }) => ({ code: `${code}0000`, zh: nameZh, en: nameEn }));

/** A province by its name or digits; a city by its six digits. A child of Form.Item. */
export function PlacePicker({ id, value, onChange }: Props): ReactNode {
  const language = useLanguage();
  const placeName = usePlaceName();
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const found = byName
    .filter(({ code, zh, en }) => `${code} ${zh} ${en}`.toLowerCase().includes(q.toLowerCase()))
    .map((place) => ({ value: place.code, label: `${place[language]} ${place.code}` }));
  const cities = [value ?? '', q].filter((code) => /^\d{4}[1-9]\d$|^\d{3}[1-9]00$|^\d{4}00$/.test(code));
  const other = [...new Set(cities)]
    .filter((code) => !code.endsWith('0000'))
    .map((code) => ({ value: code, label: placeName(code) }));
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      onChange={(code) => onChange?.(code)}
      showSearch={{ onSearch: setTyped, filterOption: false }}
      options={[...found, ...other]}
    />
  );
}
