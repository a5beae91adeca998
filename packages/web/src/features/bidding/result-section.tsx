import { askPublication, decideAward, downloadBundle, readAward } from '@daylight/api/bidding-award.ts';
import { Button, Space } from 'antd';
import type { ReactNode } from 'react';
import { addressOf } from '../../api.ts';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Facts, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { type Award, AwardTable } from './award-table.tsx';
import type { Opening } from './opening-page.tsx';
import { openingTexts } from './opening-texts.ts';

const from = ['evaluated', 'published', 'awarded', 'choosing', 'signing', 'executing', 'ended', 'failed'];

/** The result with what the organiser and the second person do about it. */
export function ResultSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const actor = useActor();
  const { data } = useAsk(
    readAward,
    { params: { tenderId: opening.id } },
    { enabled: from.includes(opening.state) },
  );
  if (data === undefined) return null;
  return (
    <Section title={t.result} extra={<Steps opening={opening} />}>
      <AwardTable award={data} />
      <BundleFacts award={data} province={actor?.province ?? 0} isPublic={opening.state !== 'evaluated'} />
    </Section>
  );
}

function Steps({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const publish = useDo(askPublication, { touches: ['tender'] });
  const decide = useDo(decideAward, { touches: ['tender'] });
  const params = { tenderId: opening.id };
  const { version } = opening;
  return (
    <Space wrap>
      {opening.isOrganiser && opening.state === 'evaluated' && opening.publishAskedAt === null ? (
        <ConfirmEffect
          label={t.publish}
          title={t.publish}
          effects={t.publishEffects}
          confirm={t.publish}
          run={() => publish.run({ params, body: { version } })}
          pending={publish.pending}
          problem={publish.problem}
          button={{ type: 'primary' }}
        />
      ) : null}
      {opening.publicityId === null ? null : (
        <Go to={`/open/publicities/${opening.publicityId}`}>{t.publicity}</Go>
      )}
      {opening.mayDecide &&
      opening.state === 'published' &&
      opening.settledAt !== null &&
      opening.decision === null ? (
        <>
          <ConfirmEffect
            label={t.decide}
            title={t.decide}
            effects={t.decideEffects}
            confirm={t.decide}
            irreversible
            run={() => decide.run({ params, body: { version, decision: 'confirmed', note: '' } })}
            pending={decide.pending}
            problem={decide.problem}
            button={{ type: 'primary' }}
          />
          <ConfirmEffect
            label={t.annul}
            title={t.annul}
            effects={t.annulEffects}
            confirm={t.annul}
            irreversible
            askReason="needed"
            run={({ reason }) =>
              decide.run({ params, body: { version, decision: 'annulled', note: reason } })
            }
            pending={decide.pending}
            problem={decide.problem}
            button={{ danger: true }}
          />
        </>
      ) : null}
    </Space>
  );
}

/** Hash, engine and the two ways to compute it again: here in the browser, or with the downloaded bundle. */
export function BundleFacts({
  award,
  province,
  isPublic,
}: {
  readonly award: Award;
  readonly province: number;
  readonly isPublic: boolean;
}): ReactNode {
  const t = useTexts(openingTexts);
  const go = useGo();
  return (
    <>
      <h3 className="dl-bid-part">{t.why}</h3>
      <p className="dl-soft">{t.whyNote}</p>
      {award.runs.map((run) => (
        <div key={run.id} className="dl-bid-line">
          <Facts
            facts={[
              { name: t.purposes[run.purpose], value: <DateText at={run.madeAt} time /> },
              { name: t.engine, value: run.engine },
              { name: t.hash, value: <span className="dl-bid-hash">{run.hash}</span>, wide: true },
            ]}
          />
          {isPublic ? (
            <Space wrap>
              <Button
                type="primary"
                onClick={() =>
                  go(`/open/awards/verify?round=${award.id}&province=${province}&purpose=${run.purpose}`)
                }
              >
                {t.verify}
              </Button>
              <Button
                href={addressOf(
                  downloadBundle.path,
                  { tenderId: award.id },
                  { province, purpose: run.purpose },
                )}
              >
                {t.downloadBundle}
              </Button>
            </Space>
          ) : null}
        </div>
      ))}
    </>
  );
}
