-- Quoting rounds (报价轮次; SX-3.2b, GD-1b, JS-21): a round may take sealed quotes more than once. Each quoting round is sealed,
-- closed and opened like the only one of a tender; what stands after the last one is what the award works on.

alter table tender drop constraint tender_mode_is_known;

alter table tender add constraint tender_mode_is_known check (
  mode in ('tender', 'auction', 'negotiation', 'inquiry', 'bargain', 'listing')
);

-- A term that ends may also be followed by a negotiation or by bargaining (SX-3.3).
alter table tender_renewal drop constraint tender_renewal_path_is_known;

alter table tender_renewal add constraint tender_renewal_path_is_known check (
  path in ('inquiry', 'negotiation', 'bargain', 'follow', 'rebid', 'none')
);

-- {rounds, stepPermyriad, shown, singleSource}; null: as the mode usually runs.
alter table tender add column quoting jsonb;

-- The quoting round that runs now, or was opened last.
alter table bid_round add column quoting integer not null default 1;

-- No further quote is asked for: what stands is evaluated.
alter table bid_round add column quoting_ended_at timestamptz;

alter table bid_round add constraint bid_round_quoting_counts_from_one check (quoting >= 1);

alter table sealed_bid add column quoting integer not null default 1;

-- Who may read a sealed bid between its deadline and the result: the organiser and the houses of the trustees.
alter table sealed_bid add column readers uuid[] not null default '{}';

drop index sealed_bid_one_stands;

create unique index sealed_bid_one_stands on sealed_bid (province, tender_id, manufacturer_id, quoting) where state = 'standing';

select app.guard_again('sealed_bid', '{system} or manufacturer_id = {me} or is_public or readers @> array[{me}]',
  'manufacturer_id = {me}', '{system} or manufacturer_id = {me}');

drop policy removes on sealed_bid;

alter table bid_opening add column quoting integer not null default 1;

-- As of the sealed bid.
alter table bid_opening add column readers uuid[] not null default '{}';

-- What was opened before quoting rounds came is public; between two rounds nobody reads what others quoted.
alter table bid_opening add column is_public boolean not null default true;

select app.guard_again('bid_opening', '{staff} or manufacturer_id = {me} or is_public or readers @> array[{me}]', '{system}', '{system}');

drop policy removes on bid_opening;

-- A key given out opens one bid; with whose it is, it says who bids.
alter table bid_own_key add column is_public boolean not null default true;

select app.guard_again('bid_own_key', '{staff} or manufacturer_id = {me} or is_public', 'manufacturer_id = {me}', '{system}');

drop policy removes on bid_own_key;

-- The record of each quoting round that was opened.
create table bid_quoting (
  province smallint not null,
  tender_id uuid not null,
  quoting integer not null,
  organiser_id uuid not null,
  -- 'only', 'first', 'next', 'final'.
  kind text not null,
  from_at timestamptz,
  due_at timestamptz not null,
  closed_at timestamptz not null,
  closed_hash text not null,
  bids integer not null,
  opened integer not null,
  -- Lines that did not count: above one's own earlier quote, or too small a step.
  stopped_lines integer not null,
  opened_at timestamptz not null,
  primary key (province, tender_id, quoting),
  constraint bid_quoting_kind_is_known check (kind in ('only', 'first', 'next', 'final')),
  constraint bid_quoting_counts_are_sound check (quoting >= 1 and opened between 0 and bids and stopped_lines >= 0),
  constraint bid_quoting_round_exists foreign key (province, tender_id) references bid_round (province, tender_id)
);

select app.shard('bid_quoting');

-- When was quoted, and how many: figures that are public as they come.
select app.guard('bid_quoting', 'true', '{system}', null);

select app.open_to_all('bid_quoting');

-- The minutes of a negotiation with one bidder (谈判记录): written once, read by the organiser and that bidder.
create table bid_negotiation (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  quoting integer not null,
  held_on date not null,
  ours text not null,
  theirs text not null,
  points text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  primary key (province, id),
  constraint bid_negotiation_says_who_and_what check (ours <> '' and theirs <> '' and points <> ''),
  constraint bid_negotiation_round_exists foreign key (province, tender_id) references bid_round (province, tender_id),
  constraint bid_negotiation_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('bid_negotiation');

create index bid_negotiation_of_tender on bid_negotiation (province, tender_id, id);

select app.guard('bid_negotiation', '{staff} or organiser_id = {me} or manufacturer_id = {me}',
  '{staff} or organiser_id = {me}', null);
