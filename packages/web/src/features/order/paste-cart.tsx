import { pasteToCart, uploadToCart } from '@daylight/api/order-cart.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { useDraft } from '../../ui/draft.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import { cartTexts } from './cart-texts.ts';

type Pasted = ReplyOf<typeof pasteToCart>;

/** A pasted table or a workbook into the cart; rows that did not fit come back with their reason, ready to be corrected. */
export function PasteIntoCart(): ReactNode {
  const t = useTexts(cartTexts);
  const draft = useDraft<string>('cart.paste');
  const [text, setText] = useState(draft.found ?? '');
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const paste = useDo(pasteToCart);
  const write = (value: string) => {
    setText(value);
    draft.put(value);
  };
  async function add(): Promise<void> {
    const reply = await paste.run({ body: { text } });
    if (reply === null) return;
    setPasted(reply);
    // What was added leaves the box; what was refused stays to be corrected.
    const kept = reply.refused.map((row) => text.split(/\r\n|\r|\n/)[row.row - 1] ?? '').join('\n');
    setText(kept);
    if (kept === '') draft.drop();
    else draft.put(kept);
  }
  return (
    <Section title={t.pasteTitle}>
      <p className="dl-soft">{t.pasteHelp}</p>
      <ProblemAlert problem={paste.problem} />
      {pasted === null ? null : <PasteReport pasted={pasted} />}
      <Input.TextArea
        aria-label={t.pasteLabel}
        rows={4}
        value={text}
        maxLength={200_000}
        onChange={(event) => write(event.target.value)}
      />
      <div className="dl-actions dl-after">
        <Button
          type="primary"
          disabled={text.trim() === ''}
          loading={paste.pending}
          onClick={() => void add()}
        >
          {t.pasteAdd}
        </Button>
      </div>
      <UploadBox
        endpoint={uploadToCart}
        accept={['.xlsx']}
        maxMb={10}
        hint={t.uploadHint}
        onDone={(reply) => setPasted(reply)}
      />
    </Section>
  );
}

function PasteReport({ pasted }: { readonly pasted: Pasted }): ReactNode {
  const t = useTexts(cartTexts);
  const say = useSay();
  return (
    <Alert
      type={pasted.refused.length === 0 ? 'success' : 'warning'}
      showIcon
      title={t.pasted(pasted.added, pasted.refused.length)}
      description={
        pasted.refused.length === 0 ? undefined : (
          <ul className="dl-plain-list">
            {pasted.refused.slice(0, 50).map((row) => (
              <li key={row.row}>
                {t.rowRefused(row.row)}：{say(row.problemText)} <small className="dl-soft">{row.text}</small>
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
