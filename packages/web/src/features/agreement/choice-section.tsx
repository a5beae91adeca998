import { listChoices } from '@daylight/api/agreement-choice.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { RoundSectionProps } from '../tender/sections.ts';
import { choiceTone } from './choice-list.tsx';
import { choiceTexts } from './choice-texts.ts';

const shown = 5;

/** The choice of leftover volume on the page of a round: one's own, or how many have chosen. */
export function ChoiceSection({ tenderId, tender }: RoundSectionProps): ReactNode {
  const t = useTexts(choiceTexts);
  const actor = useActor();
  const isThere = hasReached(tender.state, 'choosing') && actor?.kind !== 'manufacturer';
  const { data } = useAsk(listChoices, { query: { tenderId, limit: shown } }, { enabled: isThere });
  if (!isThere || data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t.choices} extra={<Go to={`/leftover-choices?tenderId=${tenderId}`}>{t.all}</Go>}>
      <Space wrap>
        {data.items.map((row) => (
          <Go key={row.institutionId} to={`/leftover-choices/${row.tenderId}/${row.institutionId}`}>
            {row.institution} <StateTag tone={choiceTone[row.state]}>{t.states[row.state]}</StateTag>
          </Go>
        ))}
      </Space>
    </Section>
  );
}
