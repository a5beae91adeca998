import { listOrganisations } from '@daylight/api/organisation.ts';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';

interface ChoiceProps {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
}

/** Any active organisation, found by a part of its name; a child of Form.Item. */
export function OrganisationChoice({ value, onChange, id }: ChoiceProps): ReactNode {
  const [q, setQ] = useState('');
  const { data, isFetching } = useAsk(listOrganisations, {
    query: { state: 'active', limit: 30, ...(q === '' ? {} : { q }) },
  });
  return (
    <Select<string>
      loading={isFetching}
      showSearch={{ onSearch: setQ, filterOption: false }}
      options={(data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
      {...(value === undefined ? {} : { value })}
      {...(id === undefined ? {} : { id })}
      onChange={(next) => onChange?.(next)}
    />
  );
}
