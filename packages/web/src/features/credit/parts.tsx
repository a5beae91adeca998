import { searchEnterprises } from '@daylight/api/credit.ts';
import { searchListings } from '@daylight/api/listing.ts';
import type { CreditCaseItem } from '@daylight/api/credit-shapes.ts';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DateText } from '../../ui/numbers.tsx';
import { credit } from './texts.ts';

interface PickerProps {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
  /** Told beside the id: what the enterprise is. */
  readonly onPick?: (role: 'manufacturer' | 'distributor') => void;
}

/** Any manufacturer or distributor, by name or credit code. */
export function EnterprisePicker({ id, value, onChange, onPick }: PickerProps): ReactNode {
  const t = useTexts(credit);
  const m = useMarks();
  const [typed, setTyped] = useState('');
  const { data, isFetching } = useAsk(
    searchEnterprises,
    { query: { search: typed } },
    { enabled: typed !== '', keep: true },
  );
  const items = data?.items ?? [];
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      loading={isFetching}
      placeholder={t.enterprise}
      options={items.map((each) => ({
        value: each.id,
        label: `${each.name}${m.open}${t.roles[each.role]}${m.close}`,
      }))}
      onChange={(next: string | null | undefined) => {
        onChange?.(next ?? null);
        const found = items.find((each) => each.id === next);
        if (found !== undefined) onPick?.(found.role);
      }}
    />
  );
}

interface ProductsProps {
  readonly id?: string;
  readonly manufacturerId: string | null;
  readonly value?: readonly string[];
  readonly onChange?: (codes: string[]) => void;
}

/** Codes of the enterprise's listings; others can be typed. */
export function ProductsPicker({ id, manufacturerId, value = [], onChange }: ProductsProps): ReactNode {
  const { data } = useAsk(
    searchListings,
    { query: { manufacturerId: manufacturerId ?? '', limit: 200 } as never },
    { enabled: manufacturerId !== null },
  );
  const options = [
    ...new Map(
      (data?.items ?? []).map((each) => [
        each.itemCode,
        { value: each.itemCode, label: `${each.productName} ${each.specification} ${each.itemCode}` },
      ]),
    ).values(),
  ];
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      mode="tags"
      value={[...value]}
      onChange={(codes: string[]) => onChange?.(codes)}
      options={options}
      optionFilterProp="label"
    />
  );
}

/** The measures of a case, each with its last day. */
export function Measures({ of }: { readonly of: Pick<CreditCaseItem, 'measures' | 'state'> }): ReactNode {
  const t = useTexts(credit);
  const m = useMarks();
  const say = useSay();
  return (
    <>
      {of.measures.map((each, n) => (
        <span key={each.code}>
          {n === 0 ? '' : m.semicolon}
          {say(each)}
          {each.until === null ? (
            of.state === 'inForce' ? (
              <small className="dl-soft">
                {m.open}
                {t.untilLifted}
                {m.close}
              </small>
            ) : null
          ) : (
            <small className="dl-soft">
              {m.open}
              {t.until} <DateText at={each.until} />
              {m.close}
            </small>
          )}
        </span>
      ))}
    </>
  );
}
