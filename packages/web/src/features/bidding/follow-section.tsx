// screen: JS-24, SX-4.1, SX-4.2
import {
  followAward,
  followBundle,
  followBundleMegabytesMax,
  followRound,
  listPublicAwards,
  readFollow,
} from '@daylight/api/bidding-award.ts';
import { Alert, Button, Select, Space } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { UploadBox } from '../../ui/upload-box.tsx';
import type { Opening } from './opening-page.tsx';
import { openingTexts } from './opening-texts.ts';

/** JS-24, SX-4.2: a round takes over a published result; the bundle is verified, products are paired, prices stay. */
export function FollowSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const { data, refetch } = useAsk(readFollow, { params: { tenderId: opening.id } });
  const early = ['draft', 'planned', 'reporting', 'measured'].includes(opening.state);
  return (
    <Section title={t.follow}>
      <p className="dl-soft">{t.followNote}</p>
      {opening.isOrganiser && early && opening.publishAskedAt === null ? (
        <Source opening={opening} onTaken={() => void refetch()} />
      ) : null}
      {data === undefined ? null : <Pairs opening={opening} follow={data} />}
    </Section>
  );
}

function Source({
  opening,
  onTaken,
}: {
  readonly opening: Opening;
  readonly onTaken: () => void;
}): ReactNode {
  const t = useTexts(openingTexts);
  const actor = useActor();
  const take = useDo(followRound, { then: onTaken });
  const id = useId();
  const { data } = useAsk(listPublicAwards, { query: { province: actor?.province ?? 1, limit: 100 } });
  return (
    <Space orientation="vertical" className="dl-bid-gap">
      <label htmlFor={id}>{t.followOwn}</label>
      <Select<string>
        id={id}
        className="dl-bid-wide"
        loading={take.pending}
        options={(data?.items ?? []).map((each) => ({
          value: each.tenderId,
          label: `${each.number} ${each.title}`,
        }))}
        onChange={(sourceId) => void take.run({ params: { tenderId: opening.id }, body: { sourceId } })}
      />
      <ProblemAlert problem={take.problem} />
      <span>{t.followFile}</span>
      <UploadBox
        endpoint={followBundle}
        params={{ tenderId: opening.id }}
        accept={['.json']}
        maxMb={followBundleMegabytesMax}
        onDone={onTaken}
      />
    </Space>
  );
}

type Follow = NonNullable<ReturnType<typeof useAsk<typeof readFollow>>['data']>;

function Pairs({ opening, follow }: { readonly opening: Opening; readonly follow: Follow }): ReactNode {
  const t = useTexts(openingTexts);
  const m = useMarks();
  const submit = useDo(followAward, { touches: ['tender'] });
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const kept = follow.pairs.length > 0;
  const pairOf = (productId: string): string | undefined =>
    chosen[productId] ??
    (kept ? follow.pairs : follow.suggested).find((each) => each.productId === productId)?.theirs;
  const pairs = follow.products.flatMap(({ id }) => {
    const theirs = pairOf(id);
    return theirs === undefined || theirs === '' ? [] : [{ productId: id, theirs }];
  });
  const asked = opening.publishAskedAt !== null;
  return (
    <>
      <p>
        {t.source}
        {m.colon}
        {follow.title} <span className="dl-bid-hash">{follow.hash}</span>
      </p>
      <TableView
        inside
        label={t.pair}
        rows={follow.products}
        rowKey={(row) => row.id}
        columns={[
          { key: 'ours', title: t.ours, card: 'title', render: (row) => `${row.name} · ${row.bidder}` },
          {
            key: 'theirs',
            title: t.theirs,
            render: (row) => (
              <Select<string>
                aria-label={`${t.theirs} ${row.name}`}
                className="dl-bid-wide"
                disabled={asked || !opening.isOrganiser}
                value={pairOf(row.id) ?? ''}
                onChange={(value) => setChosen({ ...chosen, [row.id]: value })}
                options={[
                  { value: '', label: t.unpaired },
                  ...follow.selected.map((each) => ({
                    value: each.product,
                    label: `${each.itemName} · ${each.name} · ${each.firm} · ${each.price}`,
                  })),
                ]}
              />
            ),
          },
        ]}
      />
      {asked ? (
        <Alert type="info" showIcon title={t.followDone} />
      ) : opening.isOrganiser && opening.state === 'measured' ? (
        <Button
          type="primary"
          loading={submit.pending}
          disabled={pairs.length === 0}
          onClick={() => void submit.run({ params: { tenderId: opening.id }, body: { pairs } })}
        >
          {t.followSubmit}
        </Button>
      ) : null}
      <ProblemAlert problem={submit.problem} />
    </>
  );
}
