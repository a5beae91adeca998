import type { RoundPack, SourceMark } from '@daylight/rules/award/pack.ts';
import { wordsOf } from '@daylight/rules/award/words.ts';
import { Tag, Tooltip } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import './tender.css';
import { texts } from './try-texts.ts';

/** A pack in words, each line with where its numbers come from. */
export function PackWords({ pack }: { readonly pack: RoundPack }): ReactNode {
  const say = useSay();
  const sections = useMemo(() => wordsOf(pack), [pack]);
  return (
    <div className="dl-pack-words">
      {sections.map(({ part, title, lines }) => (
        <section key={part}>
          <h3>{say(title)}</h3>
          <dl>
            {lines.map(({ path, name, text, sources }) => (
              <div key={path}>
                <dt>
                  {name === null ? null : say(name)}
                  <Sources of={sources} />
                </dt>
                <dd>{say(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

const colors = { published: 'success', unverified: 'warning', default: 'default' } as const;

function Sources({ of }: { readonly of: readonly SourceMark[] }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  return (
    <span className="dl-pack-source">
      {of.map(({ path, mark, note }) => (
        <Tooltip key={`${path} ${mark}`} title={`${path}${m.colon}${say(note)}`}>
          <Tag color={colors[mark]}>
            {t.marks[mark]}
            {m.colon}
            {say(note)}
          </Tag>
        </Tooltip>
      ))}
    </span>
  );
}
