import {
  type UserRequest,
  approveRequest,
  listRequests,
  refuseRequest,
} from '@daylight/api/account-users.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePositions } from './positions.tsx';
import { texts } from './texts.ts';

/** Changes to accounts that wait for a second person. */
export function RequestList(): ReactNode {
  const t = useTexts(texts);
  const positions = usePositions();
  return (
    <DataTable
      id="account-requests"
      endpoint={listRequests}
      noExport
      columns={[
        {
          key: 'account',
          title: t.account,
          card: 'title',
          render: (row) => (
            <>
              <strong>{row.account.name}</strong> <span className="dl-soft">{row.account.login}</span>
              <div className="dl-soft">{row.organisation.name}</div>
            </>
          ),
        },
        {
          key: 'kind',
          title: t.event,
          render: (row) => <StateTag tone="waiting">{t.kinds[row.kind]}</StateTag>,
        },
        {
          key: 'roles',
          title: t.roles,
          render: (row) => (
            <>
              <div>{t.from(positions.names(row.organisation.kind, row.account.roles))}</div>
              {row.roles === null || row.kind !== 'roles' ? null : (
                <div>{t.to(positions.names(row.organisation.kind, row.roles))}</div>
              )}
            </>
          ),
        },
        {
          key: 'enteredBy',
          title: t.enteredBy,
          render: (row) => (
            <>
              {row.enteredBy.name} <DateText at={row.enteredAt} time />
            </>
          ),
        },
        { key: 'decide', title: '', render: (row) => <Decide request={row} /> },
      ]}
      empty={{ title: t.noRequests }}
    />
  );
}

function Decide({ request }: { readonly request: UserRequest }): ReactNode {
  const t = useTexts(texts);
  const approve = useDo(approveRequest);
  const refuse = useDo(refuseRequest);
  const params = { requestId: request.id };
  if (!request.mayDecide)
    return <span className="dl-soft">{request.whyNot === null ? '' : t.whyNot[request.whyNot]}</span>;
  return (
    <Space wrap>
      <ConfirmEffect
        label={t.approve}
        title={t.approveTitle(request.account.name)}
        effects={[t.approveEffects[request.kind]]}
        confirm={t.approve}
        button={{ type: 'primary' }}
        run={() => approve.run({ params })}
        pending={approve.pending}
        problem={approve.problem}
      />
      <ConfirmEffect
        label={t.refuse}
        title={t.refuseTitle(request.account.name)}
        effects={[t.refuseEffect]}
        confirm={t.refuse}
        askReason="needed"
        run={({ reason }) => refuse.run({ params, body: { note: reason } })}
        pending={refuse.pending}
        problem={refuse.problem}
      />
    </Space>
  );
}
