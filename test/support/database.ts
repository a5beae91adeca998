import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../packages/server/src/migrate.ts';
import { createOnCluster, dropOnCluster, spreadOverCluster } from './citus.ts';
import './database-server.ts';

export interface TestDatabase {
  /** Connection as owner; startServer and openDatabase narrow it to the application's role. */
  readonly url: string;
  /** Deletes the database; call it after all tests of the file. */
  drop(): Promise<void>;
}

/** A prepared database that several test files start from: made once per run, by the first that asks. */
export interface Template {
  readonly name: string;
  prepare(url: string): Promise<void>;
}

function urlOf(database: string): string {
  const url = new URL(inject('databaseTemplate'));
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function copy(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query(`create database "${to}" template "${from}" strategy file_copy`);
}

/** Test files run side by side; the first prepares the template, the others wait for it. */
async function prepared(template: Template): Promise<string> {
  const name = `template_${template.name}`;
  return onServer(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return name;
    const draft = `${name}_draft`;
    await client.query(`drop database if exists "${draft}" with (force)`);
    await copy(client, 'template', draft);
    await template.prepare(urlOf(draft));
    await client.query(`alter database "${draft}" rename to "${name}"`);
    return name;
  });
}

/** On a cluster nothing is copied: the parts of a spread table lie in databases of other nodes. */
async function onCluster(clusterUrl: string, name: string, template?: Template): Promise<TestDatabase> {
  const url = await createOnCluster(clusterUrl, name);
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await spreadOverCluster(client);
  } finally {
    await client.end();
  }
  await template?.prepare(url);
  return { url, drop: () => dropOnCluster(clusterUrl, name) };
}

/** A migrated database of its own for one test file, or a copy of a prepared one. */
export async function freshDatabase(template?: Template): Promise<TestDatabase> {
  const clusterUrl = process.env['CITUS_URL'];
  if (clusterUrl !== undefined && clusterUrl !== '')
    return onCluster(clusterUrl, `test_${randomBytes(6).toString('hex')}`, template);
  const from = template === undefined ? 'template' : await prepared(template);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer((client) => copy(client, from, name));
  return {
    url: urlOf(name),
    drop: () => onServer(async (client) => void (await client.query(`drop database "${name}" with (force)`))),
  };
}
