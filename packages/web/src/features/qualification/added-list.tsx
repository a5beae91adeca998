// screen: JS-37, HN-15
import {
  type AddedSpecificationWire,
  checkAddedSpecification,
  confirmAddedSpecification,
  listAddedSpecifications,
  withdrawAddedSpecification,
} from '@daylight/api/added-specification.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { UnitPrice } from '../../ui/numbers.tsx';
import { PathState } from './parts.tsx';
import { pathTone, texts } from './texts.ts';

/** Missing specifications that are asked for, with the listed product beside. */
export function AddedListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const own = may('qualification.declare') && actor?.kind === 'manufacturer';
  return (
    <>
      <PageHead
        title={t.added}
        note={t.addedNote}
        actions={
          own ? (
            <Go to="/added-specifications/new">
              <Button type="primary">{t.ownAdd}</Button>
            </Go>
          ) : undefined
        }
      />
      <DataTable<typeof listAddedSpecifications>
        id="added-specifications"
        endpoint={listAddedSpecifications}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (Object.keys(pathTone) as (keyof typeof pathTone)[]).map((value) => ({
              value,
              label: t.pathStates[value],
            })),
          },
          { kind: 'flag', name: 'mine', label: t.mine },
        ]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification} ${row.model}`,
            render: (row) => (
              <TwoLines below={row.itemCode}>
                {row.productName} {row.specification} {row.model}
              </TwoLines>
            ),
          },
          {
            key: 'organisation',
            title: t.enterprise,
            text: (row) => row.organisation.name,
            render: (row) => row.organisation.name,
          },
          {
            key: 'price',
            title: t.price,
            unit: '元',
            align: 'right',
            text: (row) => row.price,
            render: (row) => (
              <UnitPrice
                price={row.price}
                purchaseUnit={row.purchaseUnit}
                smallestUnit={row.smallestUnit}
                perPurchaseUnit={row.unitsPerPurchaseUnit}
              />
            ),
          },
          {
            key: 'beside',
            title: t.besidePrice,
            unit: '元',
            align: 'right',
            text: (row) => row.listing.price,
            render: (row) => (
              <TwoLines below={row.listing.number}>
                <UnitPrice
                  price={row.listing.price}
                  purchaseUnit={row.listing.purchaseUnit}
                  smallestUnit={row.smallestUnit}
                  perPurchaseUnit={row.listing.unitsPerPurchaseUnit}
                />
              </TwoLines>
            ),
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.pathStates[row.state],
            render: (row) => (
              <>
                <PathState state={row.state} />
                <small className="dl-soft">{row.decided?.note ?? ''}</small>
              </>
            ),
          },
          { key: 'steps', title: '', text: () => '', render: (row) => <Steps row={row} /> },
        ]}
        expand={(row) => (
          <>
            <p>
              {t.certificate} {row.certificate} · {row.reason}
            </p>
            <EvidenceList files={row.files} />
          </>
        )}
        empty={{ title: t.addedEmpty }}
      />
    </>
  );
}

function Steps({ row }: { readonly row: AddedSpecificationWire }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const touches = ['listing'];
  const check = useDo(checkAddedSpecification);
  const confirm = useDo(confirmAddedSpecification, { touches });
  const withdraw = useDo(withdrawAddedSpecification);
  const params = { requestId: row.id };
  const { version, may } = row;
  const returning = row.state === 'submitted' ? check : confirm;
  const passing = may.includes('check') ? 'check' : may.includes('confirm') ? 'confirm' : null;
  const pass = passing === 'check' ? check : confirm;
  if (row.newListingId !== null) return <Go to={`/listings/${row.newListingId}`}>{t.newListing}</Go>;
  return (
    <span className="dl-actions">
      {passing === null ? null : (
        <ConfirmEffect
          label={t[passing]}
          title={`${t[passing]}${m.colon}${row.number}`}
          effects={passing === 'check' ? [t.checkEffect] : t.addedEffects}
          confirm={t[passing]}
          askReason="optional"
          run={({ reason }) => pass.run({ params, body: { pass: true, note: reason, version } })}
          pending={pass.pending}
          problem={pass.problem}
          button={{ type: 'primary', size: 'small' }}
        />
      )}
      {may.includes('return') ? (
        <ConfirmEffect
          label={t.return}
          title={`${t.return}${m.colon}${row.number}`}
          effects={[t.returnEffect]}
          confirm={t.return}
          askReason="needed"
          run={({ reason }) => returning.run({ params, body: { pass: false, note: reason, version } })}
          pending={returning.pending}
          problem={returning.problem}
          button={{ size: 'small' }}
        />
      ) : null}
      {may.includes('withdraw') ? (
        <ConfirmEffect
          label={t.withdraw}
          title={`${t.withdraw}${m.colon}${row.number}`}
          effects={[t.withdrawEffect]}
          confirm={t.withdraw}
          run={() => withdraw.run({ params, body: { version } })}
          pending={withdraw.pending}
          problem={withdraw.problem}
          button={{ size: 'small' }}
        />
      ) : null}
    </span>
  );
}
