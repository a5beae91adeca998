import { warningSummary } from '@daylight/api/supervision.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import './supervision.css';
import { texts } from './texts.ts';

/** On the home page of a bureau: what waits, and where. */
export function WarningPanel(): ReactNode {
  const t = useTexts(texts);
  const { data, error } = useAsk(warningSummary, {});
  if (error !== null) return <ProblemAlert problem={error.problem} />;
  if (data === undefined) return null;
  const cities = data.byCity.filter((city) => city.waiting > 0).slice(0, 8);
  return (
    <>
      <p className="dl-warning-summary">
        <Go to="/warnings?state=new">{t.summary(data.waiting, data.recent)}</Go>
      </p>
      <ul className="dl-warning-cities" aria-label={t.byCity}>
        {cities.map((city) => (
          <li key={city.jurisdiction}>
            <Go to={`/warnings?state=new&jurisdiction=${city.jurisdiction}`}>
              {city.name} {city.waiting}
            </Go>
          </li>
        ))}
      </ul>
    </>
  );
}
