import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldProblem } from './field-problems.ts';

function messageOf(schema: z.ZodType, value: unknown): string {
  return schema.safeParse(value).error?.issues[0]?.message ?? '';
}

test.each([
  ['a missing text', z.string(), undefined, '必填'],
  ['an empty text', z.string().min(1), '', '必填'],
  ['a text that is too long', z.string().max(3), 'abcd', '最多 3 个字'],
  ['too many lines', z.array(z.string()).max(1), ['a', 'b'], '最多 1 项'],
  ['an unknown choice', z.enum(['a']), 'b', '请从选项中选择'],
  ['a number that is too large', z.number().max(5), 6, '不能大于 5'],
])('%s is told in words that the schema library’s own message stands for', (_, schema, value, words) => {
  expect(fieldProblem(messageOf(schema, value)).zh).toBe(words);
});

test('a code that nobody wrote words for still names itself', () => {
  expect(fieldProblem('strange').zh).toContain('strange');
});
