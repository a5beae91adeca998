// screen: HN-12, JS-38
import type { StandingItem } from '@daylight/api/credit-shapes.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Article } from '../../ui/why.tsx';
import { credit } from './texts.ts';

/** 风险提示: measures in force against who makes or delivers, said before anybody orders. */
export function CreditRisks({ risks }: { readonly risks: readonly StandingItem[] }): ReactNode {
  const t = useTexts(credit);
  const say = useSay();
  if (risks.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t.riskTitle}
      description={
        <ul className="dl-plain-list">
          {risks.map((each) => (
            <li key={`${each.caseId} ${each.effect}`}>
              {t.riskLine(each.enterprise.name, say(each.measure), each.caseNumber)}{' '}
              <Article basis={each.basis} />
            </li>
          ))}
        </ul>
      }
    />
  );
}
