// screen: SX-3.2a, SX-3.2b
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { choosePack, readPackOf } from '@daylight/api/tender-pack.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { listRoundPacks } from '@daylight/api/tender.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { usualPack } from '@daylight/rules/tender/mode.ts';
import type { TenderMode } from '@daylight/rules/tender/state.ts';
import { Alert, App, Button, Select, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { PackWords } from './pack-words.tsx';
import { texts } from './plan-texts.ts';
import { RulesEditor } from './rules-editor.tsx';
import { UnitEditor } from './unit-editor.tsx';
import './tender.css';

export type PackView = ReplyOf<typeof readPackOf>;

/** The rules of a round: chosen, filled, in words, checked; competition units set by hand. */
export function RulesPage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const may = useMay();
  const tenderId = useParam('tenderId');
  const params = { tenderId };
  const round = useAsk(readRound, { params });
  const { data, error } = useAsk(readPackOf, { params });
  const problem = error?.problem ?? round.error?.problem ?? null;
  if (problem !== null) return <PageProblem problem={problem} />;
  if (data === undefined || round.data === undefined) return <PageSkeleton />;
  const { state, mine, title } = round.data;
  const open = mine.isOrganiser && (state === 'draft' || state === 'reporting') && may('tender.plan');
  const read = data.pack === null ? null : readPack(data.pack);
  return (
    <div className="dl-details">
      <PageHead
        title={t.rules}
        note={title}
        above={{ to: `/rounds/${tenderId}`, title }}
        actions={
          data.pack !== null && may('tender.try') ? (
            <Button onClick={() => go(`/round-trials?round=${tenderId}`)}>{t.tryIt}</Button>
          ) : undefined
        }
      />
      {open ? <Choose view={data} mode={round.data.mode} /> : null}
      <Found view={data} />
      <UnitEditor view={data} editable={open} items={round.data.itemList} />
      {read?.ok === true ? (
        <Section title={t.words}>
          <PackWords pack={read.value} />
        </Section>
      ) : null}
      {open && data.pack !== null ? <RulesEditor key={data.version} view={data} /> : null}
    </div>
  );
}

function Choose({ view, mode }: { readonly view: PackView; readonly mode: TenderMode }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message } = App.useApp();
  const { data } = useAsk(listRoundPacks, {});
  const [from, setFrom] = useState<string | null>(view.from ?? usualPack(mode));
  const choose = useDo(choosePack, { then: () => void message.success(t.filled) });
  const fill = () =>
    choose.run({ params: { tenderId: view.tenderId }, body: { version: view.version, from } });
  return (
    <Section title={t.choosePack}>
      <p className="dl-soft">{t.choosePackHint}</p>
      <ProblemAlert problem={choose.problem} />
      <Space wrap>
        <Select
          className="dl-tender-pack"
          aria-label={t.choosePack}
          placeholder={t.choosePack}
          value={from}
          onChange={setFrom}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          options={(data?.packs ?? []).map((pack) => ({ value: pack.id, label: say(pack.title) }))}
        />
        <Button type="primary" disabled={from === null} loading={choose.pending} onClick={() => void fill()}>
          {t.fill}
        </Button>
      </Space>
    </Section>
  );
}

function Found({ view }: { readonly view: PackView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { data } = useAsk(listRoundPacks, {});
  const from = data?.packs.find(({ id }) => id === view.from);
  if (view.pack === null) return <Alert type="info" showIcon title={t.noPack} />;
  const errors = view.findings.filter(({ severity }) => severity === 'error');
  const ordered = [...errors, ...view.findings.filter(({ severity }) => severity !== 'error')];
  return (
    <Section title={t.findings}>
      <Facts
        facts={[
          { name: t.packFrom, value: from === undefined ? (view.from ?? '—') : say(from.title) },
          { name: t.packHash, value: <code className="dl-tender-value">{view.hash}</code>, wide: true },
        ]}
      />
      {view.frozen ? <Alert type="info" showIcon title={t.packFrozen} /> : null}
      {view.differs.length === 0 ? null : (
        <Alert type="error" showIcon title={t.differs(view.differs.join(m.list))} />
      )}
      {errors.length === 0 ? null : <Alert type="error" showIcon title={t.errorsStop} />}
      {ordered.length === 0 ? <StateTag tone="good">{t.noFindings}</StateTag> : null}
      <ul className="dl-tender-list">
        {ordered.map(({ code, path, severity, text, facts }) => (
          <li key={`${code} ${path} ${JSON.stringify(facts)}`}>
            <StateTag tone={severity === 'error' ? 'danger' : 'warning'}>{t[severity]}</StateTag> {say(text)}{' '}
            <code className="dl-soft">{path}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}
