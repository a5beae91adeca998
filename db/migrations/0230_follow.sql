-- Results of elsewhere land here (SX-4.1, SX-4.2), and products beside a result are coordinated with it (JS-24).

-- What this platform tells others: one row for each result that is final. `tx` gives readers a horizon that no late commit
-- can pass. A round that only follows tells nothing: its source does.
create table award_feed (
  province smallint not null,
  tender_id uuid not null,
  tx xid8 not null default pg_current_xact_id(),
  run_id uuid not null,
  hash text not null,
  told_at timestamptz not null,
  primary key (province, tender_id),
  constraint award_feed_run_exists foreign key (province, run_id) references award_run (province, id)
);

select app.shard('award_feed');

create index award_feed_order on award_feed (province, tx, tender_id);

select app.guard('award_feed', 'true', '{system}', null);

select app.open_to_all('award_feed');

-- Results that were final before there was a feed, of every province: the wall stands for its owner too, unless it is taken down.
alter table award_feed no force row level security;

alter table bid_round no force row level security;

alter table tender no force row level security;

alter table award_run no force row level security;

insert into award_feed (province, tender_id, run_id, hash, told_at)
select r.province, r.tender_id, a.id, a.hash, r.awarded_at
from bid_round r
join tender t on t.province = r.province and t.id = r.tender_id and t.origin = 'run'
join award_run a on a.province = r.province and a.tender_id = r.tender_id and a.purpose = 'selection' and a.state = 'valid'
where r.awarded_at is not null;

alter table award_feed force row level security;

alter table bid_round force row level security;

alter table tender force row level security;

alter table award_run force row level security;

-- Another installation whose results are read. Entered by one officer, opened by another.
create table award_source (
  province smallint not null,
  id uuid not null,
  name text not null,
  url text not null,
  -- The jurisdiction it may speak for: results of any other are refused.
  jurisdiction text not null,
  every_minutes integer not null,
  state text not null,
  cursor text,
  next_at timestamptz,
  read_at timestamptz,
  problem text,
  problem_since timestamptz,
  organisation_id uuid not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (province, id),
  constraint award_source_state_is_known check (state in ('entered', 'open', 'paused', 'rejected')),
  constraint award_source_enterer_does_not_open check (decided_by is null or decided_by <> entered_by),
  constraint award_source_interval_is_sane check (every_minutes between 5 and 10080)
);

select app.shard('award_source');

create index award_source_due on award_source (province, next_at) where state = 'open';

select app.guard('award_source', '{staff}', '{staff}', '{staff}');

-- A result that came from there. `codes` say which national codes each of its products has, `items` what it bought: neither is
-- part of the bundle, which holds what the award follows from.
create table landed_award (
  province smallint not null,
  id uuid not null,
  source_id uuid not null,
  -- The round on its own platform.
  external_id text not null,
  number text not null,
  title text not null,
  organiser text not null,
  level text not null,
  jurisdiction text not null,
  awarded_at timestamptz not null,
  term_months integer not null,
  -- As the source stated it; the bundle's own text must have it.
  hash text not null,
  engine text not null default '',
  items jsonb not null,
  selected jsonb not null default '[]',
  bundle bytea,
  bundle_bytes integer not null default 0,
  -- 'broken': what came does not come out when it is computed again, or has another hash.
  state text not null,
  problem text,
  read_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  note text not null default '',
  tender_id uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint landed_award_once unique (province, source_id, external_id, hash),
  constraint landed_award_state_is_known check (state in ('received', 'broken', 'followed', 'dismissed')),
  constraint landed_award_followed_says_where check ((state = 'followed') = (tender_id is not null)),
  constraint landed_award_broken_says_why check (state <> 'broken' or problem is not null),
  constraint landed_award_source_exists foreign key (province, source_id) references award_source (province, id),
  constraint landed_award_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('landed_award');

create index landed_award_newest on landed_award (province, id desc);

create index landed_award_waiting on landed_award (province, id) where state in ('received', 'broken');

create index landed_award_of_tender on landed_award (province, tender_id) where tender_id is not null;

select app.guard('landed_award', '{staff}', '{staff}', '{staff}');

-- Province-wide coordination of prices (全省价格协同, JS-24): enterprises of the same kind of product that were not selected are
-- asked to come down to the measure of the selected prices by a day.
create table price_coordination (
  province smallint not null,
  id uuid not null,
  number text not null,
  tender_id uuid not null,
  jurisdiction text not null,
  state text not null,
  -- The provision as it stood when it was counted.
  measure text not null,
  basis jsonb not null,
  -- Per item of the round: {item, name, unit, price}; yuan per unit of the item.
  items jsonb not null,
  bought_from date not null,
  bought_before date not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  sent_at timestamptz,
  sent_by uuid,
  due_at timestamptz,
  provisional boolean not null default false,
  remind_at timestamptz,
  reminded_at timestamptz,
  ended_at timestamptz,
  note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint price_coordination_number_once unique (province, number),
  constraint price_coordination_state_is_known check (state in ('counted', 'asked', 'ended', 'dropped')),
  constraint price_coordination_asked_says_by_when check ((state in ('asked', 'ended')) = (due_at is not null)),
  constraint price_coordination_measure_is_known check (measure in ('highest', 'mean', 'lowest')),
  constraint price_coordination_sender_is_another check (sent_by is null or sent_by <> entered_by),
  constraint price_coordination_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('price_coordination');

create unique index price_coordination_one_running on price_coordination (province, tender_id)
  where state in ('counted', 'asked');

create index price_coordination_clock on price_coordination (province, due_at) where state = 'asked';

create index price_coordination_newest on price_coordination (province, id desc);

select app.guard('price_coordination', '{staff} or (state in (''asked'', ''ended'') and {signed in})', '{staff}', '{staff}');

create table coordination_line (
  province smallint not null,
  coordination_id uuid not null,
  listing_id uuid not null,
  item text not null,
  item_code text not null,
  manufacturer_id uuid not null,
  -- Yuan per purchase unit: as listed when it was counted, to where it is asked to come, and what the firm offered.
  price numeric(18, 6) not null,
  target numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  -- Purchase units bought in the year before, and what coming down would have saved.
  quantity numeric(18, 3) not null,
  effect numeric(18, 2) not null,
  state text not null,
  offered numeric(18, 6),
  reason text not null default '',
  answered_at timestamptz,
  answered_by uuid,
  -- Shown as above coordination until its price is no more.
  above boolean not null default false,
  sent boolean not null default false,
  primary key (province, coordination_id, listing_id),
  constraint coordination_line_state_is_known check (state in ('asked', 'offered', 'lowered', 'refused', 'silent', 'gone')),
  constraint coordination_line_asks_for_less check (target < price),
  constraint coordination_line_never_raises check (offered < price),
  constraint coordination_line_offer_says_how_much check ((state in ('offered', 'lowered')) <= (offered is not null)),
  constraint coordination_line_refusal_says_why check (state <> 'refused' or reason <> ''),
  constraint coordination_line_belongs foreign key (province, coordination_id) references price_coordination (province, id),
  constraint coordination_line_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('coordination_line');

create index coordination_line_of_manufacturer on coordination_line (province, manufacturer_id, coordination_id) where sent;

create index coordination_line_offered on coordination_line (province, coordination_id, listing_id) where state = 'offered';

create index coordination_line_above on coordination_line (province, listing_id) where above;

select app.guard('coordination_line', '{staff} or (sent and manufacturer_id = {me}) or (above and {signed in})',
  '{staff}', '{staff} or (sent and manufacturer_id = {me})');
