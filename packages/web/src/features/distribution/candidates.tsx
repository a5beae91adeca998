import { type DeliveryCandidate, chooseRelation } from '@daylight/api/distribution.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import './distribution.css';
import { usePlaceName } from './place-name.ts';
import { texts } from './texts.ts';

/** The confirmed distributors that reach one's institution, each with a button that takes it. */
export function Candidates({ candidates }: { readonly candidates: readonly DeliveryCandidate[] }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const placeName = usePlaceName();
  const { message } = App.useApp();
  const choose = useDo(chooseRelation, { touches: ['cart', 'order', 'listing'] });
  async function take(relationId: string): Promise<void> {
    const reply = await choose.run({ body: { relationIds: [relationId] } });
    if (reply !== null) void message.success(t.chosen);
  }
  return (
    <>
      <ul className="delivery-candidates">
        {candidates.map((each) => (
          <li key={each.relationId}>
            <span>
              {each.distributor.name} {each.own ? <small className="dl-soft">{t.self}</small> : null}{' '}
              <small className="dl-soft">
                {placeName(each.area)}
                {each.listing === null ? '' : ` · ${each.listing.productName}（${t.onlyFor}）`}
              </small>
            </span>
            {each.serving ? <StateTag tone="good">{t.serving}</StateTag> : null}
            {may('distribution.choose') && !each.chosen && candidates.length > 1 ? (
              <Button size="small" loading={choose.pending} onClick={() => void take(each.relationId)}>
                {t.choose}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ProblemAlert problem={choose.problem} />
    </>
  );
}
