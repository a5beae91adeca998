import type { Instant } from '@daylight/rules/time.ts';
import pg from 'pg';
import { hashPassword } from '../features/account/passwords.ts';
import { demoPassword } from '../features/account/demo-accounts.ts';
import { uuidAt } from '../ids.ts';
import { type DemoOrganisation, demoGroups, demoOrganisations, province } from './organisations.ts';
import { demoPositions } from './positions.ts';
import type { Placed } from './province.ts';

export interface Foundation {
  readonly organisations: ReadonlyMap<string, Placed>;
  readonly accounts: ReadonlyMap<string, string>;
}

interface NewAccount {
  readonly key: string;
  readonly id: string;
  readonly organisation_id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
}

function accountsOf(organisation: Placed, now: Instant): NewAccount[] {
  const { suffix, shortName } = organisation;
  if (suffix === null) return [];
  return demoPositions[organisation.kind].map(({ role, name, login }) => ({
    key: `${organisation.key}/${role}`,
    id: uuidAt(now),
    organisation_id: organisation.id,
    login: suffix === '' ? login : `${login}-${suffix}`,
    name: `${shortName}${name}`,
    roles: [role],
  }));
}

/**
 * The organisations, their people and the medical groups, straight into the tables: who takes part is given, what they do
 * goes through the commands. The password is hashed once, for all demo accounts share it.
 */
export async function layFoundation(
  url: string,
  now: Instant,
  participants: readonly DemoOrganisation[] = demoOrganisations(),
): Promise<Foundation> {
  const organisations = new Map(
    participants.map((each): [string, Placed] => [each.key, { ...each, id: uuidAt(now) }]),
  );
  const all = [...organisations.values()];
  const accounts = all.flatMap((each) => accountsOf(each, now));
  const hash = await hashPassword(demoPassword);
  const client = new pg.Client({ connectionString: url, application_name: 'daylight demo' });
  await client.connect();
  try {
    await client.query('begin');
    await insertOrganisations(client, all, organisations, now);
    await insertAccounts(client, accounts, hash, now);
    await insertGroups(client, organisations, now);
    await client.query('commit');
  } finally {
    await client.end();
  }
  return { organisations, accounts: new Map(accounts.map(({ key, id }) => [key, id])) };
}

async function insertOrganisations(
  client: pg.Client,
  all: readonly Placed[],
  byKey: ReadonlyMap<string, Placed>,
  now: Instant,
): Promise<void> {
  const rows = all.map((each) => ({
    id: each.id,
    kind: each.kind,
    name: each.name,
    short_name: each.shortName,
    credit_code: each.creditCode ?? null,
    institution_code: each.institutionCode ?? null,
    jurisdiction: each.jurisdiction,
    province: Number(each.jurisdiction.slice(0, 2)),
    ownership: each.ownership ?? null,
    level: each.level ?? null,
    parent_id: each.parent === undefined ? null : byKey.get(each.parent)?.id,
    address: addressOf(each),
  }));
  await client.query(
    `insert into organisation (id, kind, name, short_name, credit_code, institution_code, jurisdiction, province, ownership,
       level, parent_id, address, synthetic, created_at)
     select id, kind, name, short_name, credit_code, institution_code, jurisdiction, province, ownership, level, parent_id,
       address, true, $2
     from jsonb_to_recordset($1::jsonb) as o (id uuid, kind text, name text, short_name text, credit_code text,
       institution_code text, jurisdiction text, province smallint, ownership text, level text, parent_id uuid, address text)`,
    [JSON.stringify(rows), now],
  );
}

function addressOf({ kind, shortName }: DemoOrganisation): string {
  return kind === 'institution' ? `演示路1号 ${shortName}物资库` : '';
}

async function insertAccounts(
  client: pg.Client,
  accounts: readonly NewAccount[],
  hash: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `insert into account (id, organisation_id, login, name, password_hash, roles, demo, second_factor_required,
       password_changed_at, platform, created_at)
     select a.id, a.organisation_id, a.login, a.name, $2, array(select jsonb_array_elements_text(a.roles)), true, false, $3,
       case when o.kind in ('manufacturer', 'distributor') then $4 end, $3
     from jsonb_to_recordset($1::jsonb) as a (id uuid, organisation_id uuid, login text, name text, roles jsonb)
     join organisation o on o.id = a.organisation_id`,
    [JSON.stringify(accounts), hash, now, province],
  );
}

async function insertGroups(
  client: pg.Client,
  organisations: ReadonlyMap<string, Placed>,
  now: Instant,
): Promise<void> {
  const ids = new Map(demoGroups.map(({ key }) => [key, uuidAt(now)]));
  const idOf = (key: string) => organisations.get(key)?.id;
  for (const group of demoGroups) {
    await client.query(
      `insert into medical_group (id, name, jurisdiction, parent_id, lead_organisation_id, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        ids.get(group.key),
        group.name,
        group.jurisdiction,
        group.parent === null ? null : ids.get(group.parent),
        idOf(group.lead),
        now,
      ],
    );
    await client.query(
      `insert into medical_group_member (group_id, organisation_id, from_date)
       select $1, unnest($2::uuid[]), ($3::timestamptz at time zone 'Asia/Shanghai')::date`,
      [ids.get(group.key), group.members.map(idOf), now],
    );
  }
}
