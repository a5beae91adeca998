// screen: GY-4.3a, SX-3.3
import { listAgreements } from '@daylight/api/agreement.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { SignTexts } from './sign-texts.tsx';
import { type AgreementItem, agreementStates, agreementTone } from './states.ts';
import { texts } from './texts.ts';

/** Contracts of one's side; those that wait for one's signature are signed together. */
export function AgreementListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const [{ tenderId }] = useSearch();
  const isParty = actor?.kind === 'institution' || actor?.kind === 'manufacturer';
  return (
    <>
      <PageHead title={t.agreements} note={t.note} />
      <DataTable<typeof listAgreements>
        id="agreements"
        endpoint={listAgreements}
        query={tenderId === undefined ? {} : { tenderId }}
        filters={[
          { kind: 'search', name: 'search', label: t.search },
          choice('state', t.state, t.states, agreementStates),
          ...(isParty ? [{ kind: 'flag', name: 'mine', label: t.mine } as const] : []),
        ]}
        columns={useColumns()}
        href={(row) => `/agreements/${row.id}`}
        tone={(row) => (row.isOverdue ? 'danger' : null)}
        above={(reply) => (isParty ? <p className="dl-soft">{t.toSign(reply.toSign)}</p> : null)}
        empty={{ title: t.none, help: t.noneHelp }}
        bulk={
          may('agreement.sign')
            ? (rows, clear) => {
                const mine = rows.filter((row) => row.mine);
                return (
                  <SignTexts
                    label={t.signMany(mine.length)}
                    toSign={mine.map(({ id, amendment, contentHash }) => ({
                      agreementId: id,
                      amendment,
                      contentHash,
                    }))}
                    done={clear}
                    button={{ disabled: mine.length === 0 }}
                  />
                );
              }
            : undefined
        }
      />
    </>
  );
}

function useColumns(): readonly Column<AgreementItem>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const institution: Column<AgreementItem> = {
    key: 'institution',
    title: t.institution,
    text: (row) => row.institution.name,
    render: (row) => row.institution.name,
  };
  const manufacturer: Column<AgreementItem> = {
    key: 'manufacturer',
    title: t.manufacturer,
    text: (row) => row.manufacturer.name,
    render: (row) => row.manufacturer.name,
  };
  const parties =
    actor?.kind === 'institution'
      ? [manufacturer]
      : actor?.kind === 'manufacturer'
        ? [institution]
        : [institution, manufacturer];
  return [
    {
      key: 'number',
      title: t.number,
      nowrap: true,
      card: 'title',
      text: (row) => row.number,
      render: (row) => row.number,
    },
    { key: 'round', title: t.round, text: (row) => row.tender.title, render: (row) => row.tender.title },
    ...parties,
    {
      key: 'amount',
      title: t.amount,
      unit: '元',
      align: 'right',
      text: (row) => row.amount,
      render: (row) => <MoneyText amount={row.amount} />,
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.states[row.state],
      render: (row) => (
        <>
          <StateTag tone={agreementTone[row.state]}>{t.states[row.state]}</StateTag>
          {row.isOverdue ? <StateTag tone="danger">{t.overdue}</StateTag> : null}
          {row.amendment > 0 ? <StateTag tone="waiting">{t.amendmentWaits}</StateTag> : null}
        </>
      ),
    },
    {
      key: 'signedBy',
      title: t.signedBy,
      text: (row) => row.signedBy.map((side) => t[side]).join('、'),
      render: (row) =>
        row.signedBy.length === 0 ? t.nobody : row.signedBy.map((side) => t[side]).join('、'),
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) => (row.due === null ? null : <Deadline {...row.due} compact />),
    },
  ];
}
