import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';

/** What stands on a page until its code or first data has come. */
export function PageSkeleton(): ReactNode {
  const t = useTexts(shell);
  return (
    <div aria-busy className="dl-skeleton">
      <output className="dl-unseen">{t.loading}</output>
      <Skeleton active title={false} paragraph={{ rows: 6 }} />
    </div>
  );
}
