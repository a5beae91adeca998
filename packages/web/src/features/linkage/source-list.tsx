// screen: HN-3b, GD-5
import {
  type PriceSource,
  decidePriceSource,
  enterPriceSource,
  listPriceSources,
  pausePriceSource,
  readPriceSourceNow,
} from '@daylight/api/linkage-source.ts';
import { App, Button, Form, Input, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlaceName } from './place.ts';
import { sourceTone, texts } from './texts.ts';
import './linkage.css';

/** Platforms whose prices are read, with what came and what went wrong. */
export function SourceListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const placeName = usePlaceName();
  return (
    <>
      <PageHead
        title={t.sourcesTitle}
        note={t.sourcesNote}
        actions={may('linkage.record') ? <Add /> : undefined}
      />
      <DataTable<typeof listPriceSources>
        id="price-sources"
        endpoint={listPriceSources}
        columns={[
          {
            key: 'name',
            title: t.sourceName,
            card: 'title',
            render: (row) => (
              <>
                {row.name}
                <br />
                <small className="dl-soft dl-break">{row.url}</small>
              </>
            ),
          },
          { key: 'jurisdiction', title: t.province, render: (row) => placeName(row.jurisdiction) },
          { key: 'every', title: t.every, align: 'right', render: (row) => row.everyMinutes },
          { key: 'records', title: t.taken, align: 'right', render: (row) => row.records },
          {
            key: 'readAt',
            title: t.lastRead,
            nowrap: true,
            render: (row) => (row.readAt === null ? '—' : <DateText at={row.readAt} time />),
          },
          {
            key: 'problem',
            title: t.problem,
            render: (row) =>
              row.problem === null ? '—' : <span className="dl-danger dl-break">{row.problem}</span>,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            render: (row) => <StateTag tone={sourceTone[row.state]}>{t.sourceStates[row.state]}</StateTag>,
          },
        ]}
        expand={(row) => <SourceMore source={row} />}
        empty={{ title: t.noSources, help: t.urlHelp }}
      />
    </>
  );
}

interface Values {
  readonly name: string;
  readonly url: string;
  readonly jurisdiction: string;
  readonly everyMinutes: number;
}

function Add(): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const enter = useDo(enterPriceSource, { then: () => setOpen(false) });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.addSource}
      </Button>
      <Modal open={open} title={t.addSource} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EntityForm<Values>
          initial={{ everyMinutes: 60 }}
          onSubmit={(body) => enter.run({ body })}
          pending={enter.pending}
          problem={enter.problem}
          submit={t.addSource}
          onCancel={() => setOpen(false)}
        >
          <Form.Item name="name" label={t.sourceName} rules={[needed(t.required)]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="url" label={t.url} extra={t.urlHelp} rules={[needed(t.required)]}>
            <Input maxLength={300} inputMode="url" />
          </Form.Item>
          <Form.Item
            name="jurisdiction"
            label={t.jurisdiction}
            extra={t.jurisdictionHelp}
            rules={[needed(t.required), { pattern: /^\d{6}$/, message: t.wrongPlace }]}
          >
            <Input inputMode="numeric" maxLength={6} />
          </Form.Item>
          <Form.Item name="everyMinutes" label={t.every} rules={[needed(t.required)]}>
            <InputNumber min={5} max={10_080} />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}

function SourceMore({ source }: { readonly source: PriceSource }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  return (
    <>
      <SourceActions source={source} />
      <TableView
        inside
        label={t.readings}
        rows={source.readings}
        rowKey={(row) => row.id}
        empty={t.noReadings}
        columns={[
          {
            key: 'startedAt',
            title: t.at,
            card: 'title',
            nowrap: true,
            render: (row) => <DateText at={row.startedAt} time />,
          },
          {
            key: 'counts',
            title: t.readings,
            render: (row) => t.readDone(row.taken, row.waiting, row.refused),
          },
          {
            key: 'problem',
            title: t.problem,
            render: (row) => (
              <span className="dl-break">
                {row.problem ?? row.refusals.map((each) => `${each.id}: ${each.problem}`).join(m.semicolon)}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

function SourceActions({ source }: { readonly source: PriceSource }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { message } = App.useApp();
  const decide = useDo(decidePriceSource);
  const pause = useDo(pausePriceSource);
  const read = useDo(readPriceSourceNow, {
    then: (reply) => void message.success(t.readDone(reply.taken, reply.waiting, reply.refused)),
  });
  const params = { sourceId: source.id };
  const { version } = source;
  const given = { pending: decide.pending, problem: decide.problem };
  return (
    <div className="dl-actions">
      {source.state === 'entered' && may('linkage.verify') && !source.own ? (
        <>
          <ConfirmEffect
            label={t.open}
            title={t.open}
            effects={t.openEffects}
            confirm={t.open}
            button={{ type: 'primary' }}
            run={() => decide.run({ params, body: { version, approve: true } })}
            {...given}
          />
          <ConfirmEffect
            label={t.notOpen}
            title={t.notOpen}
            effects={[t.notOpen]}
            confirm={t.notOpen}
            run={() => decide.run({ params, body: { version, approve: false } })}
            {...given}
          />
        </>
      ) : null}
      {source.state === 'open' && may('linkage.record') ? (
        <Button loading={read.pending} onClick={() => void read.run({ params, body: {} })}>
          {t.readNow}
        </Button>
      ) : null}
      {may('linkage.record') && (source.state === 'open' || source.state === 'paused') ? (
        <Button
          loading={pause.pending}
          onClick={() => void pause.run({ params, body: { version, pause: source.state === 'open' } })}
        >
          {source.state === 'open' ? t.pause : t.resume}
        </Button>
      ) : null}
      <ProblemAlert problem={read.problem ?? pause.problem} />
    </div>
  );
}
