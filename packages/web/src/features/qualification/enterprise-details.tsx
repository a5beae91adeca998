// screen: JS-34, HN-6a, HN-6b, SX-2.2, GY-3.3
import { readStanding } from '@daylight/api/qualification.ts';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam, useSearch } from '../../navigate.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { useKinds } from './kinds.ts';
import { Lacking, QualificationState, Validity } from './parts.tsx';
import { texts } from './texts.ts';

/** How a firm stands: what it holds, what it lacks, and whether a product's certificate is in force. */
export function EnterprisePage(): ReactNode {
  const t = useTexts(texts);
  const { nameOf } = useKinds();
  const [search, change] = useSearch();
  const certificate = search['certificate'] ?? '';
  const params = { organisationId: useParam('organisationId') };
  const query = certificate === '' ? {} : { certificate };
  const { data, error, refetch } = useAsk(readStanding, { params, query });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.name}
      above={{ to: '/enterprises', title: t.enterprises }}
      state={<StateTag tone={data.ok ? 'good' : 'warning'}>{data.ok ? t.ok : t.notOk}</StateTag>}
      facts={[
        { name: t.role, value: t.holders[data.holder] },
        { name: t.creditCode, value: data.creditCode ?? '—' },
        ...(data.expiresOn === null ? [] : [{ name: t.standing, value: t.okUntil(data.expiresOn) }]),
        {
          name: t.askCertificate,
          wide: true,
          value: (
            <Input.Search
              aria-label={t.askCertificate}
              placeholder={t.askCertificateHint}
              defaultValue={certificate}
              enterButton={t.ask}
              maxLength={100}
              onSearch={(text) => change({ certificate: text.trim() })}
            />
          ),
        },
      ]}
      {...(data.sameFirm.length === 0
        ? {}
        : {
            related: (
              <ul aria-label={t.sameFirm}>
                {data.sameFirm.map((each) => (
                  <li key={each.id}>
                    <Go to={`/enterprises/${each.id}`}>{each.name}</Go>{' '}
                    <span className="dl-soft">{t.holders[each.holder]}</span>
                  </li>
                ))}
              </ul>
            ),
          })}
    >
      {data.ok ? null : (
        <Section title={t.lackingTitle}>
          <Lacking items={data.lacking} />
        </Section>
      )}
      <Section title={t.title}>
        <TableView
          inside
          label={t.title}
          rows={data.items}
          rowKey={(row) => row.id}
          href={(row) => `/qualifications/${row.id}`}
          empty={t.empty}
          columns={[
            { key: 'kind', title: t.kind, card: 'title', render: (row) => nameOf(row.kind) },
            { key: 'number', title: t.number, render: (row) => row.number },
            { key: 'validity', title: t.validity, nowrap: true, render: (row) => <Validity row={row} /> },
            {
              key: 'state',
              title: t.state,
              card: 'state',
              render: (row) => <QualificationState row={row} />,
            },
          ]}
        />
      </Section>
    </Details>
  );
}
