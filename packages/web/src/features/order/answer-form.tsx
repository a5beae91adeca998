import { answerOrder } from '@daylight/api/order-answer.ts';
import type { OrderDetail } from '@daylight/api/order-read.ts';
import { compare, isQuantity, quantity } from '@daylight/rules/money.ts';
import { Button, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { QuantityText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useReasons } from './reasons.ts';
import { texts } from './texts.ts';

interface LineAnswer {
  readonly line: number;
  readonly confirmed: string;
  readonly reason: string | null;
  readonly note: string;
}

/** The answer line by line: as ordered to begin with; less asks for a reason beside the line. */
export function AnswerByLine({ order }: { readonly order: OrderDetail }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.confirmParts}</Button>
      {open ? <AnswerDialog order={order} close={() => setOpen(false)} /> : null}
    </>
  );
}

function AnswerDialog({
  order,
  close,
}: {
  readonly order: OrderDetail;
  readonly close: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerOrder, { touches: ['journal'] });
  const waiting = order.lines.filter((line) => line.state === 'waiting');
  const [given, setGiven] = useState<readonly LineAnswer[]>(
    waiting.map((line) => ({ line: line.line, confirmed: line.quantity, reason: null, note: '' })),
  );
  const change = (line: number, what: Partial<LineAnswer>) =>
    setGiven(given.map((each) => (each.line === line ? { ...each, ...what } : each)));
  async function send(): Promise<void> {
    const body = { version: order.version, lines: [...given] };
    if ((await answer.run({ params: { orderId: order.id }, body })) !== null) close();
  }
  return (
    <Modal
      open
      title={t.confirmParts}
      width={720}
      onCancel={close}
      okText={t.saveAnswer}
      onOk={() => void send()}
      confirmLoading={answer.pending}
      okButtonProps={{ disabled: given.some((each) => !isQuantity(each.confirmed)) }}
    >
      <ProblemAlert problem={answer.problem} />
      <p className="dl-soft">{t.answerHelp}</p>
      <ul className="dl-answer">
        {waiting.map((line) => {
          const own = given.find((each) => each.line === line.line);
          return own === undefined ? null : (
            <li key={line.line}>
              <span>
                {line.productName} <small className="dl-soft">{line.specification}</small>
                <br />
                <small className="dl-soft">
                  {t.ordered} <QuantityText count={line.quantity} unit={line.purchaseUnit} />
                </small>
              </span>
              <QuantityInput
                aria-label={`${line.productName} ${t.confirmed}`}
                unit={line.purchaseUnit}
                value={own.confirmed}
                onChange={(confirmed) => change(line.line, { confirmed })}
              />
              {isLess(own.confirmed, line.quantity) ? (
                <Why own={own} label={line.productName} change={(what) => change(line.line, what)} />
              ) : null}
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}

function isLess(confirmed: string, ordered: string): boolean {
  return isQuantity(confirmed) && compare(quantity(confirmed), quantity(ordered)) < 0;
}

function Why(props: {
  readonly own: LineAnswer;
  readonly label: string;
  readonly change: (what: Partial<LineAnswer>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const reasons = useReasons('refuse');
  return (
    <span className="dl-why-less">
      <Select
        aria-label={`${props.label} ${t.reason}`}
        placeholder={t.reason}
        options={reasons}
        value={props.own.reason}
        onChange={(reason: string) => props.change({ reason })}
      />
      <Input
        aria-label={`${props.label} ${t.reasonNote}`}
        placeholder={t.reasonNote}
        maxLength={500}
        value={props.own.note}
        onChange={(event) => props.change({ note: event.target.value })}
      />
    </span>
  );
}
