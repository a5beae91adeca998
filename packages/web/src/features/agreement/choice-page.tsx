// screen: SX-4.1, JS-20
import { chooseLeftover, readChoice } from '@daylight/api/agreement-choice.ts';
import { isQuantity, none, quantity } from '@daylight/rules/money.ts';
import { App, Button, Space, Steps } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { choiceTone } from './choice-list.tsx';
import { ScopeTable } from './choice-scope.tsx';
import { choiceTexts } from './choice-texts.ts';
import { type Choice, type Typed, restOf, typedOf } from './choosing.ts';

/** The wizard: see what is left, place it among the permitted products, confirm. */
export function ChoicePage(): ReactNode {
  const tenderId = useParam('tenderId');
  const institutionId = useParam('institutionId');
  const { data, error, refetch } = useAsk(readChoice, { params: { tenderId, institutionId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <View choice={data} />;
}

function View({ choice }: { readonly choice: Choice }): ReactNode {
  const t = useTexts(choiceTexts);
  const { head } = choice;
  return (
    <Details
      title={`${head.tenderTitle} · ${head.institution}`}
      above={{ to: '/leftover-choices', title: t.choices }}
      state={<StateTag tone={choiceTone[head.state]}>{t.states[head.state]}</StateTag>}
      note={head.tenderNumber}
      next={
        head.dueAt === null || !choice.mayChoose ? undefined : (
          <>
            {t.due} <Deadline dueAt={head.dueAt} basis={choice.basis} />
          </>
        )
      }
      facts={[
        { name: t.leftover, value: t.scopesCount(choice.scopes.length) },
        { name: t.chosenAt, value: head.chosenAt === null ? '—' : <DateText at={head.chosenAt} time /> },
        { name: t.rest, value: t.fallback[choice.fallback], wide: true },
      ]}
    >
      {choice.mayChoose ? (
        <Wizard key={head.version} choice={choice} />
      ) : (
        <>
          <p className="dl-soft">{head.state === 'nothing' ? t.nothing : t.closed}</p>
          {choice.scopes.map((scope) => (
            <ScopeTable key={scope.scope} scope={scope} typed={typedOf([scope])} />
          ))}
        </>
      )}
    </Details>
  );
}

function Wizard({ choice }: { readonly choice: Choice }): ReactNode {
  const t = useTexts(choiceTexts);
  const { message } = App.useApp();
  const [step, setStep] = useState(0);
  const [typed, setTyped] = useState<Typed>(() => typedOf(choice.scopes));
  const choose = useDo(chooseLeftover);
  const set = (more: Typed): void => setTyped((before) => ({ ...before, ...more }));
  const isWrong = choice.scopes.some((scope) => restOf(scope, typed) === null);
  async function confirm() {
    const lines = Object.entries(typed).flatMap(([productId, text]) =>
      isQuantity(text) && quantity(text) !== none ? [{ productId, quantity: quantity(text) }] : [],
    );
    const done = await choose.run({
      params: { tenderId: choice.head.tenderId },
      body: { version: choice.head.version, lines },
    });
    if (done !== null) void message.success(t.saved);
    return done;
  }
  return (
    <Section title={t.choices}>
      <Steps current={step} items={t.steps.map((title) => ({ title }))} onChange={setStep} size="small" />
      <div className="dl-choice-body">
        {step === 0 ? <Overview choice={choice} typed={typed} /> : null}
        {step === 1
          ? choice.scopes.map((scope) => (
              <ScopeTable key={scope.scope} scope={scope} typed={typed} onChange={set} step={choice.step} />
            ))
          : null}
        {step === 2 ? <Overview choice={choice} typed={typed} isReview /> : null}
      </div>
      <ProblemAlert problem={choose.problem} />
      <Space wrap>
        {step > 0 ? <Button onClick={() => setStep(step - 1)}>{t.back}</Button> : null}
        {step < 2 ? (
          <Button type="primary" disabled={isWrong} onClick={() => setStep(step + 1)}>
            {t.next}
          </Button>
        ) : (
          <ConfirmEffect
            label={t.confirm}
            title={t.confirmTitle}
            effects={t.confirmEffects}
            confirm={t.confirm}
            basis={choice.basis}
            run={confirm}
            pending={choose.pending}
            problem={choose.problem}
            button={{ type: 'primary', disabled: isWrong }}
          />
        )}
      </Space>
    </Section>
  );
}

interface OverviewProps {
  readonly choice: Choice;
  readonly typed: Typed;
  readonly isReview?: boolean;
}

function Overview({ choice, typed, isReview = false }: OverviewProps): ReactNode {
  const t = useTexts(choiceTexts);
  return (
    <>
      <TableView
        inside
        label={isReview ? t.review : t.leftover}
        rows={choice.scopes}
        rowKey={(scope) => scope.scope}
        columns={[
          { key: 'name', title: t.leftover, card: 'title', render: (scope) => scope.name },
          {
            key: 'leftover',
            title: t.leftover,
            align: 'right',
            render: (scope) => <QuantityText count={scope.leftover} unit={scope.unit} />,
          },
          {
            key: 'chosen',
            title: isReview ? t.review : t.product,
            render: (scope) =>
              isReview
                ? scope.products
                    .filter(({ productId }) => (typed[productId] ?? '') !== '')
                    .map(({ productId, name, manufacturer }) => (
                      <div key={productId}>
                        {name}（{manufacturer}） {typed[productId]} {scope.unit}
                      </div>
                    ))
                : String(scope.products.length),
          },
          {
            key: 'rest',
            title: t.rest,
            align: 'right',
            render: (scope) => {
              const rest = restOf(scope, typed);
              return rest === null ? t.tooMuch : <QuantityText count={rest} unit={scope.unit} />;
            },
          },
        ]}
      />
      <p className="dl-soft">
        {t.fallback[choice.fallback]} {t.capacity}
      </p>
    </>
  );
}
