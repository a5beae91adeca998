import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';

/** What stands on a page until its code or first data has come. */
export function PageSkeleton(): ReactNode {
  const t = useTexts(shell);
  return (
    <div role="status" aria-label={t.loading} className="dl-skeleton">
      <Skeleton active title={{ width: '24%' }} paragraph={{ rows: 6 }} />
    </div>
  );
}
