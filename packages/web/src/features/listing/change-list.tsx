// screen: HN-7b, HN-15, JS-14a, JS-14b
import { type ListingChange, decideListingChange, listListingChanges } from '@daylight/api/listing.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Decision } from '../../ui/decision.tsx';
import { type Happening, PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { moneyText } from '../../ui/format.ts';
import { DateText, useYuan } from '../../ui/numbers.tsx';
import { Article } from '../../ui/why.tsx';
import { changeTone, texts } from './texts.ts';

/** Corrections and changes of state: what waits for a second person first. */
export function ChangeListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.changesTitle} note={t.changesNote} />
      <DataTable<typeof listListingChanges>
        id="listing-changes"
        endpoint={listListingChanges}
        filters={[choice('state', t.state, t.changeStates)]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification}`,
            render: (row) => (
              <>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </>
            ),
          },
          {
            key: 'manufacturer',
            title: t.manufacturer,
            text: (row) => row.manufacturer.name,
            render: (row) => row.manufacturer.name,
          },
          {
            key: 'kind',
            title: t.change,
            nowrap: true,
            text: (row) => t.changeKinds[row.kind],
            render: (row) => t.changeKinds[row.kind],
          },
          {
            key: 'price',
            title: t.price,
            align: 'right',
            text: (row) => row.price ?? '',
            render: (row) => <PriceChange change={row} />,
          },
          {
            key: 'reason',
            title: t.reason,
            text: (row) => `${t.reasons[row.reason] ?? row.reason} ${row.note}`,
            render: (row) => (
              <TwoLines below={`${row.note}（${row.evidence}）`}>
                {t.reasons[row.reason] ?? row.reason}{' '}
                {row.basis === null ? null : <Article basis={row.basis} />}
              </TwoLines>
            ),
          },
          {
            key: 'enteredBy',
            title: t.enteredBy,
            text: (row) => `${row.enteredBy} ${row.enteredAt}`,
            render: (row) => (
              <>
                {row.enteredBy} <br />
                <small className="dl-soft">
                  <DateText at={row.enteredAt} time />
                </small>
              </>
            ),
          },
          stateColumn(t.state, t.changeStates, changeTone),
          { key: 'decide', title: t.actions, text: () => '', render: (row) => <Decide change={row} /> },
        ]}
        href={(row) => `/listings/${row.listingId}`}
        empty={{ title: t.noChanges }}
      />
    </>
  );
}

function PriceChange({ change }: { readonly change: ListingChange }): ReactNode {
  if (change.price === null || change.state !== 'waiting')
    return change.price === null ? '—' : <span className="dl-number">{moneyText(change.price)}</span>;
  const now = `${moneyText(change.priceNow)}/${change.unitsNow}`;
  return (
    <span className="dl-number">
      {now} → <strong>{`${moneyText(change.price)}/${change.unitsPerPurchaseUnit}`}</strong>
    </span>
  );
}

/** Approve or send back; whoever entered it sees that somebody else has to (HN-15). */
function Decide({ change }: { readonly change: ListingChange }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const decide = useDo(decideListingChange);
  if (change.state !== 'waiting' || !may('listing.approve')) return null;
  if (change.own) return <small className="dl-soft">{t.own}</small>;
  const params = { changeId: change.id };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keeps a click on a button from opening the row
    <span className="dl-actions" onClick={(event) => event.stopPropagation()}>
      <Decision
        yes={{ label: t.approve, title: t.approveTitle, effects: [t.approveEffect], basis: change.basis }}
        no={{ label: t.reject, title: t.rejectTitle, effects: [t.rejectEffect] }}
        run={(approve, note) => decide.run({ params, body: approve ? { approve } : { approve, note } })}
        step={decide}
        size="small"
      />
    </span>
  );
}

export function useChangeHappenings(): (changes: readonly ListingChange[]) => Happening[] {
  const t = useTexts(texts);
  const yuan = useYuan();
  return (changes) =>
    changes.map((change) => ({
      id: change.id,
      at: change.decidedAt ?? change.enteredAt,
      title: `${t.changeKinds[change.kind]} · ${t.changeStates[change.state]}`,
      detail: (
        <>
          {change.price === null ? null : <>{yuan(change.price)} · </>}
          {t.reasons[change.reason] ?? change.reason} · {change.note}（{change.evidence}）<br />
          {t.enteredBy} {change.enteredBy}
          {change.decidedBy === null ? null : ` · ${t.decidedBy} ${change.decidedBy}`}
          {change.decisionNote ? ` · ${change.decisionNote}` : ''}
        </>
      ),
      tone: changeTone[change.state],
    }));
}
