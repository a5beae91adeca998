// screen: HN-11a, HN-11b
import { listSupplyCandidates, listSupplyCases, openSupplyCase } from '@daylight/api/credit-supply.ts';
import type { SupplyCaseItem, SupplyFigures } from '@daylight/api/credit-shapes.ts';
import { Form, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { EnterprisePicker } from './parts.tsx';
import { creditMore } from './supply-texts.ts';

/** Who fails to supply, and the cases opened against them. */
export function SupplyListPage(): ReactNode {
  const t = useTexts(creditMore);
  const say = useSay();
  const may = useMay();
  return (
    <>
      <PageHead
        title={t.supply}
        note={t.supplyNote}
        actions={may('credit.enter') ? <OpenCase enterprise={null} /> : null}
      />
      <DataTable
        id="credit-supply"
        endpoint={listSupplyCases}
        filters={[choice('state', t.state, t.states)]}
        columns={[
          {
            key: 'enterprise',
            title: t.enterprise,
            card: 'title',
            text: (row) => row.enterprise.name,
            render: (row) => <TwoLines below={row.number}>{row.enterprise.name}</TwoLines>,
          },
          {
            key: 'cause',
            title: t.cause,
            text: (row) => t.causes[row.cause],
            render: (row) => t.causes[row.cause],
          },
          {
            key: 'lastStep',
            title: t.lastStep,
            text: (row) => (row.lastStep === null ? '' : say(row.lastStep)),
            render: (row) => (row.lastStep === null ? '—' : say(row.lastStep)),
          },
          {
            key: 'openedAt',
            title: t.openedAt,
            nowrap: true,
            text: (row) => row.openedAt,
            render: (row) => <DateText at={row.openedAt} />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => (
              <StateTag tone={row.state === 'open' ? 'working' : 'ended'}>{t.states[row.state]}</StateTag>
            ),
          },
        ]}
        href={(row) => `/credit/supply/${row.id}`}
        empty={{ title: t.noSupply }}
      />
      {may('credit.investigate') ? <Candidates /> : null}
    </>
  );
}

function Candidates(): ReactNode {
  const t = useTexts(creditMore);
  const may = useMay();
  const { data } = useAsk(listSupplyCandidates);
  return (
    <Section title={t.candidates}>
      <p className="dl-soft">{t.candidatesNote}</p>
      <TableView
        inside
        rows={data?.items ?? []}
        rowKey={(row) => row.enterprise.id}
        columns={[
          { key: 'name', title: t.enterprise, card: 'title', render: (row) => row.enterprise.name },
          { key: 'months', title: t.months, render: (row) => <Months figures={row.figures} /> },
          {
            key: 'open',
            title: t.openCase,
            render: (row) =>
              row.openCaseId !== null ? (
                <Go to={`/credit/supply/${row.openCaseId}`}>{t.seeCase}</Go>
              ) : may('credit.enter') ? (
                <OpenCase enterprise={row.enterprise} />
              ) : (
                '—'
              ),
          },
        ]}
        empty={t.noCandidates}
      />
    </Section>
  );
}

/** Month by month: lines and late lines of who makes, yuan ordered and delivered of who delivers. */
export function Months({ figures }: { readonly figures: SupplyFigures }): ReactNode {
  const t = useTexts(creditMore);
  const m = useMarks();
  return (
    <>
      {figures.months.map(({ month, lines, lateLines, ordered, delivered }) => (
        <div key={month}>
          <small className="dl-soft">{month.slice(0, 7)}</small>{' '}
          {ordered !== null && delivered !== null ? (
            <>
              {t.ordered} <MoneyText amount={ordered} />
              {m.clause}
              {t.delivered} <MoneyText amount={delivered} />
            </>
          ) : (
            `${t.lines} ${lines}${m.clause}${t.lateLines} ${lateLines ?? 0}`
          )}
        </div>
      ))}
    </>
  );
}

function OpenCase({ enterprise }: { readonly enterprise: { id: string; name: string } | null }): ReactNode {
  const t = useTexts(creditMore);
  const go = useGo();
  const [chosen, setChosen] = useState<string | null>(null);
  const [cause, setCause] = useState<SupplyCaseItem['cause']>('lowDelivery');
  const open = useDo(openSupplyCase);
  const organisationId = enterprise?.id ?? chosen ?? '';
  const id = `supply-${enterprise?.id ?? 'other'}`;
  return (
    <ConfirmEffect
      label={enterprise === null ? t.newSupply : t.openCase}
      title={t.openTitle(enterprise?.name ?? '')}
      effects={t.openEffects}
      confirm={t.openCase}
      askReason="needed"
      button={{ size: enterprise === null ? 'middle' : 'small' }}
      run={async ({ reason: facts }) => {
        const reply = await open.run({ body: { organisationId, cause, facts } });
        if (reply !== null) go(`/credit/supply/${reply.id}`);
        return reply;
      }}
      pending={open.pending}
      problem={open.problem}
    >
      {enterprise === null ? (
        <Form.Item label={t.enterprise} htmlFor={id} required>
          <EnterprisePicker id={id} value={chosen} onChange={setChosen} />
        </Form.Item>
      ) : null}
      <Form.Item label={t.cause} htmlFor={`${id}-cause`} required>
        <Select
          id={`${id}-cause`}
          value={cause}
          onChange={setCause}
          options={Object.entries(t.causes).map(([value, label]) => ({
            value: value as SupplyCaseItem['cause'],
            label,
          }))}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
