import { listAgreements } from '@daylight/api/agreement.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { stateColumn } from '../../ui/columns.tsx';
import { Section } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import type { RoundSectionProps } from '../tender/sections.ts';
import { ChoiceSection } from './choice-section.tsx';
import { type AgreementItem, agreementTone } from './states.ts';
import { texts } from './texts.ts';

const shown = 5;

/** The leftover choice and the contracts of a round. */
export function RoundSection(props: RoundSectionProps): ReactNode {
  return (
    <>
      <ChoiceSection {...props} />
      <Agreements {...props} />
    </>
  );
}

/** The newest contracts of a round that one may see. */
function Agreements({ tenderId }: RoundSectionProps): ReactNode {
  const t = useTexts(texts);
  const { data } = useAsk(listAgreements, { query: { tenderId, limit: shown } });
  const columns: readonly Column<AgreementItem>[] = [
    { key: 'number', title: t.number, nowrap: true, card: 'title', render: (row) => row.number },
    { key: 'institution', title: t.institution, render: (row) => row.institution.name },
    { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer.name },
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      render: (row) => <MoneyText amount={row.amount} />,
    },
    stateColumn(t.state, t.states, agreementTone),
  ];
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t.agreements} extra={<Go to={`/agreements?tenderId=${tenderId}`}>{t.all}</Go>}>
      <TableView
        columns={columns}
        rows={data.items}
        rowKey={(row) => row.id}
        href={(row) => `/agreements/${row.id}`}
        inside
      />
    </Section>
  );
}
