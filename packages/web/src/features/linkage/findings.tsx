import type { RecordItem } from '@daylight/api/linkage-shapes.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { Article } from '../../ui/why.tsx';
import './linkage.css';

/** What was found about a price; errors and questions stand out. */
export function Findings({ findings }: { readonly findings: RecordItem['findings'] }): ReactNode {
  const say = useSay();
  if (findings.length === 0) return null;
  return (
    <ul className="dl-linkage-findings">
      {findings.map((each) => (
        <li
          key={`${each.code}${each.field ?? ''}`}
          className={each.severity === 'note' ? 'dl-soft' : 'dl-danger'}
        >
          {say(each.text)} {each.basis === null ? null : <Article basis={each.basis} />}
        </li>
      ))}
    </ul>
  );
}
