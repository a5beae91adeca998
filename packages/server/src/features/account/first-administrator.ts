import { type PasswordRefusal, checkPassword } from '@daylight/rules/account/password.ts';
import { national, resolve } from '@daylight/rules/policy/book.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addHours, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import { type Context, type World, systemContext } from '../../context.ts';
import { connect } from '../../db.ts';
import { loadPolicy } from '../../policy/load.ts';
import { hashPassword, oneTimeHours, oneTimePassword } from './passwords.ts';
import { insertAccount } from './user-store.ts';

export interface FirstAdministrator {
  /** Connection as the owner of the tables or as the application. */
  readonly url: string;
  readonly login: string;
  readonly password: string;
  /** Where the one-time passwords of the other two are shown, once; the standard output when left out. */
  readonly log?: (line: string) => void;
}

export type FirstRefusal = PasswordRefusal | 'account.alreadyThere' | 'account.loginMalformed';

/**
 * The three administrators of an empty installation, which GB/T 22239-2019 8.1.5 wants to be three persons: the first
 * enters organisations, the second approves, the third audits. Refused once there is any account.
 */
export async function createFirstAdministrator(
  given: FirstAdministrator,
): Promise<Result<null, FirstRefusal>> {
  const { url, login, password } = given;
  if (!/^[\p{L}\p{N}._@-]{3,60}$/u.test(login)) return refuse('account.loginMalformed', { field: 'login' });
  const { book, calendar } = await loadPolicy();
  const database = connect(url, { connections: 2, name: 'first' });
  try {
    const { rows } = await sql<{ now: Instant }>`select now() as now`.execute(database.db);
    const now = rows[0]?.now;
    assert(now !== undefined, 'the database knows no time');
    const lengthMin = resolve(book, 'account.passwordLengthMin', national, shanghaiDate(now)).value;
    const checked = checkPassword(password, { lengthMin, login, name: names.systemAdmin });
    if (!checked.ok) return checked;
    const world: World = {
      database,
      clock: () => now,
      isClockMoved: true,
      book,
      calendar,
      dataDir: '',
      demo: false,
    };
    const made = await enterThree(world, { login, password });
    if (!made.ok) return made;
    const log = given.log ?? ((line: string) => void process.stdout.write(`${line}\n`));
    for (const each of made.value)
      log(
        `${each.role}: login ${each.login}, one-time password ${each.password} (valid for ${oneTimeHours} hours)`,
      );
    return ok(null);
  } finally {
    await database.close();
  }
}

const names = { systemAdmin: '系统管理员', securityAdmin: '安全管理员', auditAdmin: '审计管理员' } as const;

interface Issued {
  readonly role: string;
  readonly login: string;
  readonly password: string;
}

interface Person extends Issued {
  readonly role: keyof typeof names;
  readonly passwordHash: string;
}

async function enterThree(
  world: World,
  first: { readonly login: string; readonly password: string },
): Promise<Result<Issued[], 'account.alreadyThere'>> {
  const context = systemContext(world, 0, 'first-administrator');
  const others = (['securityAdmin', 'auditAdmin'] as const).map((role) => ({
    role,
    login: `${first.login}.${role}`,
    password: oneTimePassword(),
  }));
  const people: Person[] = await Promise.all(
    [{ role: 'systemAdmin' as const, ...first }, ...others].map(async (each) => ({
      ...each,
      passwordHash: await hashPassword(each.password),
    })),
  );
  const done = await command(context, async (unit) => {
    const there = await unit.tx.selectFrom('account').select('id').limit(1).executeTakeFirst();
    if (there !== undefined) return refuse('account.alreadyThere');
    const organisationId = context.newId();
    const name = '平台管理';
    const platform = { id: organisationId, kind: 'platform', name, shortName: name } as const;
    await unit.tx
      .insertInto('organisation')
      .values({ ...platform, jurisdiction: national, province: 0, createdAt: context.now })
      .execute();
    for (const person of people) await enter(unit, context, organisationId, person);
    return ok(others);
  });
  assert(done.ok || done.code === 'account.alreadyThere', 'the first administrator was taken for a repeat');
  return done as Result<Issued[], 'account.alreadyThere'>;
}

/** The first chose the password; the other two choose theirs when they sign in with what was handed to them. */
async function enter(unit: Unit, context: Context, organisationId: string, person: Person): Promise<void> {
  const { role, login, passwordHash } = person;
  const { now } = context;
  const id = context.newId();
  const account = { id, organisationId, login, name: names[role], roles: [role], state: 'active' } as const;
  assert(
    await insertAccount(unit.tx, { ...account, enteredBy: null, createdAt: now }),
    'a first login is taken',
  );
  const terms =
    role === 'systemAdmin'
      ? { passwordChangedAt: now }
      : { mustChangePassword: true, passwordExpiresAt: addHours(now, oneTimeHours) };
  await unit.tx
    .updateTable('account')
    .set({ passwordHash, ...terms })
    .where('id', '=', id)
    .execute();
  unit.record({
    event: 'account.added',
    subject: { kind: 'account', id },
    basis: [],
    after: { login, roles: [role] },
    readers: [organisationId],
  });
}
