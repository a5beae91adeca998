-- 配送能力应覆盖协议供应地区 (SX-5.3b): winners whose delivery is looked at each day, and the places that it does not reach,
-- with the day by which it has to. What is not mended by then is told as a failure to supply.
create table coverage_watch (
  province smallint not null,
  tender_id uuid not null,
  manufacturer_id uuid not null,
  organiser_id uuid not null,
  rules_of text not null,
  -- The day of the next look; null when the term is over.
  look_on date,
  primary key (province, tender_id, manufacturer_id),
  constraint coverage_watch_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint coverage_watch_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('coverage_watch');

create index coverage_watch_look on coverage_watch (province, look_on) where look_on is not null;

select app.guard('coverage_watch', '{staff} or manufacturer_id = {me} or organiser_id = {me}', '{staff}', '{staff}');

-- Accounts that are open already are looked at from now on. The wall stands for its owner too, so it is passed province by province.
create function app.watch_coverage() returns void language plpgsql as
$$
declare
  here record;
begin
  for here in select distinct left(code, 2)::int as province from jurisdiction loop
    perform set_config('app.province', here.province::text, true);
    perform set_config('app.reach', 'system', true);
    execute format('insert into coverage_watch (province, tender_id, manufacturer_id, organiser_id, rules_of, look_on)'
      ' select distinct on (tender_id, manufacturer_id) province, tender_id, manufacturer_id, organiser_id, rules_of, from_on'
      ' from volume_account where province = %s and state = ''open'' order by tender_id, manufacturer_id, from_on', here.province);
  end loop;
end
$$;

select app.watch_coverage();

drop function app.watch_coverage();

create table coverage_gap (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  -- The city, and what in it is not reached as of the last look.
  area text not null,
  institutions uuid[] not null,
  product_ids uuid[] not null,
  state text not null,
  found_on date not null,
  -- From here the time to appoint a distributor is counted: found, or the first day of the term.
  began_at timestamptz not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  reminded_on date,
  -- Institutions × days of the term without delivery, counted up to that day.
  counted_on date not null,
  institution_days integer not null default 0,
  failed_at timestamptz,
  failure_ids uuid[] not null default '{}',
  closed_on date,
  version integer not null default 1,
  primary key (province, id),
  constraint coverage_gap_state_is_known check (state in ('open', 'failed', 'closed')),
  constraint coverage_gap_closed_says_when check ((state = 'closed') = (closed_on is not null)),
  constraint coverage_gap_failed_says_when check (state <> 'failed' or failed_at is not null),
  constraint coverage_gap_days_are_not_negative check (institution_days >= 0),
  constraint coverage_gap_watch_exists foreign key (province, tender_id, manufacturer_id)
    references coverage_watch (province, tender_id, manufacturer_id)
);

select app.shard('coverage_gap');

create unique index coverage_gap_one_running on coverage_gap (province, tender_id, manufacturer_id, area)
  where state <> 'closed';

create index coverage_gap_provisional on coverage_gap (province, id) where state = 'open' and due_provisional;

select app.guard('coverage_gap',
  '{staff} or manufacturer_id = {me} or organiser_id = {me} or institutions @> array[{me}]', '{system}', '{system}');

-- A failure that the clock found has no reporter.
alter table supply_failure alter column reported_by drop not null;

alter table supply_failure drop constraint supply_failure_origin_is_known;

alter table supply_failure add constraint supply_failure_origin_is_known
  check (origin in ('institution', 'officer', 'coverage'));

alter table supply_failure add constraint supply_failure_reporter_is_known
  check ((origin = 'coverage') = (reported_by is null));
