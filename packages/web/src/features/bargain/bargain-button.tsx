import { MoneyCollectOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { texts } from './texts.ts';

/** Opens a bargain about a listing; nothing for who may not. */
export function BargainButton({
  listingId,
  size,
}: {
  readonly listingId: string;
  readonly size?: 'small';
}): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  if (!may('bargain.open')) return null;
  return (
    <Button
      icon={<MoneyCollectOutlined />}
      {...(size === undefined ? {} : { size })}
      onClick={() => go(`/bargains/new?listing=${listingId}`)}
    >
      {t.bargain}
    </Button>
  );
}
