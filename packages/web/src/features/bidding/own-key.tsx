import { giveOwnKey } from '@daylight/api/bidding.ts';
import { readSealedBids } from '@daylight/api/bidding-opening.ts';
import type { KeyPair } from '@daylight/seal/keys.ts';
import { ownKey } from '@daylight/seal/open.ts';
import type { SealedBid } from '@daylight/seal/sealed-bid.ts';
import { Alert } from 'antd';
import { type ReactNode, useState } from 'react';
import { call } from '../../api.ts';
import { useDo } from '../../ask.ts';
import { useNow } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Bidding } from './bid-page.tsx';
import { KeyChoice } from './key-box.tsx';
import { texts } from './texts.ts';

/** The own sealed bid, out of the public ones: pages are few, since a round has some hundred bids at most. */
async function ownSealed(tenderId: string, province: number, bidId: string): Promise<SealedBid | null> {
  let after: string | undefined;
  do {
    const page = await call(readSealedBids, {
      params: { tenderId },
      query: { province, limit: 50, ...(after === undefined ? {} : { after }) },
    });
    const found = page.items.find((each) => each.bidId === bidId);
    if (found !== undefined) return found.sealed;
    after = page.next ?? undefined;
  } while (after !== undefined);
  return null;
}

/** The second path: shown while the bidder is asked for it. */
export function OwnKeySection({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(texts);
  const now = useNow(1000);
  const actor = useActor();
  const give = useDo(giveOwnKey);
  const [fault, setFault] = useState(false);
  const ask = bidding.ownKey;
  if (ask === null || ask.isOpen || now < ask.fromAt || now >= ask.dueAt) return null;
  const open = async (key: KeyPair): Promise<void> => {
    const sealed = await ownSealed(bidding.id, actor?.province ?? 0, ask.bidId);
    const content = sealed === null ? null : await ownKey(sealed, key.identity);
    setFault(content === null || !content.ok);
    if (content?.ok === true)
      await give.run({ params: { tenderId: bidding.id }, body: { key: content.value } });
  };
  return (
    <Section title={t.ownOpen} extra={<Deadline dueAt={ask.dueAt} />}>
      {ask.given ? (
        <Alert type="success" showIcon title={t.ownGiven} />
      ) : (
        <>
          <Alert type="warning" showIcon title={t.ownOpenWhy} className="dl-bid-gap" />
          <KeyChoice label={t.openMine} onKey={open} />
          {fault ? <Alert type="error" showIcon title={t.keyDoesNotOpen} /> : null}
          <ProblemAlert problem={give.problem} />
        </>
      )}
    </Section>
  );
}
