-- Volume reporting (报量, SX-3.1a, SX-3.1b, JS-20, GY-4.1): what each institution used last year, what it reports, who confirmed
-- it, and the base, ratio and agreed volume that follow. Quantities are units of the item.
create table demand_round (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  opened_at timestamptz not null,
  -- The twelve months whose purchases pre-fill the reports, both days included.
  use_from date not null,
  use_until date not null,
  -- The first of two, so that a round whose window is moved by an amendment is reminded again.
  remind_at timestamptz not null,
  reminded_for timestamptz,
  -- Nothing that institutions report changes from here on.
  locked_at timestamptz,
  lock_reports integer,
  lock_lines integer,
  lock_basis jsonb,
  -- Until when reports that were in time are confirmed by those above.
  confirm_due_at timestamptz,
  confirm_provisional boolean not null default false,
  confirm_ended_at timestamptz,
  published_at timestamptz,
  published_by uuid,
  version integer not null default 1,
  primary key (province, tender_id),
  constraint demand_round_locked_has_a_term check ((locked_at is null) = (confirm_due_at is null)),
  constraint demand_round_publishes_after_lock check (published_at is null or locked_at is not null),
  constraint demand_round_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('demand_round');

create index demand_round_open on demand_round (province, tender_id) where locked_at is null;

create index demand_round_confirming on demand_round (province, confirm_due_at) where locked_at is not null and confirm_ended_at is null;

-- Last year's purchases on the platform by institution and product, converted to the unit of the item.
create table demand_use (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  product_id uuid not null,
  item text not null,
  organiser_id uuid not null,
  partners uuid[] not null default '{}',
  quantity numeric(18, 3) not null,
  amount numeric(18, 2) not null,
  trades integer not null,
  primary key (province, tender_id, institution_id, product_id),
  constraint demand_use_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('demand_use');

create table demand_report (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null default '{}',
  area text not null,
  state text not null,
  -- What the institution works on: lines not yet submitted, kept as they were typed.
  draft jsonb,
  drafted_at timestamptz,
  -- Items of which the institution says that it needs nothing: `{"<item>": "<why>"}`. What is not said is not zero.
  no_need jsonb not null default '{}',
  line_count integer not null default 0,
  deviating_count integer not null default 0,
  submitted_at timestamptz,
  submitted_by uuid,
  confirmed_at timestamptz,
  confirmed_by uuid,
  reviewed_at timestamptz,
  reviewed_by uuid,
  note text not null default '',
  locked_at timestamptz,
  version integer not null default 1,
  primary key (province, tender_id, institution_id),
  constraint demand_report_state_is_known check (
    state in ('open', 'submitted', 'confirmed', 'accepted', 'returned', 'excluded', 'lapsed')
  ),
  constraint demand_report_submitted_says_when check (state in ('open', 'lapsed') or submitted_at is not null),
  constraint demand_report_submitter_does_not_confirm check (confirmed_by is null or confirmed_by <> submitted_by),
  constraint demand_report_round_exists foreign key (province, tender_id) references demand_round (province, tender_id)
);

select app.shard('demand_report');

create index demand_report_of_institution on demand_report (province, institution_id, tender_id desc);

create index demand_report_of_round on demand_report (province, tender_id, area, institution_id);

create index demand_report_to_review on demand_report (province, tender_id, area) where state = 'confirmed';

-- Without a foreign key to the report: a submission writes both in one statement, and in the last hour before the lock a look-up
-- for each of its lines would cost more than the lines.
create table demand_line (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  product_id uuid not null,
  item text not null,
  organiser_id uuid not null,
  partners uuid[] not null default '{}',
  reported numeric(18, 3) not null,
  last_year numeric(18, 3) not null,
  -- Whether last year's use is the platform's figure or the institution's own.
  is_last_year_stated boolean not null,
  is_deviating boolean not null,
  explanation text not null default '',
  primary key (province, tender_id, institution_id, product_id),
  constraint demand_line_is_not_negative check (reported >= 0 and last_year >= 0),
  constraint demand_line_deviating_is_explained check (not is_deviating or explanation <> '')
);

select app.shard('demand_line');

-- What happened to a report, in the words of those who acted.
create table demand_step (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  step integer not null,
  organiser_id uuid not null,
  partners uuid[] not null default '{}',
  kind text not null,
  organisation_id uuid,
  account_id uuid,
  note text not null default '',
  facts jsonb not null default '{}',
  at timestamptz not null,
  primary key (province, tender_id, institution_id, step),
  constraint demand_step_kind_is_known check (
    kind in ('submitted', 'confirmed', 'accepted', 'returned', 'withdrawn', 'excluded', 'lapsed', 'locked')
  ),
  constraint demand_step_belongs_to_report foreign key (province, tender_id, institution_id)
    references demand_report (province, tender_id, institution_id)
);

select app.shard('demand_step');

-- A workbook that an institution handed in, with what was found in each row.
create table demand_import (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  institution_id uuid not null,
  file_name text not null,
  rows jsonb not null,
  row_count integer not null,
  problem_count integer not null,
  taken_at timestamptz not null,
  taken_by uuid not null,
  primary key (province, id),
  constraint demand_import_belongs_to_report foreign key (province, tender_id, institution_id)
    references demand_report (province, tender_id, institution_id)
);

select app.shard('demand_import');

create index demand_import_of_report on demand_import (province, tender_id, institution_id, id desc);

-- SX-3.1b: base, ratio and agreed volume of an item as published; one row for each number of winners with a ratio of its own.
create table demand_volume (
  province smallint not null,
  tender_id uuid not null,
  item text not null,
  place integer not null,
  organiser_id uuid not null,
  institutions integer not null,
  reported numeric(18, 3) not null,
  last_year numeric(18, 3) not null,
  base numeric(18, 3) not null,
  winners_min integer,
  winners_max integer,
  -- As the pack writes it: '0.8' or '2/3'.
  ratio text not null,
  agreed numeric(18, 3) not null,
  published_at timestamptz not null,
  primary key (province, tender_id, item, place),
  constraint demand_volume_is_not_negative check (base >= 0 and agreed >= 0),
  constraint demand_volume_item_exists foreign key (province, tender_id, item) references tender_item (province, tender_id, item)
);

select app.shard('demand_volume');

select app.guard('demand_round', 'true', '{system}', '{staff} or organiser_id = {me}');

select app.open_to_all('demand_round');

select app.guard('demand_use',
  '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]', '{system}', '{system}');

select app.guard('demand_report',
  '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]', '{system}',
  '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]');

select app.guard('demand_line', '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]', 'institution_id = {me}',
  '{system} or institution_id = {me}');

select app.guard('demand_step', '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]', null);

select app.guard('demand_import', 'institution_id = {me}', 'institution_id = {me}', 'institution_id = {me}');

-- Only what is published is written here.
select app.guard('demand_volume', 'true', '{staff} or organiser_id = {me}', '{system}');

select app.open_to_all('demand_volume');
