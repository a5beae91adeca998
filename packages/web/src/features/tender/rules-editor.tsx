// screen: SX-3.2a, SX-3.1b
import { choosePack } from '@daylight/api/tender-pack.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { Alert, App, Button, Collapse, Input, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Findings } from './findings.tsx';
import { LineFields } from './line-fields.tsx';
import { type PackDraft, draftOf, draftOfText } from './pack-draft.ts';
import { packFormTexts } from './pack-form-texts.ts';
import { RatioFields } from './ratio-fields.tsx';
import type { PackView } from './rules-page.tsx';
import { SplitFields } from './split-fields.tsx';
import { SystemFields } from './system-fields.tsx';

/** What each part of the form gets: the pack as it stands in the draft, and the way to change it. */
export interface PackFieldsProps {
  readonly pack: RoundPack;
  readonly change: (next: RoundPack) => void;
}

/** The rules that people set most, as tables; everything else in the expert's view of the same draft. Checked as it is typed. */
export function RulesEditor({ view }: { readonly view: PackView }): ReactNode {
  const t = useTexts(packFormTexts);
  const { message } = App.useApp();
  const [draft, setDraft] = useState<PackDraft>(() => draftOf(view.pack));
  const save = useDo(choosePack, { then: () => void message.success(t.saved) });
  const { pack } = draft;
  const changed = draft.text !== JSON.stringify(view.pack, null, 2);
  const change = (next: RoundPack) => setDraft(draftOf(next));
  const send = () =>
    save.run({
      params: { tenderId: view.tenderId },
      body: { version: view.version, pack: draft.value as Record<string, unknown> },
    });
  return (
    <>
      <Section title={t.editor}>
        <p className="dl-soft">{t.note}</p>
        {pack === null ? (
          <Alert type="error" showIcon title={t.broken} />
        ) : (
          <>
            <RatioFields pack={pack} change={change} />
            <SplitFields pack={pack} change={change} />
            <LineFields pack={pack} change={change} />
            <SystemFields pack={pack} change={change} />
          </>
        )}
        <Collapse
          className="dl-pack-gap"
          items={[
            {
              key: 'json',
              label: t.expert,
              children: (
                <Input.TextArea
                  className="dl-pack-json"
                  aria-label={t.expert}
                  autoSize={{ minRows: 8, maxRows: 24 }}
                  spellCheck={false}
                  value={draft.text}
                  onChange={(event) => setDraft(draftOfText(event.target.value))}
                />
              ),
            },
          ]}
        />
      </Section>
      {changed ? <Findings draft={draft} /> : null}
      <ProblemAlert problem={save.problem} />
      <Space className="dl-tender-buttons">
        <Button
          type="primary"
          disabled={pack === null || !changed}
          loading={save.pending}
          onClick={() => void send()}
        >
          {t.save}
        </Button>
        {changed ? <Button onClick={() => setDraft(draftOf(view.pack))}>{t.undo}</Button> : null}
      </Space>
    </>
  );
}
