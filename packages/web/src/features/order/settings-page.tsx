// screen: HN-15
import {
  type OrderSite,
  changeOrderSettings,
  changeOrderSite,
  listOrderSites,
  readOrderSettings,
} from '@daylight/api/order-cart.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { isMoney } from '@daylight/rules/money.ts';
import { App, Button, Checkbox, Form, Input, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, MoneyInput } from '../../ui/entity-form.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { cartTexts } from './cart-texts.ts';
import { texts } from './texts.ts';
import './order.css';

export function OrderSettingsPage(): ReactNode {
  const t = useTexts(cartTexts);
  const settings = useAsk(readOrderSettings);
  return (
    <>
      <PageHead title={t.settings} note={t.settingsNote} />
      {settings.error === null ? null : <ProblemAlert problem={settings.error.problem} />}
      {settings.data === undefined ? (
        <PageSkeleton />
      ) : (
        <Limits key={settings.data.version} settings={settings.data} />
      )}
      <Sites />
    </>
  );
}

interface LimitValues {
  readonly approvalAbove?: string;
  readonly redNeedsApproval: boolean;
  readonly warehouse?: string;
}

function Limits({ settings }: { readonly settings: ReplyOf<typeof readOrderSettings> }): ReactNode {
  const t = useTexts(cartTexts);
  const may = useMay();
  const { message } = App.useApp();
  const change = useDo(changeOrderSettings);
  const { version } = settings;
  async function save({
    approvalAbove = '',
    redNeedsApproval,
    warehouse = '',
  }: LimitValues): Promise<unknown> {
    const body = {
      approvalAbove: approvalAbove === '' ? null : approvalAbove,
      redNeedsApproval,
      warehouse,
      version,
    };
    const reply = await change.run({ body });
    if (reply !== null) void message.success(t.saved);
    return reply;
  }
  if (!may('order.approve')) return null;
  return (
    <Section title={t.approvalAbove}>
      <EntityForm<LimitValues>
        initial={{
          approvalAbove: settings.approvalAbove ?? '',
          redNeedsApproval: settings.redNeedsApproval,
          warehouse: settings.warehouse,
        }}
        onSubmit={save}
        pending={change.pending}
        problem={change.problem}
        submit={t.save}
      >
        <Form.Item
          name="approvalAbove"
          label={t.approvalAbove}
          extra={t.noLimit}
          rules={[
            {
              validator: (_, value: string | undefined) =>
                value === undefined || value === '' || (isMoney(value) && /^\d+(\.\d{1,2})?$/.test(value))
                  ? Promise.resolve()
                  : Promise.reject(new Error(t.amountWrong)),
            },
          ]}
        >
          <MoneyInput />
        </Form.Item>
        <Form.Item name="redNeedsApproval" valuePropName="checked">
          <Checkbox>{t.redNeedsApproval}</Checkbox>
        </Form.Item>
        <Form.Item name="warehouse" label={t.defaultWarehouse}>
          <Input maxLength={100} />
        </Form.Item>
      </EntityForm>
    </Section>
  );
}

function Sites(): ReactNode {
  const t = useTexts(cartTexts);
  const o = useTexts(texts);
  const may = useMay();
  const { data } = useAsk(listOrderSites);
  const [open, setOpen] = useState<OrderSite | null>(null);
  return (
    <Section title={t.sites}>
      <p className="dl-soft">{t.sitesHelp}</p>
      <TableView
        inside
        label={t.sites}
        rows={data?.sites ?? []}
        rowKey={(site) => site.id}
        columns={[
          { key: 'name', title: o.site, card: 'title', render: (site) => site.name },
          { key: 'address', title: o.address, render: (site) => site.address || '—' },
          {
            key: 'contact',
            title: o.contact,
            render: (site) => [site.contact, site.telephone].filter(Boolean).join(' ') || '—',
          },
          {
            key: 'distance',
            title: t.distance,
            align: 'right',
            render: (site) => `${site.distanceKm}${site.remote ? ` · ${o.remote}` : ''}`,
          },
          ...(may('order.place')
            ? [
                {
                  key: 'edit',
                  title: o.actions,
                  render: (site: OrderSite) => (
                    <Button
                      type="link"
                      size="small"
                      aria-label={`${t.edit} ${site.name}`}
                      onClick={() => setOpen(site)}
                    >
                      {t.edit}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {open === null ? null : <SiteDialog site={open} close={() => setOpen(null)} />}
    </Section>
  );
}

type SiteValues = Pick<OrderSite, 'address' | 'contact' | 'telephone' | 'distanceKm'>;

function SiteDialog({ site, close }: { readonly site: OrderSite; readonly close: () => void }): ReactNode {
  const t = useTexts(cartTexts);
  const o = useTexts(texts);
  const change = useDo(changeOrderSite);
  async function save({ address, contact, telephone, distanceKm }: SiteValues): Promise<unknown> {
    const body = { address, contact, telephone, distanceKm: distanceKm ?? 0 };
    const reply = await change.run({ params: { siteId: site.id }, body });
    if (reply !== null) close();
    return reply;
  }
  return (
    <Modal open title={site.name} footer={null} onCancel={close} destroyOnHidden>
      <EntityForm<SiteValues>
        initial={site}
        onSubmit={save}
        pending={change.pending}
        problem={change.problem}
        submit={t.save}
        onCancel={close}
      >
        <Form.Item name="address" label={o.address}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="contact" label={o.contact}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="telephone" label={o.telephone}>
          <Input maxLength={30} inputMode="tel" />
        </Form.Item>
        <Form.Item name="distanceKm" label={t.distance}>
          <InputNumber min={0} max={5000} precision={0} />
        </Form.Item>
      </EntityForm>
    </Modal>
  );
}
