import { parametersOf } from '@daylight/rules/award/parameters.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { faultWords } from '@daylight/rules/award/finding-words.ts';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { type PackDraft, draftWith, typedAt } from './pack-draft.ts';
import { texts } from './try-texts.ts';

/** The numbers of a pack, one field each; what was changed is marked, what is wrong is said beside it. */
export function ParameterForm(props: {
  readonly original: RoundPack;
  readonly draft: PackDraft;
  readonly onChange: (draft: PackDraft) => void;
}): ReactNode {
  const { original, draft, onChange } = props;
  const t = useTexts(texts);
  const say = useSay();
  // While a number is half typed the copy is no pack; the fields of the original then stay.
  const parameters = parametersOf(draft.pack ?? original);
  const before = new Map(parametersOf(original).map(({ path, value }) => [path, value]));
  return (
    <div className="dl-tender-parameters">
      {parameters.map((parameter) => {
        const typed = typedAt(draft, parameter.path);
        const fault = draft.faults.find(({ path }) => path === parameter.path);
        const isChanged = before.get(parameter.path) !== typed;
        return (
          <label key={parameter.path} data-changed={isChanged}>
            <span>
              {say(parameter.name)}
              {isChanged ? t.changed : ''}
            </span>
            <Input
              value={typed}
              disabled={draft.value === null}
              inputMode="decimal"
              status={fault === undefined ? '' : 'error'}
              suffix={parameter.kind === 'money' ? t.yuan : null}
              onChange={(event) => onChange(draftWith(draft, parameter, event.target.value.trim()))}
            />
            {fault === undefined ? null : <span className="dl-danger">{say(faultWords(fault))}</span>}
          </label>
        );
      })}
    </div>
  );
}
