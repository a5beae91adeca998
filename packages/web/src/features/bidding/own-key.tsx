import { giveOwnKey } from '@daylight/api/bidding.ts';
import type { KeyPair } from '@daylight/seal/keys.ts';
import { ownKey } from '@daylight/seal/open.ts';
import { Alert } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useNow } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Bidding } from './bid-page.tsx';
import { KeyChoice } from './key-box.tsx';
import { texts } from './texts.ts';

/** The second path: shown while the bidder is asked for it. */
export function OwnKeySection({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(texts);
  const now = useNow(1000);
  const give = useDo(giveOwnKey);
  const [fault, setFault] = useState(false);
  const ask = bidding.ownKey;
  if (ask === null || ask.isOpen || now < ask.fromAt || now >= ask.dueAt) return null;
  const open = async (key: KeyPair): Promise<void> => {
    const content = await ownKey(ask.sealed, key.identity);
    setFault(!content.ok);
    if (content.ok) await give.run({ params: { tenderId: bidding.id }, body: { key: content.value } });
  };
  return (
    <Section title={t.ownOpen} extra={<Deadline dueAt={ask.dueAt} />}>
      {ask.given ? (
        <Alert type="success" showIcon title={t.ownGiven} />
      ) : (
        <>
          <Alert type="warning" showIcon title={t.ownOpenWhy} className="dl-bid-gap" />
          <KeyChoice label={t.openMine} made={{ kind: 'bidder', round: bidding.number }} onKey={open} />
          {fault ? <Alert type="error" showIcon title={t.keyDoesNotOpen} /> : null}
          <ProblemAlert problem={give.problem} />
        </>
      )}
    </Section>
  );
}
