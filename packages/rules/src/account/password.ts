import { type Result, ok, refuse } from '../result.ts';

export interface PasswordContext {
  /** account.passwordLengthMin. */
  readonly lengthMin: number;
  readonly login: string;
  readonly name: string;
}

export const passwordLengthMax = 200;

export type PasswordRefusal =
  | 'account.passwordTooShort'
  | 'account.passwordLikeLogin'
  | 'account.passwordCommon'
  | 'account.passwordSameCharacters';

/** Words that lists of stolen passwords begin with; a password is one of them with digits and signs around it. */
const commonWords = new Set([
  'password',
  'passwort',
  'passw',
  'pass',
  'admin',
  'administrator',
  'root',
  'welcome',
  'letmein',
  'iloveyou',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'master',
  'shadow',
  'superman',
  'qwerty',
  'qwertyuiop',
  'asdf',
  'asdfgh',
  'asdfghjkl',
  'zxcvbn',
  'zxcvbnm',
  'qazwsx',
  'qazwsxedc',
  'abc',
  'abcd',
  'abcdef',
  'abcdefg',
  'abcdefgh',
  'woaini',
  'aini',
  'wodemima',
  'mima',
  'changeme',
  'secret',
  'login',
  'user',
  'test',
  'hello',
  'guest',
  'default',
  'system',
  'server',
  'windows',
  'hospital',
  'yiyuan',
  'yibao',
  'yibaoju',
  'daylight',
  'mingcai',
  'caigou',
  'haocai',
  'jiangsu',
  'hunan',
  'shaanxi',
  'guangdong',
  'guizhou',
  'nanjing',
  'changsha',
  'xian',
  'guangzhou',
  'shenzhen',
]);
const runs = [
  '0123456789012345678901234567890',
  '9876543210987654321098765432109',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

function isCommon(folded: string): boolean {
  const core = folded.replaceAll(/^[^a-z]+|[^a-z]+$/g, '');
  const plain = core
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replaceAll('3', 'e');
  const cores = [core, plain];
  const repeated = cores.map((core) => /^(.+?)\1+$/.exec(core)?.[1] ?? core);
  return (
    [...cores, ...repeated].some((core) => commonWords.has(core)) || runs.some((run) => run.includes(folded))
  );
}

/**
 * Whether a person may choose this password. Length counts in characters (code points); there is no demand for kinds of
 * characters, because it makes people write Password1! (NIST SP 800-63B 5.1.1.2). The length rests on GB/T 22239 8.1.4.1.
 */
export function checkPassword(password: string, context: PasswordContext): Result<string, PasswordRefusal> {
  const length = Array.from(password).length;
  const field = 'password';
  if (length < context.lengthMin)
    return refuse('account.passwordTooShort', { field, facts: { lengthMin: context.lengthMin } });
  const folded = password.toLowerCase();
  const login = context.login.toLowerCase();
  if (folded.includes(login) || login.includes(folded) || folded.includes(context.name.toLowerCase()))
    return refuse('account.passwordLikeLogin', { field });
  if (new Set(folded).size < 5) return refuse('account.passwordSameCharacters', { field });
  if (isCommon(folded)) return refuse('account.passwordCommon', { field });
  return ok(password);
}
