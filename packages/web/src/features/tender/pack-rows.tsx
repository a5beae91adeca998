import { Button } from 'antd';
import { useTexts } from '../../i18n/texts.ts';
import type { Column } from '../../ui/table-view.tsx';
import { packFormTexts } from './pack-form-texts.ts';

/** A rule of a pack that is a list of rows: one of them changed, one taken out (one always stays), each by its place. */
export function usePackRows<Item>(items: readonly Item[], set: (next: Item[]) => void, label: string) {
  const t = useTexts(packFormTexts);
  const put = (at: number, next: Partial<Item>): void =>
    set(items.map((each, index) => (index === at ? { ...each, ...next } : each)));
  const removeColumn: Column<{ readonly at: number }> = {
    key: 'remove',
    title: t.remove,
    card: 'none',
    render: ({ at }) => (
      <Button
        type="link"
        size="small"
        disabled={items.length === 1}
        aria-label={`${t.remove} ${label} ${at + 1}`}
        onClick={() => set(items.filter((_, index) => index !== at))}
      >
        {t.remove}
      </Button>
    ),
  };
  return { put, removeColumn };
}
