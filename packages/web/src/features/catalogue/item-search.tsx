// screen: HN-2, HN-8
import { type CatalogueItem, searchItems } from '@daylight/api/catalogue.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { consumableClasses } from '@daylight/rules/codes/national-code.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './texts.ts';
import './catalogue.css';

export const itemTone = { active: 'good', disabled: 'ended', transcoded: 'notice' } as const;

/** One box for codes, names, specifications, manufacturers, certificates and device identifiers. */
export function ItemSearchPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const filters: readonly Filter[] = [
    { kind: 'search', name: 'q', label: t.q, placeholder: t.qHint },
    {
      kind: 'choice',
      name: 'class',
      label: t.class,
      options: consumableClasses.map((each) => ({
        value: each.code,
        label: `C${each.code} ${say({ zh: each.nameZh, en: each.nameEn })}`,
      })),
    },
    { kind: 'search', name: 'manufacturer', label: t.manufacturer },
    {
      kind: 'choice',
      name: 'state',
      label: t.state,
      options: [
        ...(['active', 'disabled', 'transcoded'] as const).map((value) => ({
          value,
          label: t.states[value],
        })),
        { value: 'any', label: t.anyState },
      ],
    },
  ];
  return (
    <>
      <PageHead
        title={t.search}
        note={t.searchNote}
        actions={may('catalogue.import') ? <Go to="/catalogue/releases">{t.releases}</Go> : null}
      />
      <DataTable
        id="catalogue"
        endpoint={searchItems}
        filters={filters}
        rowKey={(row) => row.itemCode}
        href={(row) => `/catalogue/items/${row.itemCode}`}
        above={(reply) => <Understood understood={reply.understood} />}
        columns={[
          { key: 'product', title: t.product, card: 'title', render: (row) => row.productName },
          { key: 'specification', title: t.specification, render: (row) => row.specification },
          { key: 'model', title: t.model, nowrap: true, render: (row) => row.model },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
          { key: 'itemCode', title: t.code, nowrap: true, render: (row) => row.itemCode },
          {
            key: 'certificate',
            title: t.certificate,
            nowrap: true,
            text: (row) => row.certificate,
            render: (row) => <Certificate item={row} />,
          },
          { key: 'generic', title: t.generic, hidden: true, render: (row) => row.genericName },
          {
            key: 'class',
            title: t.classes,
            hidden: true,
            render: (row) =>
              [row.className1, row.className2, row.className3].filter((each) => each !== '').join(' › '),
          },
          {
            key: 'udi',
            title: t.udi,
            hidden: true,
            nowrap: true,
            render: (row) => row.deviceIdentifier ?? '',
          },
          stateColumn(t.state, t.states, itemTone),
        ]}
        empty={{ title: t.noItems, help: t.noItemsHelp }}
      />
    </>
  );
}

export function Certificate({
  item,
}: {
  readonly item: Pick<CatalogueItem, 'certificate' | 'certificateFlag'>;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      {item.certificate}{' '}
      {item.certificateFlag === null ? null : <StateTag tone="warning">{t.dirty}</StateTag>}
    </>
  );
}

type Understanding = ReplyOf<typeof searchItems>['understood'];

/** What the typed words were taken for, so that nobody wonders why C15 is a class and no model. */
function Understood({ understood }: { readonly understood: Understanding }): ReactNode {
  const t = useTexts(texts);
  const { codePrefix, certificate, deviceIdentifier, words, ignored } = understood;
  const parts = [
    ...(codePrefix === null ? [] : [`${t.understoodCode} ${codePrefix}`]),
    ...(certificate === null ? [] : [`${t.understoodCertificate} ${certificate}`]),
    ...(deviceIdentifier === null ? [] : [`${t.understoodUdi} ${deviceIdentifier}`]),
    ...words.map((word) => `${t.understoodWord} ${word}`),
    ...ignored.map((word) => t.ignored(word)),
  ];
  if (parts.length === 0) return null;
  return (
    <ul className="dl-understood">
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );
}
