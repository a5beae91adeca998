import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { readQuota } from '@daylight/api/filing-outside.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { Facts, Section } from '../../ui/details.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Article } from '../../ui/why.tsx';
import './filing.css';
import { texts } from './outside-texts.ts';

type Quota = NonNullable<ReplyOf<typeof readQuota>['quota']>;

const often = 15_000;

/** The self-purchase quota as it stands now: used, reserved, left, and the numbers behind (GD-3). */
export function QuotaGauge(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { data, error } = useAsk(readQuota, {}, { everyMs: often });
  if (error !== null) return <ProblemAlert problem={error.problem} />;
  if (data === undefined) return null;
  const { quota, blockedBy } = data;
  return (
    <>
      {blockedBy === null ? null : (
        <Alert
          type="error"
          showIcon
          title={t.blocked(blockedBy.number)}
          onClick={() => go(`/outside-purchases/${blockedBy.id}`)}
        />
      )}
      {quota === null ? null : (
        <Section title={t.quota}>
          <Gauge quota={quota} />
        </Section>
      )}
    </>
  );
}

const whole = 1000;

/** How much of the limit an amount is, in thousandths, for drawing only. */
function part(amount: string, limit: string): number {
  const of = Number(limit);
  return of <= 0 ? 0 : Math.min(whole, Math.round((Number(amount) / of) * whole));
}

function Gauge({ quota }: { readonly quota: Quota }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { used, reserved, left, limit, share } = quota;
  const usedPart = part(used, limit);
  const reservedPart = Math.min(whole - usedPart, part(reserved, limit));
  const percent = `${(share.over * 100) / share.under}%`;
  const label = `${t.used} ${used}${m.clause}${t.reserved} ${reserved}${m.clause}${t.left} ${left}`;
  return (
    <>
      <p>
        {t.quotaNote(percent)} <Article basis={quota.basis} />
      </p>
      <svg
        className="dl-quota-bar"
        viewBox={`0 0 ${whole} 10`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <rect className="dl-quota-used" x={0} y={0} width={usedPart} height={10} />
        <rect className="dl-quota-reserved" x={usedPart} y={0} width={reservedPart} height={10} />
      </svg>
      <Facts
        facts={[
          { name: t.left, value: <MoneyText amount={left} unit strong /> },
          { name: t.used, value: <MoneyText amount={used} unit /> },
          { name: t.reserved, value: <MoneyText amount={reserved} unit /> },
          { name: t.limit, value: <MoneyText amount={limit} unit /> },
          {
            name: t.base,
            value: (
              <>
                <MoneyText amount={quota.base} unit />{' '}
                {quota.lastYearCounts ? <small className="dl-soft">{t.largerYear}</small> : null}
              </>
            ),
          },
          { name: t.platformAmount, value: <MoneyText amount={quota.platform} unit /> },
          { name: t.emergencyAmount, value: <MoneyText amount={quota.emergency} unit /> },
          { name: t.lastYear, value: <MoneyText amount={quota.lastYear} unit /> },
        ]}
      />
    </>
  );
}
