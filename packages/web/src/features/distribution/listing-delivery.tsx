import { readListingDelivery } from '@daylight/api/distribution.ts';
import { Alert, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { Candidates } from './candidates.tsx';
import { texts } from './texts.ts';

/** Who can deliver one listing to the institution that looks at it, and the choice among them. */
export function ListingDelivery({ listingId }: { readonly listingId: string }): ReactNode {
  const t = useTexts(texts);
  const { data, error, refetch } = useAsk(readListingDelivery, { params: { listingId } });
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active paragraph={{ rows: 2 }} title={false} />;
  if (data.candidates.length === 0) return <Alert type="warning" showIcon title={t.noneForListing} />;
  return (
    <>
      {data.servedBy === null ? (
        <Alert className="delivery-notice" type="info" showIcon title={t.pickOne} />
      ) : null}
      <Candidates candidates={data.candidates} />
    </>
  );
}
