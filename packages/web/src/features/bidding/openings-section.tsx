import { openReasons } from '@daylight/api/bidding-words.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import { Button, Progress, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { addressOf } from '../../api.ts';
import { readSealedBids } from '@daylight/api/bidding-opening.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { Facts, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { Opening } from './opening-page.tsx';
import { openingTexts } from './opening-texts.ts';
import { roundTexts } from './rounds-texts.ts';

/** The box before the deadline: how many, and the commitments. */
export function BoxSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const isOpen = opening.state === 'measured' || opening.state === 'bidding';
  if (opening.terms === null || opening.terms.hash === null || !isOpen) return null;
  return (
    <Section title={`${t.box} · ${t.count} ${opening.commitments.length}`}>
      <p className="dl-soft">{t.boxNote}</p>
      <ul className="dl-bid-list">
        {opening.commitments.map((each) => (
          <li key={each.digest} className="dl-bid-hash">
            {each.commitment}
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Row = Opening['openings'][number];

/** The opening as it goes on: each bid with its shares, who gave a wrong one, and what came out. */
export function OpeningSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const r = useTexts(roundTexts);
  const actor = useActor();
  const [wanted, setWanted] = useState<number | null>(null);
  if (opening.openings.length === 0) return null;
  const quotings = [...new Set(opening.openings.map((each) => each.quoting))].toSorted((a, b) => a - b);
  const shown = wanted ?? quotings.at(-1) ?? 1;
  const current = opening.openings.filter((each) => each.quoting === shown);
  const done = current.filter((each) => each.outcome !== null).length;
  // Where bidders quote again, quotes are public with the result.
  const isPublic = opening.quoting.terms.rounds === 1 || hasReached(opening.state, 'published');
  const path = addressOf(readSealedBids.path, { tenderId: opening.id }, { province: actor?.province ?? 0 });
  return (
    <Section
      title={t.openingNow}
      extra={
        opening.state === 'opening' && opening.ownKeysDueAt !== null ? (
          <span>
            {t.ownKeysFrom} <DateText at={opening.ownKeysFromAt ?? opening.ownKeysDueAt} time />{' '}
            <Deadline dueAt={opening.ownKeysDueAt} compact />
          </span>
        ) : null
      }
    >
      {quotings.length < 2 ? null : (
        <Segmented
          className="dl-bid-gap"
          aria-label={r.rounds}
          value={shown}
          onChange={setWanted}
          options={quotings.map((value) => ({ value, label: r.nth(value) }))}
        />
      )}
      <Progress
        percent={current.length === 0 ? 100 : Math.floor((done / current.length) * 100)}
        aria-label={t.openingNow}
        format={() => `${done} / ${current.length}`}
      />
      <TableView
        inside
        label={t.openingNow}
        rows={opening.openings.filter((each) => each.quoting === shown)}
        rowKey={(row) => row.bidId}
        columns={[
          { key: 'bidder', title: t.bidder, card: 'title', render: (row) => row.bidder?.name ?? '—' },
          { key: 'outcome', title: t.outcome, card: 'state', render: (row) => <Outcome row={row} /> },
          {
            key: 'shares',
            title: t.shares,
            render: (row) => <Shares opening={opening} row={row} />,
          },
          {
            key: 'commitment',
            title: t.commitments,
            render: (row) => <span className="dl-bid-hash">{row.commitment}</span>,
          },
        ]}
      />
      {isPublic ? (
        <>
          <p className="dl-soft">{t.anyone}</p>
          <Button href={path} target="_blank" className="dl-bid-gap">
            {t.download}
          </Button>
        </>
      ) : (
        <p className="dl-soft">{r.notPublicYet}</p>
      )}
      <Lots opening={opening} />
    </Section>
  );
}

function Outcome({ row }: { readonly row: Row }): ReactNode {
  const t = useTexts(openingTexts);
  const say = useSay();
  if (row.outcome === null) return <StateTag tone="waiting">…</StateTag>;
  if (row.outcome === 'opened')
    return (
      <StateTag tone="good">
        {t.opened(row.lines ?? 0)}
        {row.path === 'own' ? ` · ${t.byOwn}` : ''}
        {(row.stoppedLines ?? 0) > 0 ? ` · ${t.notCounting(row.stoppedLines ?? 0)}` : ''}
      </StateTag>
    );
  return (
    <>
      <StateTag tone="danger">{t.stopped}</StateTag> {say(openReasons(row.reason ?? ''))}
    </>
  );
}

function Shares({ opening, row }: { readonly opening: Opening; readonly row: Row }): ReactNode {
  const t = useTexts(openingTexts);
  const m = useMarks();
  const names = new Map(opening.trustees.map((each) => [each.id, each.name]));
  const good = row.shares.filter((each) => each.finding === 'good').length;
  const said = { differs: t.wrongShare, boxDiffers: t.boxDiffers, keyDoesNotOpen: t.noShare } as const;
  return (
    <>
      <div>{t.waiting(good, opening.terms?.threshold ?? 0)}</div>
      {row.shares.map(({ trusteeId, finding }) =>
        finding === 'good' ? null : (
          <StateTag key={trusteeId} tone={finding === 'differs' ? 'danger' : 'warning'}>
            {names.get(trusteeId) ?? ''}
            {m.colon}
            {said[finding]}
          </StateTag>
        ),
      )}
    </>
  );
}

function Lots({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const { lots } = opening;
  if (lots === null || lots.seed === null) return null;
  return (
    <>
      <h3 className="dl-bid-part">{t.lots}</h3>
      <p className="dl-soft">{t.lotsNote}</p>
      <Facts
        facts={[
          { name: t.seedHash, value: <span className="dl-bid-hash">{lots.seedHash}</span>, wide: true },
          { name: t.seed, value: <span className="dl-bid-hash">{lots.seed}</span>, wide: true },
          {
            name: t.beacon,
            value: (
              <span className="dl-bid-hash">
                {lots.beaconPosition} {lots.beaconHash}
              </span>
            ),
            wide: true,
          },
        ]}
      />
    </>
  );
}
