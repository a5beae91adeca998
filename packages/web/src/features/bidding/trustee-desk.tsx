import { giveKey, proveKey, releaseShares, reportLostKey } from '@daylight/api/bidding-opening.ts';
import { readBoxes } from '@daylight/api/bidding-quoting.ts';
import type { CallOf } from '@daylight/api/endpoint.ts';
import { type KeyPair, openBox } from '@daylight/seal/keys.ts';
import { textOf } from '@daylight/seal/bytes.ts';
import { releaseShare } from '@daylight/seal/open.ts';
import { Alert, App } from 'antd';
import { type ReactNode, useState } from 'react';
import { call } from '../../api.ts';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useUndertaking } from '../tender/undertaking-text.tsx';
import { KeyChoice, NewKey } from './key-box.tsx';
import type { Opening } from './opening-page.tsx';
import { openingTexts } from './opening-texts.ts';

type Trustee = Opening['trustees'][number];
interface DeskProps {
  readonly opening: Opening;
  readonly mine: Trustee;
}

/** What the person who holds a share does: make a key, prove it, release. */
export function TrusteeDesk({ opening }: { readonly opening: Opening }): ReactNode {
  const mine = opening.trustees.find((each) => each.mine);
  if (mine === undefined) return null;
  if (opening.state === 'opening' && mine.releasedAt === null && mine.lostAt === null)
    return <Release opening={opening} mine={mine} />;
  if (opening.closedAt !== null) return null;
  return <Ceremony opening={opening} mine={mine} />;
}

function Ceremony({ opening, mine }: DeskProps): ReactNode {
  const t = useTexts(openingTexts);
  const give = useDo(giveKey);
  const prove = useDo(proveKey);
  const lost = useDo(reportLostKey);
  const [box, setBox] = useState<string | null>(null);
  const params = { tenderId: opening.id };
  const undertaking = useUndertaking(opening.id, 'trustee');
  const begun = opening.terms?.hash !== null && opening.terms !== null;
  const answer = async (key: KeyPair): Promise<void> => {
    // After a reload the box is asked for again, with the key of the file.
    const own =
      box ??
      (await give.run({ params, body: { recipient: key.recipient, undertaking: undertaking.version } }))
        ?.testBox ??
      null;
    const opened = own === null ? null : await openBox(key.identity, own);
    const fresh =
      own !== null && opened === null
        ? await give.run({ params, body: { recipient: key.recipient, undertaking: undertaking.version } })
        : null;
    const content = opened ?? (fresh === null ? null : await openBox(key.identity, fresh.testBox));
    if (content !== null) await prove.run({ params, body: { answer: textOf(content) } });
  };
  return (
    <Section
      title={t.myKey}
      extra={
        mine.proven && mine.lostAt === null ? (
          <ConfirmEffect
            label={t.lost}
            title={t.lost}
            effects={[t.lostEffect]}
            confirm={t.lost}
            askReason="needed"
            run={({ reason }) => lost.run({ params, body: { note: reason } })}
            pending={lost.pending}
            problem={lost.problem}
            button={{ danger: true }}
          />
        ) : null
      }
    >
      {mine.proven ? (
        <Alert type="success" showIcon title={t.proven} />
      ) : begun ? (
        <p>{t.keysFixed}</p>
      ) : !undertaking.ready ? null : (
        <>
          <p className="dl-soft">{t.myKeyNote}</p>
          {undertaking.text}
          <NewKey
            of={{ kind: 'trustee', round: opening.number, owner: mine.id }}
            label={t.makeKey}
            onMade={async (recipient) => {
              const reply = await give.run({ params, body: { recipient, undertaking: undertaking.version } });
              setBox(reply?.testBox ?? null);
            }}
          />
          <h3 className="dl-bid-part">{t.prove}</h3>
          <p className="dl-soft">{t.proveNote}</p>
          <KeyChoice label={t.prove} onKey={answer} />
          <ProblemAlert problem={give.problem ?? prove.problem} />
        </>
      )}
    </Section>
  );
}

type Shares = NonNullable<CallOf<typeof releaseShares>['body']>['shares'];

/** Every bid's share out of its box, here on this page; what the box does not give is said too. */
async function sharesOf(opening: Opening, trustee: string, key: KeyPair): Promise<Shares> {
  const shares: Shares = [];
  let after: string | undefined;
  do {
    const page = await call(readBoxes, {
      params: { tenderId: opening.id },
      query: { limit: 50, ...(after === undefined ? {} : { after }) },
    });
    for (const { bidId, sealed } of page.items) {
      const share = await releaseShare(sealed, trustee, key.identity);
      if (share.ok) shares.push({ bidId, share: share.value.share, finding: 'released' });
      else
        shares.push({
          bidId,
          share: null,
          finding: share.code === 'seal.boxDiffers' ? 'boxDiffers' : 'keyDoesNotOpen',
        });
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return shares;
}

function Release({ opening, mine }: DeskProps): ReactNode {
  const t = useTexts(openingTexts);
  const { message } = App.useApp();
  const release = useDo(releaseShares);
  const lost = useDo(reportLostKey);
  const [other, setOther] = useState(false);
  const params = { tenderId: opening.id };
  const run = async (key: KeyPair): Promise<void> => {
    setOther(key.recipient !== mine.recipient);
    if (key.recipient !== mine.recipient) return;
    const shares = await sharesOf(opening, mine.id, key);
    const reply = await release.run({ params, body: { shares } });
    if (reply !== null) void message.success(t.releaseDone(reply.good, reply.wrong, reply.without));
  };
  return (
    <Section
      title={t.release}
      extra={
        <ConfirmEffect
          label={t.lost}
          title={t.lost}
          effects={[t.lostEffect]}
          confirm={t.lost}
          askReason="needed"
          run={({ reason }) => lost.run({ params, body: { note: reason } })}
          pending={lost.pending}
          problem={lost.problem}
          button={{ danger: true }}
        />
      }
    >
      <p className="dl-soft">{t.releaseNote}</p>
      <KeyChoice label={t.release} made={{ kind: 'trustee', round: opening.number }} onKey={run} />
      {other ? <Alert type="error" showIcon title={t.otherKey} /> : null}
      <ProblemAlert problem={release.problem} />
    </Section>
  );
}
