// screen: HN-2, HN-8
import { type ItemDetail, readItem } from '@daylight/api/catalogue.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Certificate, itemTone } from './item-search.tsx';
import { texts } from './texts.ts';
import './catalogue.css';

/** One code: what it stands for, whether it is in force, where business goes on, and how it came to be so. */
export function ItemPage(): ReactNode {
  const t = useTexts(texts);
  const itemCode = useParam('itemCode');
  const { data, error, refetch } = useAsk(readItem, { params: { itemCode } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.productName}
      above={{ to: '/catalogue', title: t.search }}
      state={
        <>
          <StateTag tone={itemTone[data.state]}>{t.states[data.state]}</StateTag>
          {data.synthetic ? <StateTag tone="plain">{t.synthetic}</StateTag> : null}
        </>
      }
      note={`${data.specification} ${data.model}`.trim()}
      actions={<Go to={`/listings?search=${data.current.itemCode}`}>{t.listings}</Go>}
      {...(data.state === 'active' ? {} : { next: <WhereTo item={data} /> })}
      facts={[
        { name: t.code, value: <strong>{data.itemCode}</strong> },
        { name: t.generic, value: data.genericName },
        {
          name: t.classes,
          value: `C${data.classCode} ${[data.className1, data.className2, data.className3].join(' › ')}`,
        },
        { name: t.certificate, value: <Certificate item={data} /> },
        ...(data.certificateBefore === ''
          ? []
          : [{ name: t.certificateBefore, value: data.certificateBefore }]),
        {
          name: t.manufacturer,
          value: (
            <Go to={`/catalogue?manufacturer=${encodeURIComponent(data.manufacturer)}`}>
              {data.manufacturer}
            </Go>
          ),
        },
        { name: t.registrant, value: data.registrant },
        ...(data.pieceName === '' ? [] : [{ name: t.piece, value: `${data.pieceNumber} ${data.pieceName}` }]),
        { name: t.udi, value: data.deviceIdentifiers.join('、') },
        {
          name: t.productCode,
          value: (
            <>
              {data.productCode}
              <br />
              <Go to={`/catalogue?q=${data.productCode}`}>{t.siblings(data.siblings)}</Go>
            </>
          ),
        },
        ...(data.codeBefore === null
          ? []
          : [{ name: t.codeBefore, value: `${data.codeBefore} ${data.codeBeforeState}` }]),
        ...(data.changeKind === '' ? [] : [{ name: t.changeKind, value: data.changeKind }]),
        { name: t.goodsId, value: data.goodsId },
        { name: t.release, value: data.release === null ? '' : <ReleaseLink release={data.release} /> },
      ]}
    >
      {data.codes.length === 0 ? null : (
        <Section title={t.codes}>
          <ul className="dl-changes">
            {data.codes.map((step) => (
              <li key={`${step.fromCode} ${step.kind}`}>
                <DateText at={step.at} />{' '}
                {step.toCode === null
                  ? t.disabledOn(step.fromCode)
                  : t.transcodedTo(step.fromCode, step.toCode)}{' '}
                <small>{step.note}</small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.versions}>
        <Versions versions={data.versions} />
      </Section>
    </Details>
  );
}

function WhereTo({ item }: { readonly item: ItemDetail }): ReactNode {
  const t = useTexts(texts);
  if (item.state === 'disabled') return <Alert type="warning" showIcon title={t.goesNowhere} />;
  const { itemCode } = item.current;
  return (
    <Alert
      type="info"
      showIcon
      title={t.goesOn}
      description={
        <>
          {t.newCode} <Go to={`/catalogue/items/${itemCode}`}>{itemCode}</Go>
        </>
      }
    />
  );
}

function ReleaseLink({ release }: { readonly release: NonNullable<ItemDetail['release']> }): ReactNode {
  return (
    <>
      <Go to={`/catalogue/releases/${release.id}`}>{release.fileName}</Go>
      <br />
      <DateText at={release.releasedOn ?? release.importedAt} />
    </>
  );
}

function Versions({ versions }: { readonly versions: ItemDetail['versions'] }): ReactNode {
  const t = useTexts(texts);
  return (
    <ul className="dl-changes">
      {versions.map((version) => (
        <li key={`${version.release?.id ?? ''} ${version.endedBy?.id ?? ''}`}>
          {version.release === null ? null : <ReleaseLink release={version.release} />}{' '}
          {version.endedBy === null ? t.inForce : t.endedBy(version.endedBy.fileName)}
          {version.differences.length === 0 ? null : (
            <ul className="dl-changes">
              {version.differences.map(({ field, before, after }) => (
                <li key={field}>
                  {t.fields[field] ?? field}：{after === '' ? t.empty : after}{' '}
                  <small>{t.before(before === '' ? t.empty : before)}</small>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
