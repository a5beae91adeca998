// screen: SX-3.2a, SX-3.2b
import type { Category } from '@daylight/rules/award/pack.ts';
import { type Money, isMoney } from '@daylight/rules/money.ts';
import { Button, Input, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { MoneyInput } from '../../ui/entity-form.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { packFormTexts } from './pack-form-texts.ts';
import type { PackFieldsProps } from './rules-editor.tsx';

/** A line without a price for an item is none. */
function withLine({ lines, ...category }: Category, name: string, price: string): Category {
  const { [name]: _, ...rest } = lines;
  return { ...category, lines: isMoney(price) ? { ...rest, [name]: price as Money } : rest };
}

/** Named price lines of each item: what rules call 'designated', 'guaranteed' and so on. */
export function LineFields({ pack, change }: PackFieldsProps): ReactNode {
  const t = useTexts(packFormTexts);
  const say = useSay();
  const [added, setAdded] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const set = [...new Set(pack.categories.flatMap(({ lines }) => Object.keys(lines)))];
  const names = [...new Set([...set, ...added])];
  const put = (at: number, name: string, price: string) =>
    change({
      ...pack,
      categories: pack.categories.map((each, index) => (index === at ? withLine(each, name, price) : each)),
    });
  const remove = (name: string) => {
    setAdded(added.filter((each) => each !== name));
    change({ ...pack, categories: pack.categories.map((each) => withLine(each, name, '')) });
  };
  const rows = pack.categories.map((category, at) => ({ category, at }));
  return (
    <>
      <h3>{t.lines}</h3>
      <p className="dl-soft">{t.linesNote}</p>
      {names.length === 0 ? null : (
        <TableView
          inside
          label={t.lines}
          rows={rows}
          rowKey={({ category }) => category.id}
          columns={[
            { key: 'item', title: t.item, card: 'title', render: ({ category }) => say(category.name) },
            ...names.map((name) => ({
              key: `line-${name}`,
              title: name,
              unit: '元',
              render: ({ category, at }: (typeof rows)[number]) => (
                <MoneyInput
                  aria-label={`${name} ${say(category.name)}`}
                  value={category.lines[name] ?? ''}
                  onChange={(price) => put(at, name, price)}
                />
              ),
            })),
          ]}
        />
      )}
      <Space wrap>
        <Input
          aria-label={t.newLine}
          placeholder={t.newLine}
          maxLength={40}
          value={typed}
          onChange={(event) => setTyped(event.target.value.trim())}
        />
        <Button
          size="small"
          disabled={typed === '' || names.includes(typed)}
          onClick={() => {
            setAdded([...added, typed]);
            setTyped('');
          }}
        >
          {t.add}
        </Button>
        {names.map((name) => (
          <Button key={name} type="link" size="small" onClick={() => remove(name)}>
            {t.remove} {name}
          </Button>
        ))}
      </Space>
    </>
  );
}
