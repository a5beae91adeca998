import { listOrganisations } from '@daylight/api/organisation.ts';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';

interface PickerProps<Value> {
  readonly value?: Value;
  readonly onChange?: (value: Value) => void;
  readonly id?: string;
  /** Names of those already chosen, before anything was searched. */
  readonly known?: readonly { readonly id: string; readonly name: string }[];
}

/** Active institutions, found by any part of the name. */
function useInstitutions(known: PickerProps<unknown>['known'] = []) {
  const [q, setQ] = useState('');
  const { data, isFetching } = useAsk(listOrganisations, {
    query: { kind: 'institution', state: 'active', limit: 30, ...(q === '' ? {} : { q }) },
  });
  const found = data?.items ?? [];
  const all = [...known.filter((each) => !found.some((other) => other.id === each.id)), ...found];
  return {
    loading: isFetching,
    showSearch: { onSearch: setQ, filterOption: false },
    options: all.map(({ id, name }) => ({ value: id, label: name })),
  };
}

export function InstitutionPicker(props: PickerProps<string | null>): ReactNode {
  const { value, onChange, id, known } = props;
  const search = useInstitutions(known);
  return (
    <Select<string | null>
      {...search}
      allowClear
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      {...(id === undefined ? {} : { id })}
    />
  );
}

export function InstitutionsPicker(props: PickerProps<string[]>): ReactNode {
  const { value = [], onChange, id, known } = props;
  const search = useInstitutions(known);
  return (
    <Select<string[]>
      {...search}
      mode="multiple"
      value={value}
      onChange={(next) => onChange?.(next)}
      {...(id === undefined ? {} : { id })}
    />
  );
}
