// screen: SX-5.4a, SX-5.4b, JS-25a, SX-3.1c
import type { VolumeAccount } from '@daylight/api/execution-shapes.ts';
import { listOthersBought, listVolumes, volumeMarksWorkbook } from '@daylight/api/execution.ts';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { ProgressView } from './progress-view.tsx';
import { volumeTexts } from './texts.ts';
import { VolumeBar } from './volume-bar.tsx';

const views = ['open', 'behind', 'ended', 'toExplain', 'toAssess', 'counted'] as const;

/** Progress of agreed volumes with the way down to each account, and what else was bought meanwhile. */
export function VolumesPage(): ReactNode {
  const t = useTexts(volumeTexts);
  const may = useMay();
  const actor = useActor();
  const [search, setSearch] = useSearch();
  const isSeller = actor?.kind === 'manufacturer' || actor?.kind === 'distributor';
  const tab =
    search['tab'] ??
    (search['view'] === undefined && search['tenderId'] === undefined ? 'progress' : 'accounts');
  const items = [
    { key: 'progress', label: t.progress, children: tab === 'progress' ? <ProgressView /> : null },
    { key: 'accounts', label: t.accounts, children: tab === 'accounts' ? <Accounts /> : null },
    ...(isSeller ? [] : [{ key: 'others', label: t.others, children: tab === 'others' ? <Others /> : null }]),
  ];
  return (
    <>
      <PageHead
        title={t.title}
        note={t.note}
        actions={
          may('execution.assess') ? (
            <DownloadButton
              endpoint={volumeMarksWorkbook}
              what={{ query: search['tenderId'] === undefined ? {} : { tenderId: search['tenderId'] } }}
              name="assessment.xlsx"
              label={t.exportMarks}
            />
          ) : null
        }
      />
      <Tabs activeKey={tab} onChange={(key) => setSearch({ tab: key, cursor: '' })} items={items} />
    </>
  );
}

/** What narrows the accounts beside the filters: where one came down from. */
function given(search: Readonly<Record<string, string>>) {
  const names = ['tenderId', 'institutionId', 'manufacturerId', 'productId', 'area'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
}

function Accounts(): ReactNode {
  const t = useTexts(volumeTexts);
  const [search] = useSearch();
  return (
    <DataTable<typeof listVolumes>
      id="volumes"
      endpoint={listVolumes}
      query={given(search)}
      filters={[choice('view', t.view, t.views, views)]}
      columns={useAccountColumns()}
      href={(row) => `/volumes/${row.id}`}
      tone={(row) => (row.behind || row.mark === 'pending' ? 'warning' : null)}
      empty={{ title: t.none, help: t.noneHelp }}
    />
  );
}

export function AccountState({ account }: { readonly account: VolumeAccount }): ReactNode {
  const t = useTexts(volumeTexts);
  return (
    <>
      {account.state === 'open' ? (
        <StateTag tone={account.behind ? 'warning' : 'good'}>
          {account.behind ? t.isBehind : t.onTrack}
        </StateTag>
      ) : (
        <StateTag tone="ended">{t.states[account.state]}</StateTag>
      )}
      {account.failureId === null ? null : <StateTag tone="notice">{t.substitute}</StateTag>}
      {account.mark === null ? null : (
        <StateTag
          tone={account.mark === 'counted' ? 'danger' : account.mark === 'pending' ? 'waiting' : 'plain'}
        >
          {t.marks[account.mark]}
        </StateTag>
      )}
    </>
  );
}

export function useAccountColumns(): readonly Column<VolumeAccount>[] {
  const t = useTexts(volumeTexts);
  const say = useSay();
  const actor = useActor();
  const institution: Column<VolumeAccount> = {
    key: 'institution',
    title: t.institution,
    text: (row) => row.institution.name,
    render: (row) => <TwoLines below={say(row.area)}>{row.institution.name}</TwoLines>,
  };
  const quantity = (key: 'agreed' | 'accepted' | 'ordered' | 'remaining'): Column<VolumeAccount> => ({
    key,
    title: t[key],
    align: 'right',
    text: (row) => row[key],
    render: (row) => <QuantityText count={row[key]} unit={row.unit} />,
  });
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => row.product,
      render: (row) => (
        <TwoLines below={`${row.tender.number} · ${row.itemName} · ${row.manufacturer.name}`}>
          {row.product}
        </TwoLines>
      ),
    },
    ...(actor?.kind === 'institution' ? [] : [institution]),
    {
      key: 'progress',
      title: t.progress,
      text: (row) => String(row.percent ?? ''),
      render: (row) => <VolumeBar percent={row.percent} termPercent={row.termPercent} behind={row.behind} />,
    },
    quantity('agreed'),
    quantity('accepted'),
    quantity('ordered'),
    quantity('remaining'),
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.states[row.state],
      render: (row) => <AccountState account={row} />,
    },
  ];
}

function Others(): ReactNode {
  const t = useTexts(volumeTexts);
  return (
    <DataTable
      id="volume-others"
      endpoint={listOthersBought}
      above={() => <p className="dl-soft">{t.othersNote}</p>}
      columns={[
        {
          key: 'product',
          title: t.product,
          card: 'title',
          text: (row) => row.product,
          render: (row) => <TwoLines below={row.manufacturer}>{row.product}</TwoLines>,
        },
        { key: 'institution', title: t.institution, render: (row) => row.institution },
        {
          key: 'order',
          title: t.order,
          text: (row) => row.orderNumber,
          render: (row) => (
            <>
              <Go to={`/orders/${row.orderId}`}>{row.orderNumber}</Go>
              <br />
              <DateText at={row.placedAt} />
            </>
          ),
        },
        {
          key: 'quantity',
          title: t.quantity,
          align: 'right',
          render: (row) => `${row.quantity} ${row.purchaseUnit}`,
        },
        {
          key: 'amount',
          title: t.amount,
          unit: '元',
          align: 'right',
          text: (row) => row.amount,
          render: (row) => <MoneyText amount={row.amount} />,
        },
        { key: 'reason', title: t.reason, render: (row) => row.reason },
      ]}
      empty={{ title: t.othersNone }}
    />
  );
}
