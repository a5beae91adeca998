import type { Difference } from '@daylight/rules/award/bundle.ts';
import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { handOver } from '../../ui/csv.ts';
import { Facts, Section } from '../../ui/details.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { AwardView } from './award-session.ts';
import { texts } from './texts.ts';
import type { Award } from './use-award.ts';

type Words = ReturnType<typeof useTexts<(typeof texts)['zh']>>;

/** '产品 P3：报价', with the path as it stands in the bundle where it has no name. */
function placeOf({ of, id, path }: Difference, t: Words): string {
  const where = of === 'hash' ? (t.hashOf[id as keyof typeof t.hashOf] ?? id) : id;
  const [first = ''] = path.split('.');
  const field = of === 'hash' ? '' : (t.fields[first as keyof typeof t.fields] ?? path);
  return [t.of[of], where, field].filter((each) => each !== '').join(' · ');
}

/** Verified, or the first difference by name. */
export function Verdict({ view, award }: { readonly view: AwardView; readonly award: Award }): ReactNode {
  const t = useTexts(texts);
  const [first] = view.differences;
  return (
    <>
      {view.intact || first === undefined ? (
        <Alert
          type="success"
          showIcon
          className="dl-tender-gap"
          title={<strong>{t.intact}</strong>}
          description={t.intactNote(view.engine)}
        />
      ) : (
        <Alert
          type="error"
          showIcon
          className="dl-tender-gap"
          title={<strong>{t.differs}</strong>}
          description={
            <>
              <p>{t.differsNote(view.differences.length)}</p>
              <DifferenceFacts difference={first} />
            </>
          }
        />
      )}
      <About view={view} award={award} />
      {view.differences.length > 1 ? <Differences all={view.differences} /> : null}
    </>
  );
}

function DifferenceFacts({ difference }: { readonly difference: Difference }): ReactNode {
  const t = useTexts(texts);
  return (
    <Facts
      facts={[
        { name: t.what, value: <strong>{placeOf(difference, t)}</strong>, wide: true },
        { name: t.stated, value: <code className="dl-tender-value">{difference.stated}</code> },
        { name: t.computed, value: <code className="dl-tender-value">{difference.computed}</code> },
      ]}
    />
  );
}

const most = 100;
function Differences({ all }: { readonly all: readonly Difference[] }): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={t.allDifferences(all.length)}>
      <TableView
        inside
        label={t.allDifferences(all.length)}
        rows={all.slice(0, most)}
        rowKey={(row) => `${row.of} ${row.id} ${row.path}`}
        columns={[
          { key: 'what', title: t.what, card: 'title', render: (row) => placeOf(row, t) },
          { key: 'where', title: t.where, render: (row) => <code>{row.path === '' ? '—' : row.path}</code> },
          {
            key: 'stated',
            title: t.stated,
            render: (row) => <code className="dl-tender-value">{row.stated}</code>,
          },
          {
            key: 'computed',
            title: t.computed,
            render: (row) => <code className="dl-tender-value">{row.computed}</code>,
          },
        ]}
      />
    </Section>
  );
}

function About({ view, award }: { readonly view: AwardView; readonly award: Award }): ReactNode {
  const t = useTexts(texts);
  const { size, hashes } = view;
  const download = async (): Promise<void> => {
    const bundle = await award.bundle();
    if (bundle !== null) handOver(bundle, `${view.pack.id}.bundle.json`);
  };
  const megabytes = size.bytes === null ? '' : (size.bytes / 1e6).toFixed(size.bytes < 1e5 ? 3 : 1);
  return (
    <Section
      title={t.proves}
      extra={
        <Button icon={<DownloadOutlined />} onClick={() => void download()}>
          {t.download}
        </Button>
      }
    >
      <ul className="dl-tender-list">
        {t.provesItems.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p className="dl-soft">
        {t.sizes(view.units.length, view.firmNames.size, view.products.size)} ·{' '}
        {t.volumesRead(size.institutions, size.lines)} · {t.took((view.took / 1000).toFixed(1), megabytes)}
      </p>
      {hashes === null ? null : (
        <details>
          <summary>{t.hashes}</summary>
          <dl className="dl-tender-hashes">
            {Object.entries(hashes).map(([part, hash]) => (
              <div key={part}>
                <dt>{t.hashOf[part as keyof typeof t.hashOf] ?? part}</dt>
                <dd>
                  <code>{String(hash)}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Section>
  );
}
