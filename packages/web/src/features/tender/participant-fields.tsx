import { listPlaces } from '@daylight/api/tender-screening.ts';
import { Form, Select } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { needed } from '../../ui/entity-form.tsx';
import { texts as roundTexts } from './round-texts.ts';
import { texts } from './screening-texts.ts';

/** Level, cities and medical groups: the same for a screening and for a round. */
export function ParticipantFields({ level }: { readonly level: string | undefined }): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const m = useMarks();
  const { data } = useAsk(listPlaces, {});
  const isGroup = level === 'group';
  return (
    <>
      <Form.Item name="level" label={t.level} rules={[needed(t.needed)]}>
        <Select options={(data?.levels ?? []).map((value) => ({ value, label: r.levels[value] }))} />
      </Form.Item>
      {level === undefined || isGroup || level === 'union' ? null : (
        <Form.Item
          name="regions"
          label={t.regions}
          rules={[needed(t.needed)]}
          extra={
            level === 'interCity' && data?.allianceCitiesMin
              ? t.regionsHint(data.allianceCitiesMin)
              : undefined
          }
        >
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={(data?.cities ?? []).map(({ code, name, institutions }) => ({
              value: code,
              label: `${name}${m.open}${institutions}${m.close}`,
            }))}
          />
        </Form.Item>
      )}
      {isGroup ? (
        <Form.Item name="groupIds" label={t.groups} rules={[needed(t.needed)]} extra={t.groupsHint}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={(data?.groups ?? []).map(({ id, name, lead, members }) => ({
              value: id,
              label: t.groupOption(name, lead.name, members),
            }))}
          />
        </Form.Item>
      ) : null}
    </>
  );
}
