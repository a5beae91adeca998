// screen: SX-5.3b, JS-35
import {
  type DeliveryRelation,
  answerRelations,
  endRelations,
  listRelations,
} from '@daylight/api/distribution.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { App, Button, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput } from '../../ui/entity-form.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { usePlaceName } from './place-name.ts';
import { relationTone, texts } from './texts.ts';

/** Relations of one's firm or jurisdiction; the two sides answer and end them here, several at once. */
export function RelationListPage(): ReactNode {
  const t = useTexts(texts);
  const kind = useActor()?.kind;
  const isSide = kind === 'manufacturer' || kind === 'distributor';
  const columns = useRelationColumns();
  return (
    <>
      <PageHead title={t.relations} note={t.relationsNote} />
      <DataTable<typeof listRelations>
        id="delivery-relations"
        endpoint={listRelations}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          choice('state', t.state, t.states),
        ]}
        columns={columns}
        {...(isSide ? { bulk: (rows, clear) => <Bulk rows={rows} clear={clear} /> } : {})}
        empty={{
          title: t.noRelations,
          ...(kind === 'manufacturer' ? { help: t.noRelationsMaker } : {}),
          ...(kind === 'distributor' ? { help: t.noRelationsCarrier } : {}),
          ...(kind === 'manufacturer' ? { action: <Go to="/delivery/areas">{t.areas}</Go> } : {}),
        }}
      />
    </>
  );
}

function useRelationColumns(): readonly Column<DeliveryRelation>[] {
  const t = useTexts(texts);
  const placeName = usePlaceName();
  const kind = useActor()?.kind;
  const columns: readonly (Column<DeliveryRelation> | null)[] = [
    {
      key: 'area',
      title: t.area,
      card: 'title',
      nowrap: true,
      text: (row) => row.area.name,
      render: (row) => placeName(row.area),
    },
    kind === 'manufacturer'
      ? null
      : {
          key: 'manufacturer',
          title: t.manufacturer,
          text: (row) => row.manufacturer.name,
          render: (row) => row.manufacturer.name,
        },
    kind === 'distributor'
      ? null
      : {
          key: 'distributor',
          title: t.distributor,
          text: (row) => row.distributor.name,
          render: (row) => (
            <>
              {row.distributor.name} {row.own ? <small className="dl-soft">{t.self}</small> : null}
            </>
          ),
        },
    {
      key: 'listing',
      title: t.scope,
      text: (row) => row.listing?.productName ?? t.all,
      render: (row) =>
        row.listing === null ? t.all : <Go to={`/listings/${row.listing.id}`}>{row.listing.productName}</Go>,
    },
    {
      key: 'period',
      title: t.period,
      nowrap: true,
      text: (row) => `${row.validFrom} ${row.validUntil ?? ''}`,
      render: (row) => (
        <>
          <DateText at={row.validFrom} /> {t.until}{' '}
          {row.validUntil === null ? t.open : <DateText at={row.validUntil} />}
        </>
      ),
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null ? (
          '—'
        ) : (
          <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
        ),
    },
    {
      key: 'chosenBy',
      title: t.chosenBy,
      align: 'right',
      text: (row) => String(row.chosenBy),
      render: (row) => t.institutions(row.chosenBy),
    },
    { key: 'reason', title: t.reason, hidden: true, render: (row) => row.reason ?? row.note },
    stateColumn(t.state, t.states, relationTone),
  ];
  return columns.filter((column) => column !== null);
}

interface Given {
  readonly rows: readonly DeliveryRelation[];
  readonly clear: () => void;
}

const versionsOf = (rows: readonly DeliveryRelation[]) => rows.map(({ id, version }) => ({ id, version }));

function Bulk({ rows, clear }: Given): ReactNode {
  const isCarrier = useActor()?.kind === 'distributor';
  const proposed = rows.filter((row) => row.state === 'proposed');
  const confirmed = rows.filter((row) => row.state === 'confirmed');
  return (
    <>
      {proposed.length === 0 ? null : isCarrier ? (
        <Answer rows={proposed} clear={clear} />
      ) : (
        <TakeBack rows={proposed} clear={clear} />
      )}
      {confirmed.length === 0 ? null : <End rows={confirmed} clear={clear} />}
    </>
  );
}

function Answer({ rows, clear }: Given): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useDo(answerRelations);
  const reject = useDo(answerRelations);
  const relations = versionsOf(rows);
  async function yes(): Promise<void> {
    const reply = await confirm.run({ body: { relations, confirm: true } });
    if (reply === null) return;
    clear();
    void message.success(t.confirmed(reply.items.length));
  }
  async function no(reason: string): Promise<unknown> {
    const reply = await reject.run({ body: { relations, confirm: false, reason } });
    if (reply !== null) clear();
    return reply;
  }
  return (
    <>
      <Button type="primary" loading={confirm.pending} onClick={() => void yes()}>
        {t.confirm(rows.length)}
      </Button>
      <ConfirmEffect
        label={t.reject(rows.length)}
        title={t.rejectTitle}
        effects={[t.rejectEffect]}
        confirm={t.reject(rows.length)}
        askReason="needed"
        run={({ reason }) => no(reason)}
        pending={reject.pending}
        problem={reject.problem ?? confirm.problem}
      />
    </>
  );
}

function TakeBack({ rows, clear }: Given): ReactNode {
  const t = useTexts(texts);
  const end = useDo(endRelations);
  async function run(reason: string): Promise<unknown> {
    const body = { relations: versionsOf(rows), lastDay: shanghaiDate(now()), reason };
    const reply = await end.run({ body });
    if (reply !== null) clear();
    return reply;
  }
  return (
    <ConfirmEffect
      label={t.withdraw(rows.length)}
      title={t.withdrawTitle}
      effects={t.withdrawEffects}
      confirm={t.withdraw(rows.length)}
      askReason="needed"
      run={({ reason }) => run(reason)}
      pending={end.pending}
      problem={end.problem}
    />
  );
}

function End({ rows, clear }: Given): ReactNode {
  const t = useTexts(texts);
  const end = useDo(endRelations);
  const [lastDay, setLastDay] = useState<string>(shanghaiDate(now()));
  async function run(reason: string): Promise<unknown> {
    const reply = await end.run({
      body: { relations: versionsOf(rows), lastDay: lastDay as IsoDate, reason },
    });
    if (reply !== null) clear();
    return reply;
  }
  return (
    <ConfirmEffect
      label={t.end(rows.length)}
      title={t.endTitle}
      effects={t.endEffects}
      confirm={t.end(rows.length)}
      askReason="needed"
      irreversible
      run={({ reason }) => run(reason)}
      pending={end.pending}
      problem={end.problem}
      button={{ danger: true }}
    >
      <Form.Item label={t.lastDay} htmlFor="last-day" required>
        <DayInput id="last-day" value={lastDay} onChange={setLastDay} />
      </Form.Item>
    </ConfirmEffect>
  );
}
