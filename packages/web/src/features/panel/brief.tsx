import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import type { Wording } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { texts } from './texts.ts';

/** What is judged, a line for each thing. */
export function Brief({ brief }: { readonly brief: readonly Wording[] }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <Section title={t.brief}>
      <ul className="dl-plain-list">
        {brief.map((each) => (
          <li key={each.en}>{say(each)}</li>
        ))}
      </ul>
    </Section>
  );
}
