import type { Endpoint } from '@daylight/api/endpoint.ts';
import { fillIn } from '@daylight/api/fill.ts';
import { type PriceSource, readRefusals } from '@daylight/api/linkage-source.ts';
import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Doing } from '../../ask.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { Decision } from '../../ui/decision.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Column } from '../../ui/table-view.tsx';
import type { Tone } from '../../ui/tags.tsx';
import { feedTexts } from './feed-texts.ts';
import { usePlaceName } from './place.ts';

/** A platform that is read on a schedule, whatever it sends: prices, or results of rounds. */
export type FeedSource = Omit<PriceSource, 'records' | 'readings'>;

const tones: Readonly<Record<FeedSource['state'], Tone>> = {
  entered: 'waiting',
  open: 'good',
  paused: 'warning',
  rejected: 'ended',
};

/** Who is read, how often, what came (`came`, of the kind of feed) and what went wrong. */
export function useFeedSourceColumns<S extends FeedSource>(came: Column<S>): readonly Column<S>[] {
  const t = useTexts(feedTexts);
  const placeName = usePlaceName();
  return [
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
    came,
    {
      key: 'readAt',
      title: t.lastRead,
      nowrap: true,
      render: (row) => (row.readAt === null ? '—' : <DateText at={row.readAt} time />),
    },
    { key: 'problem', title: t.problem, render: (row) => <FeedProblem problem={row.problem} /> },
    stateColumn(t.state, t.states, tones),
  ];
}

/** The refusal that reading met, in the words of the endpoint. */
export function FeedProblem({ problem }: { readonly problem: string | null }): ReactNode {
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

type Step<What> = Pick<Doing<Endpoint>, 'pending' | 'problem'> & {
  readonly run: (what: What) => Promise<unknown>;
};

/** Enters a platform; it is read once another person opened it. */
export function EnterFeedSource(props: {
  readonly urlHelp: string;
  readonly enter: Step<{ readonly body: Values }>;
}): ReactNode {
  const t = useTexts(feedTexts);
  const [open, setOpen] = useState(false);
  async function send(body: Values): Promise<unknown> {
    const reply = await props.enter.run({ body });
    if (reply !== null) setOpen(false);
    return reply;
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.add}
      </Button>
      <Modal open={open} title={t.add} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EntityForm<Values>
          initial={{ everyMinutes: 60 }}
          onSubmit={send}
          pending={props.enter.pending}
          problem={props.enter.problem}
          submit={t.add}
          onCancel={() => setOpen(false)}
        >
          <Form.Item name="name" label={t.name} rules={[needed(t.required)]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="url" label={t.url} extra={props.urlHelp} rules={[needed(t.required)]}>
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

interface OfSource<Body> {
  readonly params: { readonly sourceId: string };
  readonly body: Body;
}

/** What can be done with a source: another person opens it, then it is read, paused and resumed. */
export function FeedSourceActions(props: {
  readonly source: FeedSource;
  readonly mayOpen: boolean;
  readonly mayRead: boolean;
  readonly openEffects: readonly string[];
  readonly decide: Step<OfSource<{ version: number; approve: boolean }>>;
  readonly pause: Step<OfSource<{ version: number; pause: boolean }>>;
  readonly read: Step<OfSource<Record<string, never>>>;
}): ReactNode {
  const t = useTexts(feedTexts);
  const { decide, pause, read } = props;
  const { id: sourceId, state, version, own } = props.source;
  const params = { sourceId };
  return (
    <div className="dl-actions">
      {state === 'entered' && props.mayOpen && !own ? (
        <Decision
          yes={{ label: t.open, effects: props.openEffects }}
          no={{ label: t.reject, effects: t.rejectEffects, askReason: 'none' }}
          run={(approve) => decide.run({ params, body: { version, approve } })}
          step={decide}
        />
      ) : null}
      {state === 'open' && props.mayRead ? (
        <Button loading={read.pending} onClick={() => void read.run({ params, body: {} })}>
          {t.readNow}
        </Button>
      ) : null}
      {props.mayRead && (state === 'open' || state === 'paused') ? (
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
