import { readPackOf } from '@daylight/api/tender-pack.ts';
import { listRoundPacks, showRoundPack } from '@daylight/api/tender.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { Select, Tabs } from 'antd';
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Findings } from './findings.tsx';
import { type PackDraft, draftOf, draftOfText } from './pack-draft.ts';
import { PackWords } from './pack-words.tsx';
import { ParameterForm } from './parameter-form.tsx';
import './tender.css';
import { TrialDesk } from './trial-desk.tsx';
import { texts } from './try-texts.ts';

/** A bureau tries the rules of a round before it starts: words, check, invented bids, a changed copy beside it. */
export function TryPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const [search, change] = useSearch();
  const { data: list, error } = useAsk(listRoundPacks, {});
  const tenderId = search['round'] ?? '';
  const id = tenderId === '' ? (search['pack'] ?? list?.packs[0]?.id ?? '') : '';
  const shown = useAsk(showRoundPack, { params: { id } }, { enabled: id !== '' });
  const own = useAsk(readPackOf, { params: { tenderId } }, { enabled: tenderId !== '' });
  const pack = tenderId === '' ? shown.data?.pack : own.data?.pack;
  const read = pack === undefined || pack === null ? null : readPack(pack);
  return (
    <>
      <PageHead title={t.title} note={t.note} />
      <ProblemAlert problem={error?.problem ?? shown.error?.problem ?? own.error?.problem ?? null} />
      <Select
        className="dl-tender-gap dl-tender-pack"
        aria-label={t.pack}
        value={id === '' ? null : id}
        placeholder={read?.ok === true ? say(read.value.title) : ''}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(value) => change({ pack: value ?? '', round: '' })}
        options={(list?.packs ?? []).map((pack) => ({ value: pack.id, label: say(pack.title) }))}
      />
      {read?.ok === true ? (
        <Workbench
          key={`${id}${tenderId}`}
          original={read.value}
          figures={tenderId === '' ? (shown.data?.figures ?? []) : []}
        />
      ) : shown.error === null && own.error === null ? (
        <PageSkeleton />
      ) : null}
    </>
  );
}

interface Figure {
  readonly what: { readonly zh: string; readonly en: string };
  readonly value: string;
  readonly mark: 'published' | 'unverified' | 'default';
}

function Workbench({
  original,
  figures,
}: {
  readonly original: RoundPack;
  readonly figures: readonly Figure[];
}): ReactNode {
  const t = useTexts(texts);
  const [draft, setDraft] = useState<PackDraft>(() => draftOf(original));
  const restore = (): void => setDraft(draftOf(original));
  const tabs = [
    {
      key: 'words',
      label: t.words,
      children: draft.pack === null ? null : <PackWords pack={draft.pack} />,
    },
    {
      key: 'parameters',
      label: t.parameters,
      children: <ParameterForm original={original} draft={draft} onChange={setDraft} />,
    },
    {
      key: 'json',
      label: t.json,
      children: (
        <Input.TextArea
          className="dl-pack-json"
          aria-label={t.json}
          autoSize={{ minRows: 16, maxRows: 28 }}
          spellCheck={false}
          value={draft.text}
          onChange={(event) => setDraft(draftOfText(event.target.value))}
        />
      ),
    },
  ];
  return (
    <>
      <div className="dl-tender-two">
        <Section title={t.pack}>
          <Tabs items={tabs} />
        </Section>
        <div>
          <Findings draft={draft} />
          <Figures of={figures} />
        </div>
      </div>
      <TrialDesk original={original} draft={draft} onRestore={restore} />
    </>
  );
}

function Figures({ of }: { readonly of: readonly Figure[] }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  if (of.length === 0) return null;
  return (
    <Section title={t.figures}>
      <ul className="dl-tender-list">
        {of.map(({ what, value, mark }) => (
          <li key={say(what)}>
            {say(what)}
            {value === '' ? '' : `${m.colon}${value}`} <span className="dl-soft">{t.marks[mark]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
