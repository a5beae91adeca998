// screen: SX-3.3
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { decideRenewal, readRenewal } from '@daylight/api/tender-renewal.ts';
import { type RenewalPath, renewalPaths } from '@daylight/rules/tender/renewal.ts';
import { Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { defineTexts, useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Section } from '../../ui/details.tsx';
import type { RoundView } from './sections.ts';

const texts = defineTexts({
  zh: {
    renewal: '采购周期届满接续',
    due: '须于届满前确定接续方式',
    paths: {
      inquiry: '询价',
      negotiation: '竞争性谈判',
      bargain: '议价',
      follow: '跟标',
      rebid: '重新竞价',
      none: '不再接续',
    },
    advice: '据周期数据建议',
    because: {
      steady: '执行和供应平稳',
      marketMoved: '市场价格变化较大',
      supplyFailed: '周期内有供应问题',
      allStopped: '全部品种已停止',
    },
    figures: {
      completed: '约定量完成',
      accounts: '合同量账户',
      behind: '未完成账户',
      reminders: '催办次数',
      supplyCases: '供应案件',
      stoppedItems: '已停止品种',
      marketFell: '同品挂网价平均降幅',
    },
    decide: '确定接续方式',
    effects: [
      '公开说明接续方式和理由并通知各方。',
      '除不再接续外，自动建立下一项目的草稿，沿用品种、机构和规则。',
    ],
    title: '下一项目名称',
    path: '接续方式',
    next: '下一项目',
    decided: (path: string) => `已确定：${path}`,
  },
  en: {
    renewal: 'Renewal at the end of the term',
    due: 'To be decided before the term ends',
    paths: {
      inquiry: 'Inquiry',
      follow: 'Follow another result',
      negotiation: 'Negotiation',
      bargain: 'Bargaining',
      rebid: 'New bids',
      none: 'Nothing follows',
    },
    advice: 'The figures of the term speak for',
    because: {
      steady: 'execution and supply held',
      marketMoved: 'prices moved much',
      supplyFailed: 'supply failed in the term',
      allStopped: 'all items were stopped',
    },
    figures: {
      completed: 'Agreed volume reached',
      accounts: 'Volume accounts',
      behind: 'Accounts behind',
      reminders: 'Reminders',
      supplyCases: 'Supply cases',
      stoppedItems: 'Items stopped',
      marketFell: 'Mean fall of listing prices',
    },
    decide: 'Decide what follows',
    effects: [
      'What follows and why is published and everybody is told.',
      'Unless nothing follows, the next draft is made with items, institutions and rules of this one.',
    ],
    title: 'Title of the next round',
    path: 'What follows',
    next: 'Next round',
    decided: (path: string) => `Decided: ${path}`,
  },
});

type Renewal = ReplyOf<typeof readRenewal>;

/** What follows a round whose term ends, decided on its figures. */
export function RenewalSection({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const ends = tender.state === 'executing' || tender.state === 'ended';
  const { data } = useAsk(readRenewal, { params: { tenderId: tender.id } }, { enabled: ends });
  if (data === undefined) return null;
  const percent = (value: number | null) => (value === null ? '—' : `${(value / 100).toFixed(1)}%`);
  const { figures } = data;
  const shown: readonly (readonly [keyof typeof t.figures, string])[] = [
    ['completed', percent(figures.completed)],
    ['accounts', String(figures.accounts)],
    ['behind', String(figures.behind)],
    ['reminders', String(figures.reminders)],
    ['supplyCases', String(figures.supplyCases)],
    ['stoppedItems', `${figures.stoppedItems} / ${figures.items}`],
    ['marketFell', percent(figures.marketFell)],
  ];
  return (
    <Section title={t.renewal} extra={<Decide tender={tender} renewal={data} />}>
      <p>
        {data.path === null ? (
          <>
            {t.due}{' '}
            <Deadline dueAt={data.due.dueAt} provisional={data.due.provisional} basis={data.due.basis} />
          </>
        ) : (
          <>
            {t.decided(t.paths[data.path])}　{data.reason}{' '}
            {data.next === null ? null : (
              <Go to={`/rounds/${data.next.id}`}>
                {t.next} {data.next.number}
              </Go>
            )}
          </>
        )}
      </p>
      <dl className="dl-round-figures">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{t.figures[name]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="dl-soft">
        {t.advice}
        {m.colon}
        {t.paths[data.advice.path]}
        {m.open}
        {t.because[data.advice.because]}
        {m.close}
      </p>
    </Section>
  );
}

function Decide({ tender, renewal }: { readonly tender: RoundView; readonly renewal: Renewal }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const [path, setPath] = useState<RenewalPath>(renewal.advice.path);
  const [title, setTitle] = useState('');
  const decide = useDo(decideRenewal);
  if (renewal.state !== 'open' || !tender.mine.isOrganiser || !may('tender.plan')) return null;
  return (
    <ConfirmEffect
      label={t.decide}
      title={t.decide}
      effects={t.effects}
      confirm={t.decide}
      askReason="needed"
      basis={renewal.due.basis}
      pending={decide.pending}
      problem={decide.problem}
      run={({ reason }) => decide.run({ params: { tenderId: tender.id }, body: { path, reason, title } })}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.path} htmlFor="renewal-path">
        <Select
          id="renewal-path"
          value={path}
          onChange={setPath}
          options={renewalPaths.map((value) => ({ value, label: t.paths[value] }))}
        />
      </Form.Item>
      <Form.Item label={t.title} htmlFor="renewal-title">
        <Input
          id="renewal-title"
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
