import { proposeRelations, searchDistributors } from '@daylight/api/distribution.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { App, Form, Input, Modal, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import type { Coverage } from './area-page.tsx';
import { usePlaceName } from './place-name.ts';
import { texts } from './texts.ts';

interface Wish {
  readonly distributorId: string;
  readonly areas: readonly string[];
  readonly scope: 'all' | 'some';
  readonly listingIds?: readonly string[];
  readonly validFrom: IsoDate;
  readonly validUntil?: IsoDate;
  readonly note?: string;
}

/** One distributor for several areas at once, for all products or for chosen ones. */
export function ProposeDialog(props: {
  readonly areas: Coverage['areas'];
  readonly chosen: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const placeName = usePlaceName();
  const { message } = App.useApp();
  const propose = useDo(proposeRelations);
  const [scope, setScope] = useState<Wish['scope']>('all');
  async function send(wish: Wish): Promise<unknown> {
    const { distributorId, areas, listingIds, validFrom, validUntil, note = '' } = wish;
    const reply = await propose.run({
      body: {
        distributorId,
        areas: [...areas],
        listingIds: wish.scope === 'all' ? null : [...(listingIds ?? [])],
        validFrom,
        validUntil: validUntil === undefined || validUntil.length === 0 ? null : validUntil,
        note,
      },
    });
    if (reply === null) return null;
    void message.success(t.sent(reply.ids.length));
    props.onDone();
    return reply;
  }
  return (
    <Modal
      open
      title={t.proposeTitle}
      footer={null}
      onCancel={props.onClose}
      mask={{ closable: false }}
      width={640}
    >
      <EntityForm<Wish>
        initial={{ areas: props.chosen, scope: 'all', validFrom: shanghaiDate(now()) }}
        onSubmit={send}
        pending={propose.pending}
        problem={propose.problem}
        submit={t.send}
        onCancel={props.onClose}
        onChange={(wish) => setScope(wish.scope)}
      >
        <Form.Item name="distributorId" label={t.distributor} rules={[needed(t.distributorNeeded)]}>
          <DistributorSelect />
        </Form.Item>
        <Form.Item name="areas" label={t.area} rules={[needed(t.areasNeeded)]}>
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={props.areas.map(({ area, used, max }) => ({
              value: area.code,
              label: `${placeName(area)} ${t.places(used, max)}`,
              disabled: used >= max,
            }))}
          />
        </Form.Item>
        <Form.Item name="scope" label={t.scope}>
          <Radio.Group
            options={[
              { value: 'all', label: t.scopeAll },
              { value: 'some', label: t.scopeSome },
            ]}
          />
        </Form.Item>
        {scope === 'some' ? (
          <Form.Item name="listingIds" label={t.listings} rules={[needed(t.listingsNeeded)]}>
            <ListingSelect />
          </Form.Item>
        ) : null}
        <Form.Item name="validFrom" label={t.validFrom} rules={[needed(t.validFrom)]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="validUntil" label={t.validUntil}>
          <DayInput />
        </Form.Item>
        <Form.Item name="note" label={t.note}>
          <Input maxLength={300} />
        </Form.Item>
      </EntityForm>
    </Modal>
  );
}

interface Chosen<T> {
  readonly value?: T;
  readonly onChange?: (value: T) => void;
  readonly id?: string;
}

function DistributorSelect({ value, onChange, id }: Chosen<string>): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useState('');
  const { data } = useAsk(searchDistributors, { query: search === '' ? {} : { search } });
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(next: string) => onChange?.(next)}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t.searchDistributor}
      options={(data?.items ?? []).map((each) => ({
        value: each.id,
        label: [each.name, each.place, each.own ? t.self : '', each.areas > 0 ? t.working(each.areas) : '']
          .filter((part) => part !== '')
          .join(' · '),
      }))}
    />
  );
}

function ListingSelect({ value, onChange, id }: Chosen<readonly string[]>): ReactNode {
  const [search, setSearch] = useState('');
  const typed = [...search].length >= 2 ? { search } : {};
  const { data } = useAsk(searchListings, { query: { ...typed, limit: 50 } });
  return (
    <Select
      mode="multiple"
      {...(id === undefined ? {} : { id })}
      value={[...(value ?? [])]}
      onChange={(next: string[]) => onChange?.(next)}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      options={(data?.items ?? []).map((each) => ({
        value: each.id,
        label: `${each.productName} ${each.specification} · ${each.number}`,
      }))}
    />
  );
}
