-- How the directory changes (JS-3, JS-14a, JS-14b, HN-7b, HN-11b, HN-16): its public history, the time without trade of each listing,
-- closings that wait for open business, resumptions that institutions apply for, merges of former city listings, and how
-- much of what was due was delivered.

-- What happened to a product in the directory, for everybody to read. A change of a listing has the version it made; what is
-- only announced has none. `tx` lets a reader follow the history without missing what was committed late.
create table directory_change (
  province smallint not null,
  id uuid not null,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  kind text not null,
  listing_id uuid not null,
  listing_version integer,
  number text not null,
  jurisdiction text not null,
  item_code text not null,
  manufacturer_id uuid not null,
  form text not null,
  price_before numeric(18, 6),
  units_before integer,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  purchase_unit text not null,
  reason text not null,
  note text not null,
  basis jsonb,
  evidence text not null default '',
  evidence_ids uuid[] not null default '{}',
  -- The number or title of the document by which it was made known.
  document text not null default '',
  cause_kind text,
  cause_id uuid,
  primary key (province, id),
  constraint directory_change_kind_is_known check (
    kind in ('listed', 'repriced', 'suspended', 'resumed', 'withdrawn', 'moved', 'idle', 'closing', 'kept')
  ),
  constraint directory_change_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('directory_change');

create unique index directory_change_once_per_version on directory_change (province, listing_id, listing_version)
  where listing_version is not null;

create index directory_change_of_listing on directory_change (province, listing_id, id desc);

create index directory_change_of_manufacturer on directory_change (province, manufacturer_id, id desc);

create index directory_change_of_kind on directory_change (province, kind, id desc);

create index directory_change_of_document on directory_change (province, document, id desc) where document <> '';

create index directory_change_feed on directory_change (province, tx, id);

select app.guard('directory_change', 'true', '{staff}', '{staff}');

select app.open_to_all('directory_change');

-- The documents by which changes were made known, each with what it changed: an import, a closing, a linkage run.
create table directory_document (
  province smallint not null,
  document text not null,
  jurisdiction text not null,
  at timestamptz not null,
  changes integer not null,
  kinds text[] not null,
  primary key (province, document)
);

select app.shard('directory_document');

create index directory_document_newest on directory_document (province, at desc, document desc);

select app.guard('directory_document', 'true', '{staff}', '{staff}');

select app.open_to_all('directory_document');

-- Since when a listing has gone without trade: from its listing, its resumption or its last trade, whichever is latest.
create table listing_life (
  province smallint not null,
  listing_id uuid not null,
  jurisdiction text not null,
  manufacturer_id uuid not null,
  counted_from date not null,
  last_traded_on date,
  stage text not null,
  noticed_on date,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  primary key (province, listing_id),
  constraint listing_life_stage_is_known check (stage in ('running', 'noticed', 'off')),
  constraint listing_life_noticed_says_when check ((stage = 'noticed') = (due_at is not null)),
  constraint listing_life_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('listing_life');

-- Each province passes the wall around its trades by itself.
do $$
declare
  here integer;
begin
  for here in select distinct l.province from listing l loop
    perform set_config('app.province', here::text, true);
    perform set_config('app.reach', 'system', true);
    insert into listing_life (province, listing_id, jurisdiction, manufacturer_id, counted_from, last_traded_on, stage)
    select l.province, l.id, l.jurisdiction, l.manufacturer_id, greatest(l.listed_on, t.day), t.day,
      case when l.state = 'listed' then 'running' else 'off' end
    from listing l
    left join lateral (
      select (max(r.traded_at) at time zone 'Asia/Shanghai')::date as day from trade r
      where r.province = l.province and r.listing_id = l.id
    ) t on true
    where l.province = here;
  end loop;
end
$$;

create index listing_life_idle on listing_life (province, jurisdiction, counted_from) where stage = 'running';

create index listing_life_due on listing_life (province, due_at) where stage = 'noticed';

create index listing_life_noticed_of_manufacturer on listing_life (province, manufacturer_id, due_at) where stage = 'noticed';

create index listing_life_of_manufacturer on listing_life (province, manufacturer_id, listing_id desc);

-- A trade makes a listing young again, whoever of both sides writes it down.
select app.guard('listing_life', 'true', '{signed in}', '{signed in}');

select app.open_to_all('listing_life');

-- A suspension by decision, a withdrawal or a cancellation: nothing new is ordered from its decision on, and it takes full
-- effect when nothing is open any more.
create table directory_closing (
  province smallint not null,
  id uuid not null,
  number text not null,
  listing_id uuid not null,
  jurisdiction text not null,
  manufacturer_id uuid not null,
  kind text not null,
  origin text not null,
  reason text not null,
  note text not null,
  basis jsonb not null,
  evidence_ids uuid[] not null default '{}',
  state text not null,
  listing_version integer not null,
  -- What was open when it was decided, and when it was looked at last.
  open_at_decision jsonb,
  open_now jsonb,
  proposed_at timestamptz not null,
  proposed_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  finish_due_at timestamptz,
  finish_due_provisional boolean not null default false,
  finish_due_basis jsonb,
  look_at timestamptz,
  closed_at timestamptz,
  merge_id uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint directory_closing_kind_is_known check (kind in ('suspend', 'withdraw', 'cancel')),
  constraint directory_closing_origin_is_known check (origin in ('officer', 'manufacturer', 'clock', 'merge')),
  constraint directory_closing_state_is_known check (state in ('proposed', 'rejected', 'recalled', 'waiting', 'closed')),
  constraint directory_closing_proposer_does_not_decide check (decided_by is null or decided_by <> proposed_by),
  constraint directory_closing_waiting_looks_again check ((state = 'waiting') = (look_at is not null)),
  constraint directory_closing_number_once unique (province, number),
  constraint directory_closing_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('directory_closing');

create unique index directory_closing_one_running on directory_closing (province, listing_id)
  where state in ('proposed', 'waiting');

create index directory_closing_board on directory_closing (province, state, id desc);

create index directory_closing_look on directory_closing (province, look_at) where look_at is not null;

create index directory_closing_of_listing on directory_closing (province, listing_id, id desc);

create index directory_closing_of_manufacturer on directory_closing (province, manufacturer_id, id desc);

select app.guard('directory_closing', '{signed in}', '{staff} or manufacturer_id = {me}', '{staff} or manufacturer_id = {me}');

-- The written application of an institution to resume a suspended product: checked by one officer, decided by another.
create table directory_resumption (
  province smallint not null,
  id uuid not null,
  number text not null,
  listing_id uuid not null,
  jurisdiction text not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  need text not null,
  basis jsonb not null,
  evidence_ids uuid[] not null default '{}',
  state text not null,
  applied_at timestamptz not null,
  applied_by uuid not null,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  checked_at timestamptz,
  checked_by uuid,
  recommended boolean,
  check_note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint directory_resumption_state_is_known check (state in ('applied', 'checked', 'approved', 'refused', 'recalled')),
  constraint directory_resumption_checker_does_not_decide check (decided_by is null or checked_by is null or decided_by <> checked_by),
  constraint directory_resumption_number_once unique (province, number),
  constraint directory_resumption_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('directory_resumption');

create unique index directory_resumption_one_running on directory_resumption (province, listing_id, institution_id)
  where state in ('applied', 'checked');

create index directory_resumption_board on directory_resumption (province, state, id desc);

create index directory_resumption_of_listing on directory_resumption (province, listing_id, id desc);

create index directory_resumption_of_institution on directory_resumption (province, institution_id, id desc);

select app.guard('directory_resumption', '{staff} or institution_id = {me} or manufacturer_id = {me}',
  '{staff} or institution_id = {me}', '{staff} or institution_id = {me}');

-- City listings of one code that become one listing of the province (JS-5, HN-1): at the lowest, every origin kept.
create table directory_merge (
  province smallint not null,
  id uuid not null,
  number text not null,
  item_code text not null,
  jurisdiction text not null,
  kept_listing_id uuid not null,
  -- The listings as they were when it was entered: id, version, jurisdiction, number, price, units, listed on.
  sources jsonb not null,
  note text not null,
  basis jsonb not null,
  state text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  primary key (province, id),
  constraint directory_merge_state_is_known check (state in ('waiting', 'approved', 'rejected')),
  constraint directory_merge_enterer_does_not_decide check (state <> 'approved' or decided_by <> entered_by),
  constraint directory_merge_number_once unique (province, number),
  constraint directory_merge_listing_exists foreign key (province, kept_listing_id) references listing (province, id)
);

select app.shard('directory_merge');

create unique index directory_merge_one_waiting on directory_merge (province, item_code) where state = 'waiting';

create index directory_merge_board on directory_merge (province, state, id desc);

create index directory_merge_of_listing on directory_merge (province, kept_listing_id);

select app.guard('directory_merge', '{signed in}', '{staff}', '{staff}');

-- Where a listing came from when it was not an import: the merge that brought it.
alter table listing_origin alter column import_id drop not null;

alter table listing_origin alter column "row" drop not null;

alter table listing_origin add column merge_id uuid;

alter table listing_origin add column from_listing_id uuid;

-- What was due of a listing in a month and what of it came in time (HN-11b). A day is counted once, when it is over.
create table listing_delivery (
  province smallint not null,
  listing_id uuid not null,
  month date not null,
  manufacturer_id uuid not null,
  jurisdiction text not null,
  lines integer not null,
  late_lines integer not null,
  excluded_lines integer not null,
  due_quantity numeric(18, 3) not null,
  on_time_quantity numeric(18, 3) not null,
  excluded_quantity numeric(18, 3) not null,
  primary key (province, listing_id, month)
);

select app.shard('listing_delivery');

create index listing_delivery_of_month on listing_delivery (province, month, listing_id);

select app.guard('listing_delivery', '{staff} or manufacturer_id = {me}', '{system}', '{system}');

create table directory_day (
  province smallint not null,
  day date not null,
  counted_at timestamptz not null,
  primary key (province, day)
);

select app.shard('directory_day');

select app.guard('directory_day', '{signed in}', '{system}', '{system}');

-- On which day it shows whether an order was delivered in time: when it was due, else when it was refused or lapses.
create index purchase_order_judged on purchase_order (province, (coalesce(deliver_due_at, answered_at, expire_due_at)));

create index goods_return_asked_of_parcel on goods_return (province, shipment_id, shipment_line) where state = 'asked';

create index order_line_of_listing on order_line (province, listing_id, order_id desc);

-- Who buys holds the listing against suspension until the order is written (select … for key share asks the rule for changes);
-- the rows themselves are still written by the bureau and the clock alone.
do $$
begin
  execute format('alter policy changes on listing using (%s) with check (%s)',
    'province = nullif(current_setting(''app.province'', true), '''')::smallint and (' || app.policy('{signed in}') || ')',
    'province = nullif(current_setting(''app.province'', true), '''')::smallint and (' || app.policy('{staff}') || ')');
end
$$;
