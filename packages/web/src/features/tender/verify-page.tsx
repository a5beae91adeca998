import { InboxOutlined } from '@ant-design/icons';
import type { Problem } from '@daylight/api/wire.ts';
import { Alert } from 'antd';
import { downloadBundle } from '@daylight/api/bidding-award.ts';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { ProblemError, fetchFile } from '../../api.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { AwardView } from './award-view.tsx';
import { Examples } from './examples.tsx';
import { RunProgress, Unreadable } from './run-state.tsx';
import './tender.css';
import { texts } from './texts.ts';
import { type Award, useAward } from './use-award.ts';
import { Verdict } from './verdict.tsx';

/** Anyone checks an award from its public bundle; the rules run in this browser, nothing is sent. */
export function VerifyPage(): ReactNode {
  const t = useTexts(texts);
  const award = useAward();
  const { view } = award;
  const problem = usePublished(award);
  return (
    <>
      <PageHead title={t.verify} note={t.verifyNote} />
      <Alert type="info" showIcon title={t.privacy} className="dl-tender-gap" />
      <ProblemAlert problem={problem} />
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

/** A link from a result brings its published bundle along: it is fetched and verified at once. */
function usePublished({ run }: Award): Problem | null {
  const [{ round, province = '', purpose = 'selection' }] = useSearch();
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    if (round === undefined) return;
    const query = { province: Number(province), purpose: purpose as 'selection' };
    void (async () => {
      try {
        const file = await fetchFile(downloadBundle, { params: { tenderId: round }, query });
        await run({ kind: 'verify', file });
      } catch (fault) {
        if (!(fault instanceof ProblemError)) throw fault;
        setProblem(fault.problem);
      }
    })();
  }, [run, round, province, purpose]);
  return problem;
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
