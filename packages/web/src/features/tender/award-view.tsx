import type { BidOutcome, UnitOutcome } from '@daylight/rules/award/outcome.ts';
import { anchorInWords, isOfPriceGap } from '@daylight/rules/award/reason-words.ts';
import { unitName } from '@daylight/rules/award/units.ts';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Facts } from '../../ui/details.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { AllocationDrawer } from './allocation-drawer.tsx';
import type { AwardView as View } from './award-session.ts';
import { Ladder, firmText, productText } from './ladder.tsx';
import './tender.css';
import { texts } from './texts.ts';
import type { Award } from './use-award.ts';

/** An award as a person follows it: one competition unit after the other, each bid with its reasons. */
export function AwardView({ view, award }: { readonly view: View; readonly award: Award }): ReactNode {
  const t = useTexts(texts);
  const [unitId, setUnitId] = useState(view.units[0]?.unit ?? '');
  const [wanted, setWanted] = useState('');
  const [product, setProduct] = useState<string | null>(null);
  const unitName = useUnitName(view);
  const byUnit = useMemo(() => bidsByUnit(view.bids), [view.bids]);
  const unit = view.units.find((each) => each.unit === unitId);
  const found = wanted.trim() === '' ? null : foundBids(view, wanted);
  return (
    <>
      <div className="dl-tender-choose">
        <Select
          aria-label={t.unit}
          value={unitId}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(value) => {
            setUnitId(value);
            setWanted('');
          }}
          options={view.units.map((each) => ({
            value: each.unit,
            label: `${unitName(each)} · ${t.unitWinners(each.winners, byUnit.get(each.unit)?.length ?? 0)}`,
          }))}
        />
        <Input.Search
          aria-label={t.search}
          placeholder={t.search}
          allowClear
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      </div>
      {found === null ? (
        unit === undefined ? null : (
          <>
            <UnitFacts view={view} unit={unit} bids={byUnit.get(unit.unit) ?? []} />
            <Regions view={view} unit={unit.unit} />
            <Ladder
              key={unit.unit}
              view={view}
              bids={byUnit.get(unit.unit) ?? []}
              onAllocation={setProduct}
            />
          </>
        )
      ) : (
        <>
          <output>{t.found(found.length)}</output>
          <Ladder
            key={wanted}
            view={view}
            bids={found}
            unitOf={(id) => {
              const own = view.units.find((each) => each.unit === id);
              return own === undefined ? id : unitName(own);
            }}
            onAllocation={setProduct}
          />
        </>
      )}
      <AllocationDrawer view={view} product={product} award={award} onClose={() => setProduct(null)} />
    </>
  );
}

function useUnitName({ pack }: View): (unit: UnitOutcome) => string {
  const say = useSay();
  return (unit) => {
    const name = unitName(pack, unit);
    return name === null ? unit.unit : say(name);
  };
}

function bidsByUnit(bids: readonly BidOutcome[]): ReadonlyMap<string, readonly BidOutcome[]> {
  const byUnit = Map.groupBy(bids, ({ unit }) => unit);
  for (const own of byUnit.values()) own.sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity));
  return byUnit;
}
function foundBids(view: View, wanted: string): readonly BidOutcome[] {
  const text = wanted.trim().toLowerCase();
  return view.bids.filter((bid) =>
    [bid.product, productText(view, bid), bid.firm, firmText(view, bid)].some((each) =>
      each.toLowerCase().includes(text),
    ),
  );
}

interface Line {
  readonly price: string;
  readonly anchor: string;
  readonly factor: string;
  readonly base: string;
}
/** The limits of each rule of selection in a unit, and of the price gap, as its bids were measured by them. */
function linesOf(
  { pack }: View,
  bids: readonly BidOutcome[],
  nameOf: (rule: string | null) => string,
): ReadonlyMap<string, readonly Line[]> {
  const lines = new Map<string, Map<string, Line>>();
  for (const { reasons } of bids)
    for (const reason of reasons) {
      const { step, rule, facts } = reason;
      if (step !== 'rule' || facts['anchorPrice'] === undefined) continue;
      const [price, anchor, factor, base] = ['limit', 'anchor', 'factor', 'anchorPrice'].map((name) =>
        String(facts[name]),
      ) as [string, string, string, string];
      const name = nameOf(isOfPriceGap(pack, reason) ? null : rule);
      const own = lines.get(name) ?? new Map<string, Line>();
      lines.set(name, own.set(`${anchor} ${price}`, { price, anchor, factor, base }));
    }
  return new Map([...lines].map(([name, own]) => [name, [...own.values()]]));
}

function UnitFacts({
  view,
  unit,
  bids,
}: {
  readonly view: View;
  readonly unit: UnitOutcome;
  readonly bids: readonly BidOutcome[];
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const used = new Set(bids.map(({ product }) => view.products.get(product)?.category));
  const caps = view.pack.categories
    .filter(({ id }) => used.has(id))
    .map(({ name, cap }) => (cap === null ? t.noCap(say(name)) : t.cap(say(name), cap)));
  const limits = [...linesOf(view, bids, (rule) => (rule === null ? t.gap : t.limitOf(rule)))].flatMap(
    ([rule, lines]) => {
      const anchors = new Set(lines.map(({ anchor }) => anchor));
      if (lines.length > anchors.size) return [t.limitsDiffer(rule)];
      return lines.map(({ price, anchor, factor, base }) =>
        t.limit(
          rule,
          price,
          factor === '1' ? say(anchorInWords(anchor)) : `${factor} × ${say(anchorInWords(anchor))} ${base}`,
        ),
      );
    },
  );
  return (
    <Facts
      facts={[
        { name: t.caps, value: <Lines of={caps} /> },
        { name: t.limits, value: limits.length === 0 ? t.noLimits : <Lines of={limits} /> },
        { name: t.eligible, value: unit.eligibleFirms },
        { name: t.volumes, value: t.volumesWords(unit.agreed, unit.base) },
      ]}
    />
  );
}
function Lines({ of }: { readonly of: readonly string[] }): ReactNode {
  return of.map((each) => <div key={each}>{each}</div>);
}

const regionsShown = 12;
function Regions({ view, unit }: { readonly view: View; readonly unit: string }): ReactNode {
  const t = useTexts(texts);
  const [all, setAll] = useState(false);
  const own = view.regions.filter((each) => each.unit === unit);
  if (own.length === 0) return null;
  const shown = all ? own : own.slice(0, regionsShown);
  const name = (id: string | null): string => (id === null ? t.none : (view.products.get(id)?.name ?? id));
  return (
    <>
      <TableView
        inside
        label={t.regionsTitle}
        rows={shown}
        rowKey={({ region }) => region}
        columns={[
          { key: 'region', title: t.region, card: 'title', render: ({ region }) => region },
          { key: 'main', title: t.mainSupplier, render: ({ main }) => name(main) },
          { key: 'reserve', title: t.reserve, render: ({ reserve }) => name(reserve) },
        ]}
      />
      {own.length > shown.length ? (
        <Button type="link" onClick={() => setAll(true)}>
          {t.showMore(own.length - shown.length)}
        </Button>
      ) : null}
    </>
  );
}
