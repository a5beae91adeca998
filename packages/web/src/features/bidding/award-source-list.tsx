// screen: SX-4.1, HN-15
import {
  type AwardSource,
  decideAwardSource,
  enterAwardSource,
  listAwardSources,
  pauseAwardSource,
  readAwardSourceNow,
} from '@daylight/api/bidding-landing.ts';
import { fillIn } from '@daylight/api/fill.ts';
import { readRefusals } from '@daylight/api/linkage-source.ts';
import { App, Button, Form, Input, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlaceName } from '../linkage/place.ts';
import { landingTexts, sourceTone } from './landing-texts.ts';
import './bidding.css';

/** Platforms whose final results are read, with what came and what went wrong. */
export function AwardSourceListPage(): ReactNode {
  const t = useTexts(landingTexts);
  const may = useMay();
  const placeName = usePlaceName();
  return (
    <>
      <PageHead
        title={t.sources}
        note={t.sourcesNote}
        above={{ to: '/landed-awards', title: t.landed }}
        actions={may('bidding.subscribe') ? <Add /> : undefined}
      />
      <DataTable<typeof listAwardSources>
        id="award-sources"
        endpoint={listAwardSources}
        columns={[
          {
            key: 'name',
            title: t.name,
            card: 'title',
            text: (row) => `${row.name} ${row.url}`,
            render: (row) => (
              <>
                {row.name}
                <br />
                <small className="dl-soft dl-break">{row.url}</small>
              </>
            ),
          },
          { key: 'jurisdiction', title: t.place, render: (row) => placeName(row.jurisdiction) },
          { key: 'every', title: t.every, align: 'right', render: (row) => row.everyMinutes },
          { key: 'results', title: t.results, align: 'right', render: (row) => row.results },
          {
            key: 'readAt',
            title: t.lastRead,
            nowrap: true,
            render: (row) => (row.readAt === null ? '—' : <DateText at={row.readAt} time />),
          },
          { key: 'problem', title: t.problem, render: (row) => <Trouble problem={row.problem} /> },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.sourceStates[row.state],
            render: (row) => <StateTag tone={sourceTone[row.state]}>{t.sourceStates[row.state]}</StateTag>,
          },
          { key: 'actions', title: t.actions, card: 'none', render: (row) => <Actions source={row} /> },
        ]}
        empty={{ title: t.noSources, help: t.urlHelp }}
      />
    </>
  );
}

/** The refusal that reading met, in the words of the endpoint. */
function Trouble({ problem }: { readonly problem: string | null }): ReactNode {
  const language = useLanguage();
  if (problem === null) return '—';
  const [code = '', ...rest] = problem.split(' ');
  const known = Object.hasOwn(readRefusals, code) ? readRefusals[code as keyof typeof readRefusals] : null;
  return (
    <span className="dl-danger dl-break">
      {known === null ? problem : fillIn(known[language], { detail: rest.join(' ') })}
    </span>
  );
}

interface Values {
  readonly name: string;
  readonly url: string;
  readonly jurisdiction: string;
  readonly everyMinutes: number;
}

function Add(): ReactNode {
  const t = useTexts(landingTexts);
  const [open, setOpen] = useState(false);
  const enter = useDo(enterAwardSource, { then: () => setOpen(false) });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.add}
      </Button>
      <Modal open={open} title={t.add} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EntityForm<Values>
          initial={{ everyMinutes: 60 }}
          onSubmit={(body) => enter.run({ body })}
          pending={enter.pending}
          problem={enter.problem}
          submit={t.add}
          onCancel={() => setOpen(false)}
        >
          <Form.Item name="name" label={t.name} rules={[needed(t.required)]}>
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

function Actions({ source }: { readonly source: AwardSource }): ReactNode {
  const t = useTexts(landingTexts);
  const may = useMay();
  const { message } = App.useApp();
  const decide = useDo(decideAwardSource);
  const pause = useDo(pauseAwardSource);
  const read = useDo(readAwardSourceNow, {
    then: ({ received, broken, refused }) => void message.success(t.readDone(received, broken, refused)),
  });
  const params = { sourceId: source.id };
  const { version, state } = source;
  const given = { pending: decide.pending, problem: decide.problem };
  return (
    <div className="dl-actions">
      {state === 'entered' && may('bidding.openSource') && !source.own ? (
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
            label={t.reject}
            title={t.reject}
            effects={t.rejectEffects}
            confirm={t.reject}
            run={() => decide.run({ params, body: { version, approve: false } })}
            {...given}
          />
        </>
      ) : null}
      {state === 'open' && may('bidding.subscribe') ? (
        <Button loading={read.pending} onClick={() => void read.run({ params, body: {} })}>
          {t.readNow}
        </Button>
      ) : null}
      {may('bidding.subscribe') && (state === 'open' || state === 'paused') ? (
        <Button
          loading={pause.pending}
          onClick={() => void pause.run({ params, body: { version, pause: state === 'open' } })}
        >
          {state === 'open' ? t.pause : t.resume}
        </Button>
      ) : null}
      <ProblemAlert problem={read.problem ?? pause.problem} />
    </div>
  );
}
