import { faultWords } from '@daylight/rules/award/finding-words.ts';
import { Alert, Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import type { Stage } from './award-session.ts';
import { texts } from './texts.ts';
import type { Award } from './use-award.ts';

/** About how far a stage is; within one only reading knows its own part. */
const begins: Readonly<Record<Stage, number>> = {
  file: 0,
  make: 10,
  parse: 25,
  read: 40,
  award: 50,
  hash: 70,
  compare: 90,
  show: 97,
};

export function RunProgress({ award }: { readonly award: Award }): ReactNode {
  const t = useTexts(texts);
  if (award.stage === null) return null;
  const percent = begins[award.stage] + (award.stage === 'file' ? (award.percent ?? 0) / 4 : 0);
  return (
    <div className="dl-tender-run">
      <span>{t.stages[award.stage]}…</span>
      <Progress
        percent={Math.round(percent)}
        status="active"
        showInfo={false}
        aria-label={t.stages[award.stage]}
      />
      <Button size="small" onClick={award.stop}>
        {t.stop}
      </Button>
    </div>
  );
}

const shown = 10;

/** Why there is no award to see. */
export function Unreadable({ award }: { readonly award: Award }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  if (award.why !== null) return <Alert type="error" showIcon title={t.unreadable[award.why]} />;
  if (award.faults.length === 0) return null;
  const more = award.faults.length - shown;
  return (
    <Alert
      type="error"
      showIcon
      title={t.faults}
      description={
        <ul className="dl-tender-list">
          {award.faults.slice(0, shown).map((fault) => (
            <li key={`${fault.path} ${fault.code}`}>
              <code>{fault.path}</code> {say(faultWords(fault))}
            </li>
          ))}
          {more > 0 ? <li>{t.faultsMore(more)}</li> : null}
        </ul>
      }
    />
  );
}
