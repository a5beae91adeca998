import { readOpening } from '@daylight/api/bidding-opening.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Facts, Section } from '../../ui/details.tsx';
import type { RoundSectionProps } from '../tender/sections.ts';
import { CoordinationSection } from './coordination-section.tsx';
import { openingTexts } from './opening-texts.ts';

/** Bids and result on the page of a round, with the ways to the desks. */
export function RoundSection({ tenderId, tender }: RoundSectionProps): ReactNode {
  const t = useTexts(openingTexts);
  const may = useMay();
  const readable = may('bidding.read');
  const { data } = useAsk(readOpening, { params: { tenderId } }, { enabled: readable });
  if (!readable || data === undefined) return null;
  return (
    <>
      <Section
        title={t.section}
        extra={
          <Space>
            {may('bidding.submit') && tender.origin === 'run' ? (
              <Go to={`/bids/${tenderId}`}>{t.toBid}</Go>
            ) : null}
            <Go to={`/openings/${tenderId}`}>{t.toDesk}</Go>
          </Space>
        }
      >
        {tender.origin === 'followed' ? null : (
          <Facts
            facts={[
              {
                name: t.trustees,
                value:
                  data.terms === null || data.trustees.length === 0
                    ? '—'
                    : `${data.trustees.length} · ${t.threshold} ${data.terms.threshold}`,
              },
              { name: t.enrolments, value: String(data.enrolments.accepted) },
              {
                name: t.bidders,
                value: hasReached(data.state, 'bidding') ? String(data.commitments.length) : '—',
              },
            ]}
          />
        )}
      </Section>
      {hasReached(tender.state, 'awarded') ? <CoordinationSection tenderId={tenderId} /> : null}
    </>
  );
}
