import { FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import type { Search } from '../navigate.tsx';
import { usePhone } from './phone.ts';
import type { Filter } from './filters.ts';

export interface FilterBarProps {
  readonly filters: readonly Filter[];
  readonly values: Search;
  /** Only the changed names; '' removes one. */
  readonly onChange: (changes: Search) => void;
  /** Buttons at the right end. */
  readonly extra?: ReactNode;
}

/** Filters in one line, applied as they are set; on a phone the search stays and the others fold away. */
export function FilterBar({ filters, values, onChange, extra }: FilterBarProps): ReactNode {
  const t = useTexts(parts);
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const active = Object.keys(values).length;
  const shown = phone && !open ? filters.filter((filter) => filter.kind === 'search') : filters;
  const folds = phone && filters.some((filter) => filter.kind !== 'search');
  const cleared = (): Search => Object.fromEntries(Object.keys(values).map((name) => [name, '']));
  return (
    <search className="dl-filters" aria-label={t.filters}>
      {shown.map((filter) => (
        <FilterField key={filter.name} filter={filter} values={values} onChange={onChange} />
      ))}
      {folds ? (
        <Button icon={<FilterOutlined />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t.filters}
          {active > 0 ? ` (${active})` : ''}
        </Button>
      ) : null}
      {active > 0 ? (
        <Button type="link" onClick={() => onChange(cleared())}>
          {t.clear}
        </Button>
      ) : null}
      {extra === undefined ? null : <div className="dl-filters-extra">{extra}</div>}
    </search>
  );
}

type FieldProps = Pick<FilterBarProps, 'values' | 'onChange'>;

function FilterField({ filter, values, onChange }: FieldProps & { readonly filter: Filter }): ReactNode {
  const t = useTexts(parts);
  switch (filter.kind) {
    case 'search':
      return (
        <TypedField
          value={values[filter.name] ?? ''}
          label={filter.label}
          placeholder={filter.placeholder ?? filter.label}
          onChange={(value) => onChange({ [filter.name]: value })}
        />
      );
    case 'choice': {
      const value = values[filter.name];
      return (
        <Select
          className="dl-filter-choice"
          aria-label={filter.label}
          placeholder={filter.label}
          allowClear
          maxTagCount="responsive"
          options={[...filter.options]}
          {...(filter.many
            ? { mode: 'multiple' as const, value: value === undefined ? [] : value.split(',') }
            : { value: value ?? null })}
          onChange={(chosen: string | readonly string[] | null | undefined) =>
            onChange({ [filter.name]: typeof chosen === 'string' ? chosen : (chosen ?? []).join(',') })
          }
        />
      );
    }
    case 'day':
      return (
        <DayField
          label={filter.label}
          before={filter.label}
          value={values[filter.name] ?? ''}
          onChange={(value) => onChange({ [filter.name]: value })}
        />
      );
    case 'days':
      return (
        <span className="dl-filter-days">
          <DayField
            label={`${filter.label} ${t.from}`}
            before={filter.label}
            value={values[filter.name] ?? ''}
            onChange={(value) => onChange({ [filter.name]: value })}
          />
          <DayField
            label={`${filter.label} ${t.to}`}
            before={t.to}
            value={values[filter.until] ?? ''}
            onChange={(value) => onChange({ [filter.until]: value })}
          />
        </span>
      );
    case 'flag':
      return (
        <Checkbox
          checked={values[filter.name] === 'true'}
          onChange={(event) => onChange({ [filter.name]: event.target.checked ? 'true' : '' })}
        >
          {filter.label}
        </Checkbox>
      );
    default:
      return filter satisfies never;
  }
}

/** Applied when typing rests, on Enter, and when the field is left: a search must not run for every letter. */
function TypedField(props: {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { value, label, placeholder, onChange } = props;
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), 500);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- waits for typing to rest; onChange is new on each render
  }, [typed, value]);
  return (
    <Input
      className="dl-filter-search"
      prefix={<SearchOutlined aria-hidden />}
      value={typed}
      placeholder={placeholder}
      aria-label={label}
      maxLength={100}
      allowClear
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => onChange(typed.trim())}
    />
  );
}

function DayField(props: {
  readonly label: string;
  readonly before: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <Input
      type="date"
      className="dl-filter-day"
      prefix={<span aria-hidden>{props.before}</span>}
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
