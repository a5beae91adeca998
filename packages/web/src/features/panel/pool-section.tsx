import { freezePool, previewPool } from '@daylight/api/panel.ts';
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './texts.ts';

interface Given {
  readonly review: { readonly id: string; readonly version: number };
}

/** The list as it would be frozen now: who can be drawn, who stays away and why. */
export function PoolSection({ review }: Given): ReactNode {
  const t = useTexts(texts);
  const [area, setArea] = useState<string | null>(null);
  const params = { reviewId: review.id };
  const { data, error, refetch } = useAsk(previewPool, { params, query: area === null ? {} : { area } });
  const freeze = useDo(freezePool);
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Section
      title={t.pool}
      extra={
        <ConfirmEffect
          label={t.freeze}
          title={t.freezeTitle}
          effects={t.freezeEffects(data.eligible, data.seats, data.drawDelayMinutes)}
          confirm={t.freeze}
          irreversible
          button={{ type: 'primary', disabled: data.eligible < data.seats }}
          pending={freeze.pending}
          problem={freeze.problem}
          run={() => freeze.run({ params, body: { version: review.version, area } })}
        />
      }
    >
      <p className="dl-soft">{t.poolNote(data.eligible, data.experts.length)}</p>
      {data.areas.length > 1 ? (
        <p>
          {t.area}{' '}
          <Segmented<string>
            options={data.areas.map(({ code, name }) => ({ value: code, label: name }))}
            value={data.area}
            onChange={setArea}
            aria-label={t.area}
          />
        </p>
      ) : null}
      <TableView
        inside
        rows={data.experts}
        rowKey={(row) => row.code}
        empty={<span className="dl-soft">{t.noExperts}</span>}
        columns={[
          { key: 'name', title: t.name, card: 'title', text: (row) => row.name, render: (row) => row.name },
          { key: 'code', title: t.code, nowrap: true, render: (row) => row.code },
          { key: 'employer', title: t.employer, render: (row) => row.employer },
          {
            key: 'excluded',
            title: t.recusal,
            card: 'state',
            text: (row) => (row.excluded === null ? t.eligible : t.exclusions[row.excluded]),
            render: (row) =>
              row.excluded === null ? (
                <StateTag tone="good">{t.eligible}</StateTag>
              ) : (
                <>
                  <StateTag tone="ended">{t.exclusions[row.excluded]}</StateTag>{' '}
                  <small className="dl-soft">{row.excludedWith}</small>
                </>
              ),
          },
        ]}
      />
    </Section>
  );
}
