import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { momentText } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { texts } from './notice-texts.ts';
import { texts as planTexts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';
import './tender.css';

type Notice = RoundView['notices'][number];
type Effect = Notice['effects'][number];

const tones: Readonly<Record<Notice['kind'], Tone>> = {
  announcement: 'good',
  documents: 'working',
  amendment: 'warning',
  answer: 'plain',
  stop: 'danger',
  renewal: 'notice',
  ended: 'ended',
  other: 'plain',
};

/** What was said in public, newest first. `jurisdiction` where the reader is not signed in. */
export function NoticeList({
  notices,
  jurisdiction,
}: {
  readonly notices: readonly Notice[];
  readonly jurisdiction?: string;
}): ReactNode {
  const t = useTexts(texts);
  if (notices.length === 0) return <p className="dl-soft">{t.none}</p>;
  return (
    <>
      {notices.map((notice) => (
        <article key={notice.id} className="dl-round-notice">
          <h3>
            <StateTag tone={tones[notice.kind]}>{t.kinds[notice.kind]}</StateTag> {notice.title}
          </h3>
          <p className="dl-soft">
            {notice.number} · <DateText at={notice.at} time />
          </p>
          <p className="dl-round-text">{notice.body}</p>
          <EffectList effects={notice.effects} />
          {notice.files.length === 0 ? null : (
            <EvidenceList files={notice.files} {...(jurisdiction === undefined ? {} : { jurisdiction })} />
          )}
        </article>
      ))}
    </>
  );
}

/** Deadlines before and after, and why they moved. */
export function EffectList({ effects }: { readonly effects: readonly Effect[] }): ReactNode {
  const t = useTexts(texts);
  const p = useTexts(planTexts);
  if (effects.length === 0) return null;
  const say = (at: Effect['before']) => (at === null ? t.notSet : momentText(at));
  return (
    <ul className="dl-tender-list">
      {effects.map(({ name, before, after, why, basis }) => (
        <li key={name}>
          {t.effect(p.times[name], say(before), say(after))}
          {t.whys[why]} {basis === null ? null : <Article basis={basis} />}
        </li>
      ))}
    </ul>
  );
}
