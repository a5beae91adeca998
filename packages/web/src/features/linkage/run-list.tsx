// screen: JS-13b, GD-5
import { listLinkageRuns, startLinkageRun } from '@daylight/api/linkage-run.ts';
import { addDays, shanghaiDate } from '@daylight/rules/time.ts';
import { Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput } from '../../ui/entity-form.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { runTexts, runTone } from './run-texts.ts';
import './linkage.css';

export function RunListPage(): ReactNode {
  const t = useTexts(runTexts);
  const may = useMay();
  return (
    <>
      <PageHead title={t.title} note={t.note} actions={may('linkage.run') ? <Start /> : undefined} />
      <DataTable<typeof listLinkageRuns>
        id="linkage-runs"
        endpoint={listLinkageRuns}
        columns={[
          { key: 'year', title: t.year, card: 'title', render: (row) => row.year },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          { key: 'priceDay', title: t.priceDay, nowrap: true, render: (row) => row.priceDay },
          { key: 'executeOn', title: t.executeOn, nowrap: true, render: (row) => row.executeOn },
          {
            key: 'lowered',
            title: t.lowered,
            align: 'right',
            text: (row) => String(row.report.lowered),
            render: (row) => row.report.lowered,
          },
          {
            key: 'effect',
            title: t.effect,
            unit: '元',
            align: 'right',
            text: (row) => row.report.effect,
            render: (row) => <MoneyText amount={row.report.effect} />,
          },
          stateColumn(t.state, t.states, runTone),
        ]}
        href={(row) => `/linkage-runs/${row.id}`}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}

function Start(): ReactNode {
  const t = useTexts(runTexts);
  const go = useGo();
  const today = shanghaiDate(now());
  const [priceDay, setPriceDay] = useState<string>(today);
  const [executeOn, setExecuteOn] = useState<string>(addDays(today, 30));
  const start = useDo(startLinkageRun, { then: (reply) => go(`/linkage-runs/${reply.id}`) });
  return (
    <ConfirmEffect
      label={t.start}
      title={t.start}
      effects={t.startEffects}
      confirm={t.start}
      button={{ type: 'primary' }}
      run={() => start.run({ body: { priceDay, executeOn } })}
      pending={start.pending}
      problem={start.problem}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t.priceDay}>
          <DayInput value={priceDay} onChange={(value) => setPriceDay(value ?? today)} max={today} />
        </Form.Item>
        <Form.Item label={t.executeOn}>
          <DayInput value={executeOn} onChange={(value) => setExecuteOn(value ?? today)} />
        </Form.Item>
      </Form>
    </ConfirmEffect>
  );
}
