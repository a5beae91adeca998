import { type CartLine, listOrderSites } from '@daylight/api/order-cart.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { placeOrders, previewOrder, urgencies } from '@daylight/api/order.ts';
import { urgencyWords } from '@daylight/api/order-words.ts';
import { App, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { moneyText } from '../../ui/format.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { CreditRisks } from '../credit/risks.tsx';
import { cartTexts } from './cart-texts.ts';
import { texts } from './texts.ts';

type Urgency = (typeof urgencies)[number];
type Preview = ReplyOf<typeof previewOrder>;

/** Where to, how urgent, and then what ordering does before it is done. */
export function PlaceOrder({ lines }: { readonly lines: readonly CartLine[] }): ReactNode {
  const t = useTexts(cartTexts);
  const o = useTexts(texts);
  const say = useSay();
  const sites = useAsk(listOrderSites).data?.sites ?? [];
  const [site, setSite] = useState<string | null>(null);
  const [urgency, setUrgency] = useState<Urgency>('ordinary');
  const [note, setNote] = useState('');
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [shown, setShown] = useState<Preview | null>(null);
  const preview = useDo(previewOrder);
  const siteId = site ?? sites[0]?.id;
  const wish = {
    ...(siteId === undefined ? {} : { siteId }),
    urgency,
    lines: lines.map((line) => ({
      listingId: line.listingId,
      quantity: line.quantity,
      expectedPrice: line.price,
      reason: (reasons[line.listingId] ?? '').trim(),
    })),
  };
  // What a round comes before is known once it was looked at; from then on it is asked why (SX-3.1c).
  const [others, setOthers] = useState<ReadonlySet<string>>(new Set());
  const asked = lines.filter((line) => line.zone === 'red' || others.has(line.listingId));
  function show(found: Preview | null): void {
    const held = found?.problems.filter((problem) => problem.code === 'order.selectedFirst') ?? [];
    const ids = held.flatMap(({ line }) => (line === null ? [] : (lines[line]?.listingId ?? [])));
    if (ids.length > 0) setOthers(new Set([...others, ...ids]));
    setShown(found);
  }
  return (
    <Form layout="vertical" className="dl-place">
      <Form.Item label={t.chooseSite} htmlFor="place-site">
        <Select
          id="place-site"
          value={siteId ?? null}
          onChange={setSite}
          options={sites.map((each) => ({
            value: each.id,
            label: each.remote ? `${each.name}（${o.remote}）` : each.name,
          }))}
        />
      </Form.Item>
      <Form.Item label={o.urgency}>
        <Radio.Group
          value={urgency}
          onChange={(event) => setUrgency(event.target.value as Urgency)}
          options={urgencies.map((value) => ({ value, label: say(urgencyWords[value]) }))}
        />
      </Form.Item>
      <Form.Item label={o.note} htmlFor="place-note">
        <Input
          id="place-note"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Form.Item>
      {asked.map((line) => (
        <Form.Item
          key={line.listingId}
          label={`${line.productName}：${line.zone === 'red' ? t.redReason : t.othersReason}`}
          htmlFor={`red-${line.listingId}`}
          required
        >
          <Input
            id={`red-${line.listingId}`}
            maxLength={500}
            value={reasons[line.listingId] ?? ''}
            onChange={(event) => setReasons({ ...reasons, [line.listingId]: event.target.value })}
          />
        </Form.Item>
      ))}
      <ProblemAlert problem={preview.problem} />
      <Button
        type="primary"
        size="large"
        disabled={lines.length === 0}
        loading={preview.pending}
        onClick={() => void preview.run({ body: wish }).then(show)}
      >
        {t.preview}
      </Button>{' '}
      <span className="dl-soft">{t.chosenLines(lines.length)}</span>
      {shown === null ? null : (
        <PlaceDialog shown={shown} lines={lines} wish={{ ...wish, note }} close={() => setShown(null)} />
      )}
    </Form>
  );
}

interface DialogProps {
  readonly shown: Preview;
  readonly lines: readonly CartLine[];
  readonly wish: NonNullable<Parameters<ReturnType<typeof useDo<typeof placeOrders>>['run']>[0]>['body'];
  readonly close: () => void;
}

function PlaceDialog({ shown, lines, wish, close }: DialogProps): ReactNode {
  const t = useTexts(cartTexts);
  const say = useSay();
  const go = useGo();
  const { message } = App.useApp();
  const place = useDo(placeOrders, { touches: ['cart'] });
  async function send(): Promise<void> {
    if (wish === undefined) return;
    const reply = await place.run({ body: { ...wish, fromCart: true } });
    if (reply === null) return;
    void message.success(t.placed(reply.orders.map((order) => order.number).join('、')));
    const [first, ...others] = reply.orders;
    close();
    go(first !== undefined && others.length === 0 ? `/orders/${first.id}` : '/orders');
  }
  return (
    <Modal
      open
      title={t.previewTitle}
      width={640}
      onCancel={close}
      okText={t.placeNow(shown.groups.length)}
      okButtonProps={{ disabled: shown.problems.length > 0 }}
      confirmLoading={place.pending}
      onOk={() => void send()}
    >
      <ProblemAlert problem={place.problem} />
      <CreditRisks risks={shown.risks} />
      {shown.problems.length === 0 ? null : (
        <>
          <p className="dl-danger">{t.problems}</p>
          <ul className="dl-plain-list">
            {shown.problems.map((problem) => (
              <li key={problem.line}>
                {problem.line === null ? '' : `${lines[problem.line]?.productName ?? ''}：`}
                {say(problem.text)}
              </li>
            ))}
          </ul>
        </>
      )}
      <ul className="dl-effects">
        {shown.groups.map((group) => (
          <li key={group.distributor.id}>
            {t.groupLine(group.distributor.name, group.lines.length, moneyText(group.amount))}
            <br />
            {group.approval === null ? (
              <small>
                {t.groupNext}{' '}
                <Deadline
                  dueAt={group.confirm.dueAt}
                  provisional={group.confirm.provisional}
                  basis={group.confirm.basis}
                />
              </small>
            ) : (
              <small>{t.groupApproval[group.approval]}</small>
            )}
          </li>
        ))}
      </ul>
      <p className="dl-sum">
        <MoneyText amount={shown.amount} unit strong />
      </p>
    </Modal>
  );
}
