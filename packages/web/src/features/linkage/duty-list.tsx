// screen: JS-13a, JS-13c
import { type DutyItem, listPriceDuties } from '@daylight/api/linkage-duty.ts';
import { dutyStates } from '@daylight/rules/linkage/duty.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { useActor, useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { moneyText } from '../../ui/format.ts';
import { dutyTexts, dutyTone } from './duty-texts.ts';
import './linkage.css';

/** New lowest prices that have to be declared, with their clocks. */
export function DutyListPage(): ReactNode {
  const t = useTexts(dutyTexts);
  const may = useMay();
  const go = useGo();
  const placeName = useJurisdictionName();
  const isFirm = useActor()?.kind === 'manufacturer';
  return (
    <>
      <PageHead
        title={t.title}
        note={isFirm ? t.noteFirm : t.noteBureau}
        actions={
          may('linkage.declare') ? (
            <Button onClick={() => go('/price-declarations/new')}>{t.declareOwn}</Button>
          ) : undefined
        }
      />
      <DataTable<typeof listPriceDuties>
        id="price-duties"
        endpoint={listPriceDuties}
        filters={[
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['mine', 'running', 'ended'] as const).map((value) => ({
              value,
              label: t.shows[value],
            })),
          },
          choice('state', t.state, t.states, dutyStates),
        ]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => `${row.product.productName} ${row.product.specification}`,
            render: (row) => (
              <TwoLines below={`${row.product.specification} · ${row.number}`}>
                {row.product.productName}
              </TwoLines>
            ),
          },
          ...(isFirm
            ? []
            : [
                {
                  key: 'manufacturer',
                  title: t.manufacturer,
                  text: (row: DutyItem) => row.manufacturer.name,
                  render: (row: DutyItem) => row.manufacturer.name,
                },
              ]),
          {
            key: 'directory',
            title: t.directory,
            text: (row) => placeName(row.jurisdiction),
            render: (row) => placeName(row.jurisdiction),
          },
          {
            key: 'price',
            title: t.fromTo,
            unit: '元',
            align: 'right',
            text: (row) => `${row.listingPrice} → ${row.price}`,
            render: (row) => (
              <span className="dl-number">
                {moneyText(row.listingPrice)} → <strong>{moneyText(row.price)}</strong>
              </span>
            ),
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.dueAt,
            render: (row) =>
              row.state === 'open' ? (
                <Deadline dueAt={row.dueAt} provisional={row.provisional} basis={row.basis} compact />
              ) : (
                '—'
              ),
          },
          stateColumn(t.state, t.states, dutyTone),
        ]}
        href={(row) => `/price-duties/${row.id}`}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
