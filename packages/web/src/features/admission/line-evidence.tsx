import type { ConditionFinding } from '@daylight/rules/admission/precheck.ts';
import { whyNotWords } from '@daylight/api/admission-words.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { DateText, MoneyText, UnitPrice } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { Names } from './precheck-view.tsx';
import { texts } from './texts.ts';
import type { ShownLine } from './types.ts';

type PriceRecord = ShownLine['facts']['records'][number];
type Filing = ShownLine['facts']['filings'][number];

interface Given {
  readonly finding: ConditionFinding;
  readonly line: ShownLine;
  readonly names: Names;
  readonly withLink: boolean;
  /** Records that are decided on beside the line. */
  readonly here: readonly string[];
}

/** The evidence beside its condition: price records under the lowest price, filings under the filings. */
export function LineEvidence({ finding, line, names, withLink, here }: Given): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { records, filings } = line.facts;
  if (finding.kind === 'lowestPrice' && records.length > 0) {
    const waiting = records.some(({ id, state }) => state === 'entered' && !here.includes(id));
    return (
      <details open={withLink && waiting}>
        <summary>
          {t.records}
          {m.open}
          {records.length}
          {m.close}
        </summary>
        <Records line={line} names={names} />
        {withLink && waiting ? (
          <Go to={`/price-records?state=entered&code=${line.product.itemCode}`}>{t.verifyThere}</Go>
        ) : null}
      </details>
    );
  }
  if (finding.kind === 'records' && filings.length > 0)
    return (
      <details>
        <summary>
          {t.filings}
          {m.open}
          {filings.length}
          {m.close}
        </summary>
        <Filings filings={filings} />
      </details>
    );
  return null;
}

function Records({ line, names }: Pick<Given, 'line' | 'names'>): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const whys = new Map(
    line.finding.conditions
      .flatMap((condition) => condition.tallies)
      .flatMap((tally) => tally.notCounted)
      .map((each) => [each.id, each.reason] as const),
  );
  const columns: readonly Column<PriceRecord>[] = [
    {
      key: 'place',
      title: t.recordPlace,
      card: 'title',
      render: (row) => (
        <TwoLines below={row.document}>{names.get(row.jurisdiction) ?? row.jurisdiction}</TwoLines>
      ),
    },
    { key: 'kind', title: t.recordKind, render: (row) => t.recordKinds[row.kind] },
    {
      key: 'price',
      title: t.recordPrice,
      align: 'right',
      render: (row) => (
        <UnitPrice
          price={row.price}
          purchaseUnit={row.purchaseUnit}
          smallestUnit={line.smallestUnit}
          perPurchaseUnit={row.unitsPerPurchaseUnit}
        />
      ),
    },
    {
      key: 'term',
      title: t.recordTerm,
      render: (row) =>
        row.effectiveTo === null ? t.since(row.effectiveFrom) : `${row.effectiveFrom} – ${row.effectiveTo}`,
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      render: (row) => {
        const why = whys.get(row.id);
        return (
          <>
            <StateTag
              tone={row.state === 'verified' ? 'good' : row.state === 'entered' ? 'waiting' : 'danger'}
            >
              {t.recordStates[row.state]}
            </StateTag>
            {why !== undefined && why in whyNotWords ? (
              <small className="dl-soft"> {say(whyNotWords[why as keyof typeof whyNotWords])}</small>
            ) : null}
          </>
        );
      },
    },
  ];
  return <TableView columns={columns} rows={line.facts.records} rowKey={(row) => row.id} inside />;
}

function Filings({ filings }: { readonly filings: readonly Filing[] }): ReactNode {
  const t = useTexts(texts);
  const columns: readonly Column<Filing>[] = [
    { key: 'institution', title: t.institution, card: 'title', render: (row) => row.institution },
    {
      key: 'level',
      title: t.level,
      render: (row) => t.levels[row.level as keyof typeof t.levels] ?? row.level,
    },
    { key: 'filedOn', title: t.filedOn, nowrap: true, render: (row) => <DateText at={row.filedOn} /> },
    {
      key: 'price',
      title: t.recordPrice,
      align: 'right',
      render: (row) => <MoneyText amount={row.price} />,
    },
  ];
  return <TableView columns={columns} rows={filings} rowKey={(row) => row.institutionId} inside />;
}
