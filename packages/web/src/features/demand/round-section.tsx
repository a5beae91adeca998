import { readRoundDemand } from '@daylight/api/demand.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { RoundSectionProps } from '../tender/sections.ts';
import { reportStates, reportTone } from './states.ts';
import { texts } from './texts.ts';

/** Volume reporting on the page of a round: how far it is, and the way to one's own part. */
export function RoundSection({ tenderId, tender }: RoundSectionProps): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const isThere = hasReached(tender.state, 'reporting');
  const { data } = useAsk(
    readRoundDemand,
    { params: { tenderId } },
    { enabled: isThere && may('demand.read') },
  );
  if (!isThere) return null;
  const counted = reportStates.filter((state) => (data?.states[state] ?? 0) > 0);
  const isMember = actor?.kind === 'institution' && counted.length > 0;
  return (
    <Section title={t.reports} extra={<Go to={`/volume-reports/rounds/${tenderId}`}>{t.summary}</Go>}>
      <Space wrap>
        {counted.map((state) => (
          <StateTag key={state} tone={reportTone[state]}>
            {t.states[state]} {data?.states[state]}
          </StateTag>
        ))}
        {isMember ? <Go to={`/volume-reports/${tenderId}/${actor.organisationId}`}>{t.openMine}</Go> : null}
        {hasReached(tender.state, 'measured') ? (
          <Go to={`/open/agreed-volumes/${tenderId}`}>{t.volumes}</Go>
        ) : null}
      </Space>
    </Section>
  );
}
