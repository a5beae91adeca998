// screen: JS-36, HN-9b, JS-30
import {
  type ShipmentDetail,
  type ShipmentLineView,
  acceptShipment,
  arriveShipment,
  readShipment,
  stockIn,
} from '@daylight/api/order-delivery.ts';
import { isPositive, isQuantity, quantity } from '@daylight/rules/money.ts';
import { App, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam, useSearch } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { useDraft } from '../../ui/draft.ts';
import { QuantityInput } from '../../ui/entity-form.tsx';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { useReasons } from './reasons.ts';
import { receiveTexts } from './receive-texts.ts';
import { ScanBox } from './scan-box.tsx';
import { ShipmentMarks } from './shipment-columns.tsx';
import { texts } from './texts.ts';
import './order.css';

export function ReceiveShipmentPage(): ReactNode {
  const shipmentId = useParam('shipmentId');
  const { data, error, refetch } = useAsk(readShipment, { params: { shipmentId } }, { keep: false });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <ReceivePage key={data.version} shipment={data} />;
}

/** Checking one delivery, lot by lot, on a phone: accepted and rejected quantities, the reason beside the rejection. */
function ReceivePage({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(receiveTexts);
  const open = shipment.lines.filter((line) => isPositive(line.unchecked));
  return (
    <Details
      title={shipment.number}
      above={{ to: '/receiving', title: r.receiving }}
      state={<ShipmentMarks shipment={shipment} />}
      actions={
        <>
          {shipment.may.includes('arrive') ? <Arrive shipment={shipment} /> : null}
          {shipment.may.includes('stockIn') ? <StockIn shipment={shipment} /> : null}
        </>
      }
      facts={[
        { name: t.distributor, value: shipment.distributor.name },
        { name: t.orderNumber, value: shipment.orderNumber },
        {
          name: t.arrivedAt,
          value: shipment.arrivedAt === null ? '—' : <DateText at={shipment.arrivedAt} time />,
        },
      ]}
    >
      {open.length === 0 ? null : <CheckLots shipment={shipment} open={open} />}
      <Section title={t.lotsOf}>
        <ul className="dl-plain-list">
          {shipment.lines.map((line) => (
            <li key={line.line}>
              {line.productName} · {t.lot} {line.lot} · {t.shipped}{' '}
              <QuantityText count={line.quantity} unit={line.purchaseUnit} /> · {t.accepted} {line.accepted} ·{' '}
              {t.rejected} {line.rejected} · {t.stocked} {line.stocked}
            </li>
          ))}
        </ul>
      </Section>
    </Details>
  );
}

interface Finding {
  readonly accepted: string;
  readonly rejected: string;
  readonly reason: string | null;
  readonly note: string;
}
type Findings = Readonly<Record<number, Finding>>;
const nothing: Finding = { accepted: '', rejected: '', reason: null, note: '' };

function counted(text: string): boolean {
  return isQuantity(text) && isPositive(quantity(text));
}

function CheckLots({
  shipment,
  open,
}: {
  readonly shipment: ShipmentDetail;
  readonly open: readonly ShipmentLineView[];
}): ReactNode {
  const r = useTexts(receiveTexts);
  const { message } = App.useApp();
  const draft = useDraft<Findings>(`receiving.${shipment.id}`);
  const [findings, setFindings] = useState<Findings>(draft.found ?? {});
  const [search] = useSearch();
  const accept = useDo(acceptShipment, { touches: ['order', 'journal', 'settlement'] });
  const params = { shipmentId: shipment.id };
  const put = (line: number, finding: Finding) => {
    const next = { ...findings, [line]: finding };
    setFindings(next);
    draft.put(next);
  };
  const found = open.flatMap((line) => {
    const own = findings[line.line];
    return own !== undefined && (counted(own.accepted) || counted(own.rejected))
      ? [{ line: line.line, ...own }]
      : [];
  });
  async function send(lines: readonly (Finding & { readonly line: number })[]): Promise<unknown> {
    const zero = (text: string) => (text === '' ? '0' : text);
    const body = {
      lines: lines.map((each) => ({ ...each, accepted: zero(each.accepted), rejected: zero(each.rejected) })),
    };
    const reply = await accept.run({ params, body });
    if (reply === null) return null;
    draft.drop();
    void message.success(r.savedFindings);
    return reply;
  }
  return (
    <>
      <ScanBox
        onFind={(candidate) => {
          if (candidate.shipmentId !== shipment.id) return;
          put(candidate.line, { ...nothing, ...findings[candidate.line], accepted: candidate.left });
        }}
      />
      <Section
        title={r.toCheck}
        extra={
          <ConfirmEffect
            label={r.acceptAll}
            title={r.acceptAllTitle}
            effects={r.acceptAllEffects(open.length)}
            confirm={r.acceptAll}
            run={() => send(open.map((line) => ({ ...nothing, line: line.line, accepted: line.unchecked })))}
            pending={accept.pending}
            problem={accept.problem}
            button={{ type: 'primary' }}
          />
        }
      >
        <p className="dl-soft">{r.acceptHelp}</p>
        <ul className="dl-checks">
          {open.map((line) => (
            <CheckLot
              key={line.line}
              line={line}
              isScanned={search['line'] === String(line.line)}
              finding={findings[line.line] ?? nothing}
              change={(finding) => put(line.line, finding)}
            />
          ))}
        </ul>
        <ProblemAlert problem={accept.problem} />
        {draft.keptAt === null ? null : <small className="dl-soft">{r.kept(draft.keptAt)}</small>}
        <Button
          type="primary"
          size="large"
          block
          disabled={found.length === 0}
          loading={accept.pending}
          onClick={() => void send(found)}
        >
          {r.saveFindings}
        </Button>
      </Section>
    </>
  );
}

function CheckLot(props: {
  readonly line: ShipmentLineView;
  readonly isScanned: boolean;
  readonly finding: Finding;
  readonly change: (finding: Finding) => void;
}): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(receiveTexts);
  const reasons = useReasons('reject');
  const { line, finding, change } = props;
  const label = `${line.productName} ${line.lot}`;
  return (
    <li data-scanned={props.isScanned}>
      <div>
        <strong>{line.productName}</strong> <small className="dl-soft">{line.specification}</small>
        <br />
        {t.lot} {line.lot}
        {line.expiresOn === null ? '' : ` · ${t.expiresOn} ${line.expiresOn}`} · {r.left}{' '}
        <QuantityText count={line.unchecked} unit={line.purchaseUnit} />
      </div>
      <div className="dl-check-counts">
        <QuantityInput
          aria-label={`${label} ${t.accepted}`}
          unit={t.accepted}
          value={finding.accepted}
          onChange={(accepted) => change({ ...finding, accepted })}
        />
        <QuantityInput
          aria-label={`${label} ${t.rejected}`}
          unit={t.rejected}
          value={finding.rejected}
          onChange={(rejected) => change({ ...finding, rejected })}
        />
        <Button onClick={() => change({ ...nothing, accepted: line.unchecked })}>{r.acceptAll}</Button>
      </div>
      {counted(finding.rejected) ? (
        <div className="dl-check-counts">
          <Select
            aria-label={`${label} ${t.reason}`}
            placeholder={t.reason}
            options={reasons}
            value={finding.reason}
            onChange={(reason: string) => change({ ...finding, reason })}
          />
          <Input
            aria-label={`${label} ${t.reasonNote}`}
            placeholder={t.reasonNote}
            maxLength={500}
            value={finding.note}
            onChange={(event) => change({ ...finding, note: event.target.value })}
          />
        </div>
      ) : null}
    </li>
  );
}

function Arrive({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const r = useTexts(receiveTexts);
  const { message } = App.useApp();
  const arrive = useDo(arriveShipment, { touches: ['order', 'journal'] });
  async function run(): Promise<void> {
    if ((await arrive.run({ params: { shipmentId: shipment.id } })) !== null)
      void message.success(r.arriveDone);
  }
  return (
    <Button loading={arrive.pending} onClick={() => void run()}>
      {r.arrive}
    </Button>
  );
}

function StockIn({ shipment }: { readonly shipment: ShipmentDetail }): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(receiveTexts);
  const { message } = App.useApp();
  const [warehouse, setWarehouse] = useState(shipment.warehouse);
  const stock = useDo(stockIn, { touches: ['order', 'journal'] });
  async function run(): Promise<unknown> {
    const reply = await stock.run({
      params: { shipmentId: shipment.id },
      body: { warehouse: warehouse.trim() },
    });
    if (reply !== null) void message.success(r.stockedDone);
    return reply;
  }
  return (
    <ConfirmEffect
      label={r.stockAll}
      title={r.stockTitle}
      effects={r.stockEffects}
      confirm={r.stockAll}
      run={run}
      pending={stock.pending}
      problem={stock.problem}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.warehouse} htmlFor="stock-warehouse" required>
        <Input
          id="stock-warehouse"
          maxLength={100}
          value={warehouse}
          onChange={(event) => setWarehouse(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
