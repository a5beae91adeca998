// screen: JS-11, JS-11A, JS-11B, JS-11C, JS-12, HN-5
import { readBargain } from '@daylight/api/bargain.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText, UnitPrice } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag, ZoneTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { ZonePanel } from '../supervision/zone-panel.tsx';
import { InstitutionActions, MakerActions, VerifyActions } from './actions.tsx';
import './bargain.css';
import { EvidenceSection } from './evidence.tsx';
import { JoinPool } from './pool-list.tsx';
import { stateTone } from './states.ts';
import { texts } from './texts.ts';

export type BargainView = ReplyOf<typeof readBargain>;

/** One bargain: who is next until when, the offers as a conversation, and what this side can do in two clicks. */
export function BargainDetailsPage(): ReactNode {
  const bargainId = useParam('bargainId');
  const { data, error, refetch } = useAsk(readBargain, { params: { bargainId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <BargainDetails bargain={data} />;
}

function BargainDetails({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  const facts = useFacts(bargain);
  const { state, product } = bargain;
  return (
    <Details
      title={`${product.productName} ${product.specification}`}
      above={{ to: '/bargains', title: t.bargains }}
      state={<StateTag tone={stateTone[state]}>{t.states[state]}</StateTag>}
      note={bargain.number}
      actions={<Actions bargain={bargain} />}
      next={<Next bargain={bargain} />}
      facts={facts}
    >
      <Section title={t.conversation}>
        <Conversation bargain={bargain} />
      </Section>
      <EvidenceSection bargain={bargain} />
      {bargain.zoneFinding === null ? null : (
        <Section title={t.zone}>
          <ZonePanel
            finding={bargain.zoneFinding}
            smallestUnit={product.smallestUnit}
            chart
            submitted
            appeal={{ listingId: product.listingId, bargainId: bargain.id }}
          />
        </Section>
      )}
      {bargain.pooled ? <Members bargain={bargain} /> : null}
    </Details>
  );
}

function Actions({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const actor = useActor();
  if (bargain.role === 'manufacturer') return <MakerActions bargain={bargain} />;
  if (bargain.role === 'initiator' || bargain.role === 'member')
    return <InstitutionActions bargain={bargain} />;
  if (actor?.kind === 'institution' && bargain.state === 'joining') return <JoinPool row={bargain} />;
  return actor?.kind === 'bureau' ? <VerifyActions bargain={bargain} /> : null;
}

function Next({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  const { state, turn, due, agreedPrice, outcomeBasis } = bargain;
  if (outcomeBasis !== null) {
    return (
      <>
        {t.states[state]} {agreedPrice === null ? null : <MoneyText amount={agreedPrice} unit strong />}{' '}
        <Article basis={outcomeBasis} />
      </>
    );
  }
  return (
    <>
      {state === 'joining' ? t.nextSteps.joining : turn === null ? null : t.nextSteps[turn]}{' '}
      {due === null ? null : <Deadline dueAt={due.dueAt} provisional={due.provisional} basis={due.basis} />}
    </>
  );
}

function useFacts(bargain: BargainView): Fact[] {
  const t = useTexts(texts);
  const { product } = bargain;
  const price = (amount: string | null) => (
    <UnitPrice
      price={amount}
      purchaseUnit={product.purchaseUnit}
      smallestUnit={product.smallestUnit}
      perPurchaseUnit={product.unitsPerPurchaseUnit}
    />
  );
  return [
    { name: t.offer, value: price(bargain.price) },
    { name: t.counter, value: price(bargain.counterPrice) },
    { name: t.listingPrice, value: price(product.listingPrice) },
    { name: t.agreedPrice, value: price(bargain.agreedPrice) },
    { name: t.quantity, value: <QuantityText count={bargain.quantity} unit={product.purchaseUnit} /> },
    { name: t.kind, value: t.kinds[bargain.kind] },
    { name: t.institution, value: bargain.institution.name },
    { name: t.manufacturer, value: bargain.manufacturer.name },
    { name: t.code, value: product.itemCode },
    { name: t.openedAt, value: <DateText at={bargain.openedAt} time /> },
    { name: t.roundsLeft, value: String(bargain.roundsLeft) },
  ];
}

/** Both sides' offers, one after the other, like the talk that it is. */
function Conversation({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  return (
    <ol className="dl-talk">
      {bargain.offers.map((offer) => (
        <li key={offer.round} data-side={offer.side}>
          <div className="dl-talk-head">
            <strong>
              {offer.side === 'institution'
                ? t.offered(offer.organisation.name)
                : t.countered(offer.organisation.name)}
            </strong>{' '}
            <DateText at={offer.at} time />
          </div>
          <div className="dl-talk-price">
            <MoneyText amount={offer.price} unit strong />
            {offer.kind === null ? null : <span>{t.kinds[offer.kind]}</span>}
            {offer.zone === null || offer.zone === 'none' ? null : <ZoneTag zone={offer.zone} />}
          </div>
          {offer.note === '' ? null : <p>{offer.note}</p>}
        </li>
      ))}
    </ol>
  );
}

function Members({ bargain }: { readonly bargain: BargainView }): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={t.memberList}>
      <ul className="dl-members">
        {bargain.memberList.map((member) => (
          <li key={member.institution.id}>
            {member.institution.name} ·{' '}
            <QuantityText count={member.quantity} unit={bargain.product.purchaseUnit} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
