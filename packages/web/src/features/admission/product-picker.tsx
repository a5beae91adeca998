import { searchItems } from '@daylight/api/catalogue.ts';
import { Button, Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSession } from '../../session.ts';
import { texts } from './texts.ts';

/** Finds products in the national codes, first those of the applicant; each can be taken into the application. */
export function ProductPicker({
  chosen,
  onAdd,
}: {
  readonly chosen: readonly string[];
  readonly onAdd: (itemCode: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [typed, setTyped] = useState('');
  const [ownOnly, setOwnOnly] = useState(true);
  const manufacturer = useSession()?.organisation ?? '';
  const q = typed.trim();
  const { data } = useAsk(
    searchItems,
    { query: { q, limit: 20, ...(ownOnly ? { manufacturer } : {}) } },
    { enabled: q.length >= 2 },
  );
  const found = q.length < 2 ? [] : (data?.items ?? []);
  return (
    <div>
      <label htmlFor="admission-find">{t.find}</label>
      <Input
        id="admission-find"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
      />
      <Checkbox checked={ownOnly} onChange={(event) => setOwnOnly(event.target.checked)}>
        {t.ownOnly}
      </Checkbox>
      <p className="dl-soft">{t.findHint}</p>
      {q.length >= 2 && data !== undefined && found.length === 0 ? (
        <p>{ownOnly ? t.noneOwn : t.noneFound}</p>
      ) : null}
      {found.length === 0 ? null : (
        <ul className="dl-found">
          {found.map((item) => (
            <li key={item.itemCode}>
              <span>
                {item.productName} <small className="dl-soft">{item.specification}</small>
                <br />
                <small className="dl-soft">
                  {item.itemCode} · {item.manufacturer} · {item.certificate}
                </small>
              </span>
              <Button
                size="small"
                disabled={chosen.includes(item.itemCode)}
                onClick={() => onAdd(item.itemCode)}
              >
                {chosen.includes(item.itemCode) ? t.added : t.add}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
