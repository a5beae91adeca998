import { faultWords, findingWords } from '@daylight/rules/award/finding-words.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { PackDraft } from './pack-draft.ts';
import { texts } from './try-texts.ts';

/** What the check of a pack found, errors first; or why it cannot be checked. */
export function Findings({ draft }: { readonly draft: PackDraft }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const errors = draft.findings.filter(({ severity }) => severity === 'error');
  const ordered = [...errors, ...draft.findings.filter(({ severity }) => severity !== 'error')];
  return (
    <Section title={t.findings}>
      <div aria-live="polite">
        {draft.value === null ? <Alert type="error" showIcon title={t.notJson} /> : null}
        {draft.faults.length === 0 ? null : (
          <Alert
            type="error"
            showIcon
            title={t.faults}
            description={
              <ul className="dl-tender-list">
                {draft.faults.map((fault) => (
                  <li key={`${fault.path} ${fault.code}`}>
                    <code>{fault.path}</code> {say(faultWords(fault))}
                  </li>
                ))}
              </ul>
            }
          />
        )}
        {draft.pack !== null && ordered.length === 0 ? <StateTag tone="good">{t.noFindings}</StateTag> : null}
        {errors.length === 0 ? null : <p>{t.errorsNote}</p>}
        <ul className="dl-tender-list">
          {ordered.map((finding) => (
            <li key={`${finding.code} ${finding.path} ${JSON.stringify(finding.facts)}`}>
              <StateTag tone={finding.severity === 'error' ? 'danger' : 'warning'}>
                {t[finding.severity]}
              </StateTag>
              {say(findingWords(finding))} <code className="dl-soft">{finding.path}</code>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
