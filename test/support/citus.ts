import pg from 'pg';

/**
 * From the marks in the catalogue (app.table_kind) to the statements that spread an empty, migrated database over a Citus
 * cluster: shared tables become reference tables, tables of a province are distributed by it and lie together, local tables
 * stay on the coordinator. docs/scale.md tells what of this was run and what was not.
 */
export interface Marks {
  readonly tables: readonly {
    readonly name: string;
    readonly kind: 'province' | 'shared' | 'local';
    /** How it is cut into parts, null when it is not. */
    readonly cut: 'range' | 'hash' | 'list' | null;
  }[];
  /** Foreign keys between tables, without those of parts. */
  readonly keys: readonly { readonly from: string; readonly to: string }[];
}

export async function readMarks(client: Pick<pg.ClientBase, 'query'>): Promise<Marks> {
  const { rows: tables } = await client.query<Marks['tables'][number]>(
    `select k.name, k.kind, case p.partstrat when 'r' then 'range' when 'h' then 'hash' when 'l' then 'list' end as cut
     from app.table_kind k left join pg_partitioned_table p on p.partrelid = to_regclass('public.' || quote_ident(k.name))
     order by k.name`,
  );
  const { rows: keys } = await client.query<Marks['keys'][number]>(
    `select distinct s.relname as "from", r.relname as "to" from pg_constraint f
     join pg_class s on s.oid = f.conrelid join pg_class r on r.oid = f.confrelid
     where f.contype = 'f' and f.conparentid = 0 and s.relnamespace = 'public'::regnamespace order by 1, 2`,
  );
  return { tables, keys };
}

const quoted = (name: string): string => `'${name.replaceAll("'", "''")}'`;

/** Tables so that what a foreign key leads to comes before what leads there; throws where keys go round in a circle. */
function keysFirst(names: readonly string[], keys: Marks['keys']): string[] {
  const waiting = new Map(
    names.map((name) => [
      name,
      new Set(
        keys.filter(({ from, to }) => from === name && to !== name && names.includes(to)).map(({ to }) => to),
      ),
    ]),
  );
  const order: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, to]) => to.size === 0).map(([name]) => name);
    if (ready.length === 0)
      throw new Error(`foreign keys go round in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const name of ready) {
      order.push(name);
      waiting.delete(name);
      for (const to of waiting.values()) to.delete(name);
    }
  }
  return order;
}

/** One statement for each table that leaves the coordinator, in an order that its foreign keys allow. */
export function spreading({ tables, keys }: Marks): string[] {
  const of = (kind: 'province' | 'shared') =>
    keysFirst(
      tables.filter((table) => table.kind === kind).map(({ name }) => name),
      keys,
    );
  const [first, ...others] = of('province');
  return [
    ...of('shared').map((name) => `select create_reference_table(${quoted(name)})`),
    ...(first === undefined
      ? []
      : [`select create_distributed_table(${quoted(first)}, 'province', colocate_with => 'none')`]),
    ...others.map(
      (name) =>
        `select create_distributed_table(${quoted(name)}, 'province', colocate_with => ${quoted(first ?? '')})`,
    ),
  ];
}

/**
 * Statements that make an empty table whole again that is cut by hash, which Citus does not distribute: the same columns, checks,
 * keys and indexes, the same policies and rights, no parts.
 */
export async function uncutting(client: Pick<pg.ClientBase, 'query'>, name: string): Promise<string[]> {
  const old = `${name}_cut`;
  const { rows: policies } = await client.query<{ text: string }>(
    `select format('create policy %I on %I as %s for %s to %s', policyname, tablename, lower(permissive), lower(cmd),
        array_to_string(roles, ', ')) || coalesce(' using (' || qual || ')', '') || coalesce(' with check (' || with_check || ')', '') as text
     from pg_policies where schemaname = 'public' and tablename = $1 order by policyname`,
    [name],
  );
  const { rows: rights } = await client.query<{ text: string }>(
    `select format('grant %s on %I to %I', string_agg(lower(privilege_type), ', '), $1::text, grantee) as text
     from information_schema.role_table_grants where table_schema = 'public' and table_name = $1
       and grantee <> (select tableowner from pg_tables where schemaname = 'public' and tablename = $1)
     group by grantee`,
    [name],
  );
  const forced = await client.query(
    'select 1 from pg_class where oid = $1::regclass and relforcerowsecurity',
    [name],
  );
  return [
    `alter table "${name}" rename to "${old}"`,
    `create table "${name}" (like "${old}" including all)`,
    `revoke all on "${name}" from daylight_app`,
    ...rights.map(({ text }) => text),
    `alter table "${name}" enable row level security`,
    ...(forced.rowCount === 0 ? [] : [`alter table "${name}" force row level security`]),
    ...policies.map(({ text }) => text),
    `drop table "${old}"`,
  ];
}

/** A node of the cluster as the coordinator lists it. */
interface Node {
  readonly host: string;
  readonly port: number;
  readonly isCoordinator: boolean;
}

async function onNode<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(clusterUrl: string, database: string, node?: Node): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  if (node !== undefined && !node.isCoordinator) [url.hostname, url.port] = [node.host, String(node.port)];
  return url.href;
}

const nodesOf = (clusterUrl: string): Promise<Node[]> =>
  onNode(clusterUrl, async (client) => {
    const { rows } = await client.query<Node>(
      `select nodename as host, nodeport as port, groupid = 0 as "isCoordinator" from pg_dist_node
       where isactive order by groupid`,
    );
    return rows;
  });

/** The nodes with the coordinator, which a cluster of one node does not list. */
async function everyNode(clusterUrl: string): Promise<Node[]> {
  const nodes = await nodesOf(clusterUrl);
  const { hostname: host, port } = new URL(clusterUrl);
  const coordinator = { host, port: Number(port || 5432), isCoordinator: true };
  return nodes.some(({ isCoordinator }) => isCoordinator) ? nodes : [coordinator, ...nodes];
}

/** A database of its own on every node, with the nodes made known to it; answers its address at the coordinator. */
export async function createOnCluster(clusterUrl: string, database: string): Promise<string> {
  const nodes = await everyNode(clusterUrl);
  for (const node of nodes) {
    await onNode(urlOf(clusterUrl, 'postgres', node), async (client) => {
      // Each node makes its own: whether the coordinator would do it for the others depends on the version.
      const known = await client.query(
        `select 1 from pg_settings where name = 'citus.enable_create_database_propagation'`,
      );
      if (known.rowCount !== 0) await client.query('set citus.enable_create_database_propagation to off');
      await client.query(`create database "${database}"`);
    });
    await onNode(urlOf(clusterUrl, database, node), (client) => client.query('create extension citus'));
  }
  const url = urlOf(clusterUrl, database);
  await onNode(url, async (client) => {
    for (const { host, port, isCoordinator } of nodes)
      await client.query(
        isCoordinator ? 'select citus_set_coordinator_host($1, $2)' : 'select citus_add_node($1, $2)',
        [host, port],
      );
    if (nodes.length === 1)
      await client.query(`select citus_set_node_property($1, $2, 'shouldhaveshards', true)`, [
        nodes[0]?.host,
        nodes[0]?.port,
      ]);
  });
  return url;
}

export async function dropOnCluster(clusterUrl: string, database: string): Promise<void> {
  for (const node of (await everyNode(clusterUrl)).toReversed())
    await onNode(urlOf(clusterUrl, 'postgres', node), (client) =>
      client.query(`drop database if exists "${database}" with (force)`),
    );
}

/** Everything, for a database that was migrated a moment ago and holds no business yet. */
export async function spreadOverCluster(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const marks = await readMarks(client);
  for (const { name } of marks.tables.filter(({ kind, cut }) => kind === 'province' && cut === 'hash'))
    for (const statement of await uncutting(client, name)) await client.query(statement);
  for (const statement of spreading(marks)) await client.query(statement);
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  // Row-level security on the nodes reads what `set local` told the coordinator.
  await client.query(`alter database "${rows[0]?.name}" set citus.propagate_set_commands to 'local'`);
}
