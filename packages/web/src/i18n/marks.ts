import { defineTexts, useTexts } from './texts.ts';

/** Marks between words that are put together: Chinese sets its own, without spaces. */
const marks = defineTexts({
  zh: { colon: '：', list: '、', clause: '，', semicolon: '；', open: '（', close: '）' },
  en: { colon: ': ', list: ', ', clause: ', ', semicolon: '; ', open: ' (', close: ')' },
});

export const useMarks = () => useTexts(marks);
