import { shipOrder } from '@daylight/api/order-delivery.ts';
import { type OrderDetail, type OrderLineView, readOrderLots } from '@daylight/api/order-read.ts';
import { isPositive, isQuantity, quantity } from '@daylight/rules/money.ts';
import { isIsoDate } from '@daylight/rules/time.ts';
import { App, Button, Form, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { DayInput, QuantityInput } from '../../ui/entity-form.tsx';
import { QuantityText } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './texts.ts';

interface Parcel {
  readonly key: number;
  readonly orderLine: number;
  readonly quantity: string;
  readonly lot: string;
  readonly producedOn: string;
  readonly expiresOn: string;
  readonly udi: string;
}

/** Ships what is open, all of it to begin with, with the lots that were sent last. */
export function ShipOrder({ order }: { readonly order: OrderDetail }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const lots = useAsk(readOrderLots, { params: { orderId: order.id } }, { enabled: open, keep: false });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.ship}
      </Button>
      {open ? (
        <Modal
          open
          title={t.shipTitle}
          width={960}
          footer={null}
          onCancel={() => setOpen(false)}
          mask={{ closable: false }}
        >
          {lots.data === undefined ? (
            <PageSkeleton />
          ) : (
            <ShipForm order={order} lots={lots.data.lots} close={() => setOpen(false)} />
          )}
        </Modal>
      ) : null}
    </>
  );
}

interface FormProps {
  readonly order: OrderDetail;
  readonly lots: readonly {
    line: number;
    lot: string;
    producedOn: string | null;
    expiresOn: string | null;
  }[];
  readonly close: () => void;
}

function firstParcels({ order, lots }: FormProps): Parcel[] {
  return order.lines
    .filter((line) => line.open !== '0')
    .map((line) => {
      const last = lots.find((each) => each.line === line.line);
      return {
        key: line.line,
        orderLine: line.line,
        quantity: line.open,
        lot: last?.lot ?? '',
        producedOn: last?.producedOn ?? '',
        expiresOn: last?.expiresOn ?? '',
        udi: '',
      };
    });
}

function ShipForm(props: FormProps): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const { order, close } = props;
  const ship = useDo(shipOrder, { touches: ['shipment', 'journal'] });
  const [parcels, setParcels] = useState<readonly Parcel[]>(() => firstParcels(props));
  const [carrier, setCarrier] = useState('');
  const filled = parcels.filter((each) => isQuantity(each.quantity) && isPositive(quantity(each.quantity)));
  const isRight = filled.length > 0 && filled.every(datesAreRight);
  async function send(): Promise<void> {
    const lines = filled.map(({ orderLine, quantity: count, lot, producedOn, expiresOn, udi }) => ({
      orderLine,
      quantity: count,
      lot,
      producedOn: producedOn === '' ? null : producedOn,
      expiresOn: expiresOn === '' ? null : expiresOn,
      udi,
    }));
    const reply = await ship.run({ params: { orderId: order.id }, body: { carrier, lines } });
    if (reply === null) return;
    void message.success(t.shippedDone(reply.number));
    if (reply.shortDated.length > 0) void message.warning(t.shortDated(reply.shortDated.length));
    close();
    go(`/shipments/${reply.id}`);
  }
  return (
    <>
      <ProblemAlert problem={ship.problem} />
      <p className="dl-soft">{t.shipHelp}</p>
      {order.lines
        .filter((line) => line.open !== '0')
        .map((line) => (
          <LineLots key={line.line} line={line} parcels={parcels} setParcels={setParcels} />
        ))}
      <Form.Item label={t.carrier} htmlFor="ship-carrier">
        <Input
          id="ship-carrier"
          maxLength={100}
          value={carrier}
          onChange={(event) => setCarrier(event.target.value)}
        />
      </Form.Item>
      <Button type="primary" block disabled={!isRight} loading={ship.pending} onClick={() => void send()}>
        {t.saveShipment}
      </Button>
    </>
  );
}

function datesAreRight({ producedOn, expiresOn }: Parcel): boolean {
  return [producedOn, expiresOn].every((day) => day === '' || isIsoDate(day));
}

function LineLots(props: {
  readonly line: OrderLineView;
  readonly parcels: readonly Parcel[];
  readonly setParcels: (parcels: readonly Parcel[]) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { line, parcels, setParcels } = props;
  const own = parcels.filter((each) => each.orderLine === line.line);
  const change = (key: number, what: Partial<Parcel>) =>
    setParcels(parcels.map((each) => (each.key === key ? { ...each, ...what } : each)));
  const add = () => {
    const key = Math.max(0, ...parcels.map((each) => each.key)) + 1;
    setParcels([
      ...parcels,
      { key, orderLine: line.line, quantity: '', lot: '', producedOn: '', expiresOn: '', udi: '' },
    ]);
  };
  return (
    <fieldset className="dl-lots">
      <legend>
        {line.productName} <small className="dl-soft">{line.specification}</small> · {t.leftToShip}{' '}
        <QuantityText count={line.open} unit={line.purchaseUnit} />
      </legend>
      {own.map((parcel, index) => (
        <LotRow
          key={parcel.key}
          label={`${line.productName} ${index + 1}`}
          unit={line.purchaseUnit}
          parcel={parcel}
          change={(what) => change(parcel.key, what)}
          remove={own.length > 1 ? () => setParcels(parcels.filter((each) => each.key !== parcel.key)) : null}
        />
      ))}
      <Button type="link" size="small" onClick={add}>
        {t.addLot}
      </Button>
    </fieldset>
  );
}

function LotRow(props: {
  readonly label: string;
  readonly unit: string;
  readonly parcel: Parcel;
  readonly change: (what: Partial<Parcel>) => void;
  readonly remove: (() => void) | null;
}): ReactNode {
  const t = useTexts(texts);
  const { label, parcel, change } = props;
  return (
    <div className="dl-lot">
      <Field name={t.quantity}>
        <QuantityInput
          aria-label={`${label} ${t.quantity}`}
          unit={props.unit}
          value={parcel.quantity}
          onChange={(count) => change({ quantity: count })}
        />
      </Field>
      <Field name={t.lot}>
        <Input
          aria-label={`${label} ${t.lot}`}
          maxLength={50}
          value={parcel.lot}
          onChange={(event) => change({ lot: event.target.value })}
        />
      </Field>
      <Field name={t.producedOn}>
        <DayInput
          aria-label={`${label} ${t.producedOn}`}
          value={parcel.producedOn}
          onChange={(day) => change({ producedOn: day })}
        />
      </Field>
      <Field name={t.expiresOn}>
        <DayInput
          aria-label={`${label} ${t.expiresOn}`}
          value={parcel.expiresOn}
          onChange={(day) => change({ expiresOn: day })}
        />
      </Field>
      <Field name={t.udi}>
        <Input
          aria-label={`${label} ${t.udi}`}
          maxLength={400}
          value={parcel.udi}
          placeholder={t.scanUdi}
          onChange={(event) => change({ udi: event.target.value })}
        />
      </Field>
      {props.remove === null ? null : (
        <Button type="link" size="small" danger onClick={props.remove}>
          {t.removeLot}
        </Button>
      )}
    </div>
  );
}

function Field({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <span className="dl-lot-field">
      <small className="dl-soft" aria-hidden>
        {name}
      </small>
      {children}
    </span>
  );
}
