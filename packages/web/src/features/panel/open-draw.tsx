// screen: HN-15, HN-16
import { listCheckpoints } from '@daylight/api/journal.ts';
import { type DrawShown, showDraw } from '@daylight/api/panel.ts';
import { faultsOf } from '@daylight/rules/panel/draw.ts';
import { Alert } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { usePlatform } from '../portal/platform.ts';
import './panel.css';
import { drawTexts } from './draw-texts.ts';
import { texts } from './texts.ts';

/** A draw with everything published of it, computed again right here. */
export function OpenDrawPage(): ReactNode {
  const drawId = useParam('drawId');
  const jurisdiction = usePlatform();
  const { data, error, refetch } = useAsk(showDraw, { params: { drawId }, query: { jurisdiction } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <DrawView draw={data} jurisdiction={jurisdiction} />;
}

interface Given {
  readonly draw: DrawShown;
  readonly jurisdiction: string;
}

function DrawView({ draw, jurisdiction }: Given): ReactNode {
  const t = useTexts(texts);
  const d = useTexts(drawTexts);
  const say = useSay();
  const when = (at: DrawShown['drawAt']): ReactNode => (at === null ? '—' : <DateText at={at} time />);
  const hash = (text: string | null): ReactNode =>
    text === null ? '—' : <code className="dl-hash">{text}</code>;
  return (
    <Details
      title={say(draw.title)}
      above={{ to: `/open/panel-draws?jurisdiction=${jurisdiction}`, title: d.drawsTitle }}
      note={draw.name}
      printable
      facts={[
        { name: d.committedAt, value: when(draw.committedAt) },
        { name: d.frozenAt, value: when(draw.frozenAt) },
        { name: d.drawAt, value: when(draw.drawAt) },
        { name: d.drawnAt, value: when(draw.drawnAt) },
        { name: d.seedHash, value: hash(draw.seedHash), wide: true },
        { name: d.poolHash, value: hash(draw.poolHash), wide: true },
        {
          name: d.beacon,
          value:
            draw.beacon === null ? (
              '—'
            ) : (
              <>
                {d.beaconAt(draw.beacon.position)} <DateText at={draw.beacon.sealedAt} time />{' '}
                {hash(draw.beacon.hash)}
              </>
            ),
          wide: true,
        },
        { name: d.seed, value: hash(draw.seed), wide: true },
      ]}
    >
      <Section title={d.check}>
        <Check draw={draw} jurisdiction={jurisdiction} />
      </Section>
      {draw.drawn === null ? null : (
        <Section title={d.order}>
          <ol className="dl-order">
            {draw.drawn.map((code, at) => (
              <li key={code} data-seat={at < draw.seats}>
                {at + 1}. {code} <small>{at < draw.seats ? d.seatWord : d.reserveWord}</small>
              </li>
            ))}
          </ol>
        </Section>
      )}
      {draw.pool === null ? null : (
        <Section title={t.members}>
          <TableView
            inside
            rows={draw.pool}
            rowKey={(row) => row.code}
            columns={[
              { key: 'code', title: t.code, card: 'title', nowrap: true, render: (row) => row.code },
              {
                key: 'excluded',
                title: d.standing,
                text: (row) => (row.excluded === null ? t.eligible : t.exclusions[row.excluded]),
                render: (row) => (row.excluded === null ? t.eligible : t.exclusions[row.excluded]),
              },
            ]}
          />
        </Section>
      )}
      <Section title={d.how}>
        <ol className="dl-steps">
          {d.howSteps.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ol>
      </Section>
    </Details>
  );
}

/** The same pure function as on the server, run in this browser over the published values. */
function Check({ draw, jurisdiction }: Given): ReactNode {
  const d = useTexts(drawTexts);
  const faults = useMemo(
    () => (draw.drawn === null ? null : faultsOf({ ...draw, beacon: draw.beacon?.hash ?? null })),
    [draw],
  );
  const province = Number(jurisdiction.slice(0, 2));
  const { data } = useAsk(listCheckpoints, { query: { province } }, { enabled: faults !== null });
  if (faults === null) return <p className="dl-soft">{d.notDrawn}</p>;
  const known = data?.items.some(
    (each) => each.position === draw.beacon?.position && each.chainHash === draw.beacon.hash,
  );
  return (
    <>
      <p className="dl-soft">{d.checking}</p>
      {faults.length === 0 ? (
        <Alert type="success" showIcon title={d.sound} />
      ) : (
        faults.map((fault) => <Alert key={fault} type="error" showIcon title={d.faults[fault]} />)
      )}
      {known === undefined ? null : <p className="dl-soft">{known ? d.beaconKnown : d.beaconUnknown}</p>}
    </>
  );
}
