import { InboxOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { PageHead, Section } from '../../ui/details.tsx';
import { AwardView } from './award-view.tsx';
import { Examples } from './examples.tsx';
import { RunProgress, Unreadable } from './run-state.tsx';
import './tender.css';
import { texts } from './texts.ts';
import { useAward } from './use-award.ts';
import { Verdict } from './verdict.tsx';

/** Anyone checks an award from its public bundle; the rules run in this browser, nothing is sent. */
export function VerifyPage(): ReactNode {
  const t = useTexts(texts);
  const award = useAward();
  const { view } = award;
  return (
    <>
      <PageHead title={t.verify} note={t.verifyNote} />
      <Alert type="info" showIcon title={t.privacy} className="dl-tender-gap" />
      <DropBox onFile={(file) => void award.run({ kind: 'verify', file })} />
      <div aria-live="polite">
        <RunProgress award={award} />
        <Unreadable award={award} />
        {view === null ? null : <Verdict view={view} award={award} />}
      </div>
      {view === null ? null : (
        <Section title={t.ladder}>
          <p className="dl-soft">{t.computedHere}</p>
          <AwardView key={view.hashes?.result} view={view} award={award} />
        </Section>
      )}
      <Examples onOpen={(example) => void award.run({ kind: 'example', ...example })} />
    </>
  );
}

function DropBox({ onFile }: { readonly onFile: (file: File) => void }): ReactNode {
  const t = useTexts(texts);
  const id = useId();
  const [over, setOver] = useState(false);
  const [name, setName] = useState('');
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    setName(file.name);
    onFile(file);
  };
  return (
    <div className="dl-upload dl-tender-gap" data-over={over}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping a file only adds to it */}
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <InboxOutlined aria-hidden />
        <strong>{t.drop}</strong>
        <span className="dl-soft">{name === '' ? t.dropHint : name}</span>
      </label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
