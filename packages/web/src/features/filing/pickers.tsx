import { type CatalogueItem, searchItems } from '@daylight/api/catalogue.ts';
import { listOrganisations } from '@daylight/api/organisation.ts';
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { texts } from './texts.ts';

interface PickerProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

const typedMin = 2;

interface ItemPickerProps extends PickerProps {
  /** The product as the code database has it, to fill in what follows from it. */
  readonly onPick?: (item: CatalogueItem) => void;
}

/** A product of the national code database, by any part of its name, its code or certificate. */
export function ItemPicker({ id, value, onChange, onPick }: ItemPickerProps): ReactNode {
  const t = useTexts(texts);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim() === '' ? (value ?? '') : typed.trim());
  const { data, isFetching } = useAsk(
    searchItems,
    { query: { q, limit: 20 } },
    { enabled: q.length >= typedMin, keep: true },
  );
  const options = (data?.items ?? []).map((item) => ({
    value: item.itemCode,
    label: `${item.productName} ${item.specification} ${item.model} · ${item.manufacturer} · ${item.itemCode}`,
  }));
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      onChange={(code) => {
        onChange?.(code);
        const item = data?.items.find((each) => each.itemCode === code);
        if (item !== undefined) onPick?.(item);
      }}
      showSearch={{ onSearch: setTyped, filterOption: false }}
      loading={isFetching}
      placeholder={t.productHint}
      options={options}
      allowClear
    />
  );
}

/** An active manufacturer or national agent, by any part of the name. */
export function MakerPicker({
  id,
  value,
  onChange,
  hint = '',
}: PickerProps & { /** The name to offer while nothing is typed. */ readonly hint?: string }): ReactNode {
  const t = useTexts(texts);
  const [typed, setQ] = useState('');
  const q = typed === '' ? hint : typed;
  const { data, isFetching } = useAsk(
    listOrganisations,
    { query: { kind: 'manufacturer', state: 'active', limit: 30, ...(q === '' ? {} : { q }) } },
    { keep: true },
  );
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      onChange={(chosen) => onChange?.(chosen)}
      showSearch={{ onSearch: setQ, filterOption: false }}
      loading={isFetching}
      placeholder={t.manufacturerHint}
      options={(data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
    />
  );
}
