import { listTrusteeAccounts } from '@daylight/api/bidding.ts';
import { setTrustees, startBidding } from '@daylight/api/bidding-opening.ts';
import { type TrusteeCapacity, trusteeCapacityNames } from '@daylight/rules/bidding/trustees.ts';
import { Button, InputNumber, Modal, Select, Space } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import type { Opening } from './opening-page.tsx';
import { openingTexts } from './opening-texts.ts';

type Trustee = Opening['trustees'][number];

const keyTone: Readonly<Record<'none' | 'given' | 'proven' | 'lost', Tone>> = {
  none: 'waiting',
  given: 'waiting',
  proven: 'good',
  lost: 'danger',
};
function keyState(of: Trustee): keyof typeof keyTone {
  if (of.lostAt !== null) return 'lost';
  if (of.proven) return 'proven';
  return of.recipient === null ? 'none' : 'given';
}

/** Who holds shares and how far their keys are; the organiser names them and begins. */
export function TrusteeSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const say = useSay();
  const early = ['planned', 'reporting', 'measured'].includes(opening.state);
  const start = useDo(startBidding, { touches: ['tender'] });
  const { terms } = opening;
  return (
    <Section
      title={
        terms === null || opening.trustees.length === 0
          ? t.trustees
          : `${t.trustees} · ${t.threshold} ${terms.threshold} / ${opening.trustees.length}`
      }
      extra={
        opening.isOrganiser && early ? (
          <Space>
            <SetUp opening={opening} />
            {opening.state === 'measured' && opening.trustees.length > 0 ? (
              <ConfirmEffect
                label={t.start}
                title={t.start}
                effects={t.startEffects}
                confirm={t.start}
                irreversible
                run={() => start.run({ params: { tenderId: opening.id }, body: {} })}
                pending={start.pending}
                problem={start.problem}
                button={{ type: 'primary' }}
              />
            ) : null}
          </Space>
        ) : null
      }
    >
      <p className="dl-soft">{t.trusteesNote}</p>
      <TableView
        inside
        label={t.trustees}
        empty={t.noTrustees}
        rows={opening.trustees}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t.person, card: 'title', render: (row) => row.name },
          { key: 'organisation', title: t.organisation, render: (row) => row.organisation.name },
          { key: 'capacity', title: t.capacity, render: (row) => say(trusteeCapacityNames[row.capacity]) },
          {
            key: 'key',
            title: t.key,
            card: 'state',
            render: (row) => <StateTag tone={keyTone[keyState(row)]}>{t.keyStates[keyState(row)]}</StateTag>,
          },
          {
            key: 'released',
            title: t.released,
            render: (row) =>
              row.releasedAt === null ? (
                t.notReleased
              ) : (
                <>
                  {t.releasedAt} <DateText at={row.releasedAt} time />
                </>
              ),
          },
        ]}
      />
    </Section>
  );
}

/** 'account capacity', so that one Select can name both. */
const valueOf = (accountId: string, capacity: TrusteeCapacity): string => `${accountId} ${capacity}`;

function SetUp({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [threshold, setThreshold] = useState(3);
  const set = useDo(setTrustees);
  const id = useId();
  const countId = useId();
  const params = { tenderId: opening.id };
  const { data } = useAsk(
    listTrusteeAccounts,
    { params, query: q === '' ? {} : { search: q } },
    { enabled: open },
  );
  const save = async (): Promise<void> => {
    const trustees = chosen.flatMap((each) => {
      const [accountId, capacity] = each.split(' ');
      return accountId === undefined || capacity === undefined
        ? []
        : [{ accountId, capacity: capacity as TrusteeCapacity }];
    });
    if ((await set.run({ params, body: { threshold, trustees } })) !== null) setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.setUp}</Button>
      <Modal
        open={open}
        title={t.setUp}
        okText={t.save}
        onOk={() => void save()}
        onCancel={() => setOpen(false)}
        confirmLoading={set.pending}
        destroyOnHidden
      >
        <label htmlFor={id}>{t.choose}</label>
        <p className="dl-soft">{t.chooseHint}</p>
        <Select<string[]>
          id={id}
          mode="multiple"
          className="dl-bid-wide"
          value={chosen}
          onChange={setChosen}
          showSearch={{ onSearch: setQ, filterOption: false }}
          options={(data?.items ?? []).flatMap((each) =>
            each.capacities.map((capacity) => ({
              value: valueOf(each.accountId, capacity),
              label: `${say(trusteeCapacityNames[capacity])} · ${each.organisation.name} · ${each.name}`,
            })),
          )}
        />
        <label htmlFor={countId}>{t.threshold}</label>{' '}
        <InputNumber
          id={countId}
          min={2}
          max={99}
          value={threshold}
          onChange={(value) => setThreshold(value ?? 2)}
        />
        <ProblemAlert problem={set.problem} />
      </Modal>
    </>
  );
}
