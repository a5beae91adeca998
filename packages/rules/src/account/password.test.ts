import { expect, test } from 'vitest';
import { checkPassword } from './password.ts';

const context = { lengthMin: 12, login: 'li.lei', name: '李雷' };
const codeOf = (password: string) => {
  const answer = checkPassword(password, context);
  return answer.ok ? 'ok' : answer.code;
};

test('a long phrase is accepted, in any script', () => {
  expect(codeOf('correct horse battery')).toBe('ok');
  expect(codeOf('春眠不觉晓处处闻啼鸟夜来')).toBe('ok');
});

test('a password shorter than the provision says is refused and says how long it must be', () => {
  expect(checkPassword('kq3v9xw2m1z', context)).toMatchObject({
    code: 'account.passwordTooShort',
    facts: { lengthMin: 12 },
  });
});

test('a password that holds the login or the name is refused, whatever the case', () => {
  expect(codeOf('xxLI.LEIxx2026')).toBe('account.passwordLikeLogin');
  expect(codeOf('李雷的密码不告诉你们大家')).toBe('account.passwordLikeLogin');
});

test('well-known words dressed with digits and signs are refused', () => {
  for (const password of [
    'password12345',
    'P@ssw0rd!2026',
    'admin@2026!!!',
    'Qwertyuiop123',
    'adminadmin12',
    '1234567890123',
  ])
    expect([password, codeOf(password)]).toEqual([password, 'account.passwordCommon']);
});

test('a few characters over and over are refused', () => {
  expect(codeOf('abababababab')).toBe('account.passwordSameCharacters');
});
