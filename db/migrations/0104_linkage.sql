-- Prices of the whole country and how they move a listing price (GLOSSARY: price record, linkage; HN-3b, JS-7, JS-9, JS-13a, JS-13b, GD-5).
-- A record says what one place charged for one item from a day on. It is kept by the item: whatever is asked of records is asked
-- of the records of an item, so the table is cut by item and a statement about one item reads one part, however long the history.
-- No foreign key to the item: twenty million checks of the same rows; every way in asks the catalogue itself.
create table price_record (
  province smallint not null,
  item_code text not null,
  id uuid not null,
  jurisdiction text not null,
  kind text not null,
  price numeric(18, 6) not null,
  purchase_unit text not null,
  units_per_purchase_unit integer not null,
  -- For sorting only, as in listing: prices are compared by multiplying across.
  smallest_unit_price numeric(30, 12) not null generated always as (price / units_per_purchase_unit) stored,
  effective_from date not null,
  effective_to date,
  -- The contract or round of a selected price; null for every other kind.
  contract text,
  document text not null default '',
  state text not null,
  source text not null,
  -- A record read from another platform: whose feed, and what it is called there.
  source_id uuid,
  external_id text,
  external_version integer,
  findings jsonb not null,
  reason text not null default '',
  replaces uuid,
  organisation_id uuid,
  entered_by uuid,
  entered_at timestamptz not null,
  verified_by uuid,
  verified_at timestamptz,
  note text not null default '',
  primary key (province, item_code, id),
  constraint price_record_price_is_positive check (price > 0),
  constraint price_record_conversion_is_positive check (units_per_purchase_unit > 0),
  constraint price_record_kind_is_known check (kind in ('provincialListing', 'cityListing', 'filing', 'selected')),
  constraint price_record_state_is_known check (state in ('entered', 'verified', 'rejected')),
  constraint price_record_source_is_known check (source in ('entry', 'import', 'feed', 'declaration', 'application')),
  constraint price_record_ends_after_it_begins check (effective_to is null or effective_to >= effective_from),
  constraint price_record_enterer_does_not_verify check (verified_by is null or verified_by is distinct from entered_by)
) partition by hash (item_code);

select app.shard('price_record');

do $$
begin
  for part in 0..15 loop
    execute format('create table price_record_%s partition of price_record for values with (modulus 16, remainder %s)', part, part);
    execute format('revoke all on price_record_%s from daylight_app', part);
  end loop;
end
$$;

create index price_record_in_force on price_record (province, item_code, coalesce(effective_to, 'infinity'::date))
  where state = 'verified';

create index price_record_external on price_record (province, item_code, source_id, external_id) where source_id is not null;

create index price_record_waiting on price_record (province, id) where state = 'entered';

create index price_record_waiting_of_item on price_record (province, item_code) where state = 'entered';

create index price_record_latest on price_record (province, id);

select app.guard('price_record', '{staff} or state = ''verified'' or organisation_id = {me}',
  '{staff} or organisation_id = {me}', '{staff}');

-- Items whose records changed, or will on a day: whoever is due looks at the listings of these items and at no others.
create table price_touch (
  province smallint not null,
  item_code text not null,
  due_on date not null,
  primary key (province, item_code, due_on)
);

select app.shard('price_touch');

create index price_touch_due on price_touch (province, due_on);

select app.guard('price_touch', '{signed in}', '{signed in}', '{signed in}');

-- A workbook of records: entered by one person, approved by another (HN-15).
create table price_import (
  province smallint not null,
  id uuid not null,
  number text not null,
  file_name text not null,
  file_hash bytea not null,
  state text not null,
  report jsonb not null,
  reason text not null default '',
  entered_at timestamptz not null,
  entered_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint price_import_number_once unique (province, number),
  constraint price_import_state_is_known check (state in ('checked', 'submitted', 'approved', 'rejected', 'discarded')),
  constraint price_import_enterer_does_not_approve check (state <> 'approved' or decided_by <> entered_by)
);

select app.shard('price_import');

create index price_import_waiting on price_import (province, id) where state = 'submitted';

select app.guard('price_import', '{staff}', '{staff}', '{staff}');

create table price_import_row (
  province smallint not null,
  import_id uuid not null,
  row integer not null,
  verdict text not null,
  cells jsonb not null,
  entry jsonb,
  findings jsonb not null,
  primary key (province, import_id, row),
  constraint price_import_row_verdict_is_known check (verdict in ('good', 'doubtful', 'bad')),
  constraint price_import_row_import_exists foreign key (province, import_id) references price_import (province, id)
);

select app.shard('price_import_row');

select app.guard('price_import_row', '{staff}', '{staff}', '{staff}');

-- Another installation whose prices are read. Entered by one officer, opened by another: from then on its plain records count
-- without a second look, and its strange ones wait for one.
create table price_source (
  province smallint not null,
  id uuid not null,
  name text not null,
  -- Which connector reads it; 'daylight' is the feed of this platform's own format.
  kind text not null default 'daylight',
  url text not null,
  -- The jurisdiction it may speak for: records of any other are refused.
  jurisdiction text not null,
  every_minutes integer not null,
  state text not null,
  cursor text,
  next_at timestamptz,
  read_at timestamptz,
  problem text,
  problem_since timestamptz,
  records bigint not null default 0,
  entered_by uuid not null,
  entered_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (province, id),
  constraint price_source_kind_is_known check (kind in ('daylight')),
  constraint price_source_state_is_known check (state in ('entered', 'open', 'paused', 'rejected')),
  constraint price_source_enterer_does_not_open check (decided_by is null or decided_by <> entered_by),
  constraint price_source_interval_is_sane check (every_minutes between 5 and 10080)
);

select app.shard('price_source');

create index price_source_due on price_source (province, next_at) where state = 'open';

select app.guard('price_source', '{staff}', '{staff}', '{staff}');

-- One reading of a source: how far it came and what was not taken.
create table price_source_reading (
  province smallint not null,
  id uuid not null,
  source_id uuid not null,
  started_at timestamptz not null,
  pages integer not null,
  taken integer not null,
  waiting integer not null,
  refused integer not null,
  problem text,
  refusals jsonb not null,
  primary key (province, id),
  constraint price_source_reading_source_exists foreign key (province, source_id) references price_source (province, id)
);

select app.shard('price_source_reading');

create index price_source_reading_of_source on price_source_reading (province, source_id, id desc);

select app.guard('price_source_reading', '{staff}', '{staff}', '{staff}');

-- What this platform tells others: one row per version of a listing. `tx` gives readers a horizon that no late commit can pass.
create table price_feed (
  province smallint not null,
  id uuid not null,
  tx xid8 not null default pg_current_xact_id(),
  listing_id uuid not null,
  version integer not null,
  item_code text not null,
  jurisdiction text not null,
  kind text not null,
  price numeric(18, 6) not null,
  purchase_unit text not null,
  units_per_purchase_unit integer not null,
  effective_from date not null,
  -- Set when the listing is suspended or withdrawn: the day from which the price no longer holds.
  ended_on date,
  contract text,
  primary key (province, id),
  constraint price_feed_version_once unique (province, listing_id, version)
);

select app.shard('price_feed');

create index price_feed_horizon on price_feed (province, tx, id);

select app.guard('price_feed', 'true', '{system}', null);

select app.open_to_all('price_feed');

-- Which version of a listing the feed has told already.
alter table listing add column feed_version integer not null default 0;

create index listing_to_feed on listing (province, id) where feed_version <> version;

create index listing_price_recent on listing_price (province, from_at, listing_id, version);

-- The duty to declare a new lowest price (JS-13a), one open for a listing at a time.
create table price_duty (
  province smallint not null,
  id uuid not null,
  number text not null,
  listing_id uuid not null,
  item_code text not null,
  manufacturer_id uuid not null,
  jurisdiction text not null,
  state text not null,
  -- The price to which the listing would go, in its own pack, and what it rests on.
  price numeric(18, 6) not null,
  listing_price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  lowest jsonb not null,
  basis jsonb not null,
  effective_from date not null,
  opened_at timestamptz not null,
  -- What the article says, counted from the day the new price took effect, and until when an answer is awaited.
  statutory_due_at timestamptz not null,
  due_at timestamptz not null,
  provisional boolean not null,
  remind_at timestamptz,
  reminded_at timestamptz,
  overdue_at timestamptz,
  declared_at timestamptz,
  declared_by uuid,
  statement text,
  decided_at timestamptz,
  decided_by uuid,
  note text,
  ended_at timestamptz,
  suspended boolean not null default false,
  version integer not null default 1,
  primary key (province, id),
  constraint price_duty_number_once unique (province, number),
  constraint price_duty_state_is_known check (
    state in ('open', 'declared', 'contested', 'overdue', 'suspended', 'fulfilled', 'dismissed')
  ),
  constraint price_duty_never_raises check (price < listing_price),
  constraint price_duty_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('price_duty');

create unique index price_duty_one_at_a_time on price_duty (province, listing_id)
  where state in ('open', 'declared', 'contested', 'overdue', 'suspended');

create index price_duty_clock on price_duty (province, due_at) where state = 'open';

create index price_duty_reminder on price_duty (province, remind_at) where state = 'open' and reminded_at is null;

create index price_duty_of_manufacturer on price_duty (province, manufacturer_id, id desc);

create index price_duty_board on price_duty (province, state, id desc);

create index price_duty_of_listing on price_duty (province, listing_id, id desc);

select app.guard('price_duty', '{staff} or manufacturer_id = {me}', '{staff} or manufacturer_id = {me}',
  '{staff} or manufacturer_id = {me}');

-- The yearly linkage (JS-13b).
create table linkage_run (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  year integer not null,
  state text not null,
  -- Prices in force on this day are compared; purchases of the year before it are what the effect is counted on.
  price_day date not null,
  execute_on date not null,
  rule jsonb not null,
  -- How far the preview or the execution has come: the code of the last product seen whole.
  reached text,
  done bigint not null default 0,
  total bigint not null default 0,
  report jsonb not null,
  task_id uuid,
  publicity_id uuid,
  entered_at timestamptz not null,
  entered_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  note text not null default '',
  executed_at timestamptz,
  version integer not null default 1,
  primary key (province, id),
  constraint linkage_run_number_once unique (province, number),
  constraint linkage_run_state_is_known check (
    state in ('previewing', 'previewed', 'submitted', 'published', 'settled', 'executing', 'executed', 'cancelled')
  ),
  constraint linkage_run_enterer_does_not_approve check (decided_by is null or decided_by <> entered_by),
  constraint linkage_run_executes_after_its_prices check (execute_on >= price_day)
);

select app.shard('linkage_run');

create unique index linkage_run_one_under_way on linkage_run (province, jurisdiction)
  where state not in ('executed', 'cancelled');

create index linkage_run_clock on linkage_run (province, execute_on) where state in ('settled', 'executing');

create index linkage_run_board on linkage_run (province, id desc);

select app.guard('linkage_run', '{staff} or state in (''published'', ''settled'', ''executing'', ''executed'')', '{staff}', '{staff}');

-- A listing that the run would move, or about which it has something to say.
create table linkage_run_line (
  province smallint not null,
  run_id uuid not null,
  listing_id uuid not null,
  item_code text not null,
  manufacturer_id uuid not null,
  price_from numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  -- Null: only a warning.
  price_to numeric(18, 6),
  quantity numeric(18, 3) not null default 0,
  effect numeric(18, 2) not null default 0,
  lowest jsonb,
  warnings jsonb not null,
  state text not null,
  published boolean not null default false,
  primary key (province, run_id, listing_id),
  constraint linkage_run_line_never_raises check (price_to is null or price_to < price_from),
  constraint linkage_run_line_state_is_known check (
    state in ('proposed', 'free', 'kept', 'executed', 'overtaken', 'warning')
  ),
  constraint linkage_run_line_run_exists foreign key (province, run_id) references linkage_run (province, id)
);

select app.shard('linkage_run_line');

create index linkage_run_line_by_effect on linkage_run_line (province, run_id, effect desc, listing_id);

create index linkage_run_line_to_do on linkage_run_line (province, run_id, state, listing_id) where state in ('proposed', 'free');

create index linkage_run_line_of_listing on linkage_run_line (province, listing_id, run_id);

select app.guard('linkage_run_line', '{staff} or (published and manufacturer_id = {me})', '{staff}', '{staff}');
