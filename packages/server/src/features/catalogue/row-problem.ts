import { type ReleaseRow, type RowProblemCode, dirtyTexts, rowTexts } from '@daylight/api/catalogue.ts';
import type { RowProblem } from './import/counts.ts';

/** A problem of a row as people read it. */
export function problemInWords({ code, detail }: RowProblem): ReleaseRow['problems'][number] {
  const text = rowTexts[code as RowProblemCode] ?? { zh: code, en: code };
  const dirty: Readonly<Record<string, { zh: string; en: string }>> = dirtyTexts;
  const reason = code === 'row.certificateDirty' ? dirty[detail] : undefined;
  return {
    code,
    detail,
    text: {
      zh: text.zh.replace('{detail}', reason?.zh ?? detail),
      en: text.en.replace('{detail}', reason?.en ?? detail),
    },
  };
}
