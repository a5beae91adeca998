-- Zones in full (JS-12): rules that the bureau decides, reference sets that slide by day, appeals; anomalies with the
-- interviews and reports that follow (JS-12D, HN-3c); drafts of rules tried on past data.

-- A value of a policy parameter that a bureau set by its own decision: entered by one officer, approved by another, in force
-- from a day to come. It stands before what the pack says for the same jurisdiction.
create table policy_decision (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  key text not null,
  name text not null,
  value jsonb not null,
  from_day date not null,
  document text not null,
  article text not null,
  clause text,
  reason text not null,
  trial_id uuid,
  state text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint policy_decision_state_is_known check (state in ('entered', 'approved', 'rejected', 'withdrawn')),
  constraint policy_decision_enterer_does_not_approve check (state <> 'approved' or decided_by <> entered_by),
  constraint policy_decision_decided_says_when check ((state = 'entered') = (decided_at is null))
);

select app.shard('policy_decision');

create index policy_decision_board on policy_decision (province, id desc);

create unique index policy_decision_one_per_day on policy_decision (province, jurisdiction, key, from_day) where state = 'approved';

select app.guard('policy_decision', 'true', '{staff}', '{staff}');

-- What peers really paid within the window of a rule, by code (item, product or class), kept as of a day: the trades of the
-- months before it. A question adds the trades of the days since and leaves out those that have fallen out meanwhile.
create table zone_reference (
  province smallint not null,
  scope text not null,
  window_months integer not null,
  code text not null,
  institution_id uuid not null,
  jurisdiction text not null,
  level text not null,
  price numeric(18, 6) not null,
  trades integer not null,
  last_traded_at timestamptz not null,
  primary key (province, scope, window_months, code, institution_id, price, level, jurisdiction),
  constraint zone_reference_scope_is_known check (scope in ('sameItem', 'sameProduct', 'sameClass')),
  constraint zone_reference_counts_trades check (trades > 0)
);

select app.shard('zone_reference');

select app.guard('zone_reference', 'true', '{system}', '{system}');

select app.open_to_all('zone_reference');

create table zone_reference_mark (
  province smallint not null,
  scope text not null,
  window_months integer not null,
  as_of date not null,
  checked_at timestamptz,
  difference bigint not null default 0,
  primary key (province, scope, window_months)
);

select app.shard('zone_reference_mark');

select app.guard('zone_reference_mark', 'true', '{system}', '{system}');

select app.open_to_all('zone_reference_mark');

-- Trades that count in no reference set from a day on, because an appeal against them was upheld.
create table zone_exclusion (
  province smallint not null,
  trade_id uuid not null,
  appeal_id uuid not null,
  item_code text not null,
  from_day date not null,
  reason text not null,
  primary key (province, trade_id)
);

select app.shard('zone_exclusion');

create index zone_exclusion_of_item on zone_exclusion (province, item_code);

select app.guard('zone_exclusion', 'true', '{staff}', '{system}');

select app.open_to_all('zone_exclusion');

create table zone_appeal (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  organisation_id uuid not null,
  ask text not null,
  listing_id uuid not null,
  item_code text not null,
  price_point numeric(18, 6),
  warning_id uuid,
  finding jsonb not null,
  reason text not null,
  state text not null,
  filed_at timestamptz not null,
  filed_by uuid not null,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  checked_at timestamptz,
  checked_by uuid,
  check_note text not null default '',
  trade_ids uuid[] not null default '{}',
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint zone_appeal_asks_something_known check (ask in ('excludeTrade', 'withdrawWarning')),
  constraint zone_appeal_state_is_known check (state in ('filed', 'checked', 'upheld', 'dismissed', 'withdrawn')),
  constraint zone_appeal_open_has_a_due check ((due_at is not null) = (state in ('filed', 'checked'))),
  constraint zone_appeal_names_what_it_is_about check (
    (ask = 'excludeTrade') = (price_point is not null) and (ask = 'withdrawWarning') = (warning_id is not null)
  ),
  constraint zone_appeal_checker_does_not_decide check (state not in ('upheld', 'dismissed') or decided_by <> checked_by),
  constraint zone_appeal_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('zone_appeal');

create index zone_appeal_board on zone_appeal (province, id desc);

create index zone_appeal_of_organisation on zone_appeal (province, organisation_id, id desc);

create index zone_appeal_open on zone_appeal (province, due_at) where due_at is not null;

create unique index zone_appeal_one_open_per_warning on zone_appeal (province, warning_id) where due_at is not null;

select app.guard('zone_appeal', '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}',
  '{staff} or organisation_id = {me}');

-- A warning whose ground fell away on appeal stays on the board, withdrawn.
alter table warning drop constraint warning_state_is_known;

alter table warning add constraint warning_state_is_known check (state in ('new', 'handled', 'withdrawn'));

alter table warning drop constraint warning_handled_says_how;

alter table warning add constraint warning_handled_says_how check ((state = 'new') = (handling is null));

create index warning_of_organisation on warning (province, organisation_id, id desc);

-- What an institution bought in a month, by item and manufacturer: what anomalies are found from. A day is added once.
create table purchase_month (
  province smallint not null,
  institution_id uuid not null,
  jurisdiction text not null,
  month date not null,
  item_code text not null,
  manufacturer_id uuid not null,
  lines integer not null,
  units numeric(20, 3) not null,
  amount numeric(20, 2) not null,
  listed_amount numeric(20, 2) not null,
  primary key (province, institution_id, month, item_code, manufacturer_id)
);

select app.shard('purchase_month');

create index purchase_month_of_class on purchase_month (province, month, left(item_code, 7));

select app.guard('purchase_month', '{staff}', '{system}', '{system}');

-- What was ordered from a distributor in a month and how much of it was delivered by the end of the month after (HN-11b).
create table supply_month (
  province smallint not null,
  distributor_id uuid not null,
  jurisdiction text not null,
  month date not null,
  lines integer not null,
  ordered_amount numeric(20, 2) not null,
  delivered_amount numeric(20, 2) not null,
  primary key (province, distributor_id, month)
);

select app.shard('supply_month');

select app.guard('supply_month', '{staff} or distributor_id = {me}', '{system}', '{system}');

-- How far the nightly looking has come: a day is looked at once, whole.
create table supervision_mark (
  province smallint not null,
  name text not null,
  until_day date not null,
  primary key (province, name)
);

select app.shard('supervision_mark');

select app.guard('supervision_mark', '{signed in}', '{system}', '{system}');

create table anomaly (
  province smallint not null,
  id uuid not null,
  kind text not null,
  institution_id uuid not null,
  jurisdiction text not null,
  subject_key text not null,
  found_on date not null,
  facts jsonb not null,
  lines jsonb not null,
  amount numeric(18, 2) not null,
  basis jsonb not null,
  state text not null,
  case_id uuid,
  explanation text not null default '',
  handled_at timestamptz,
  handled_by uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint anomaly_kind_is_known check (
    kind in ('redPrices', 'neverBargains', 'suddenVolume', 'singleSupplier', 'splitOrders', 'aboveMedian')
  ),
  constraint anomaly_state_is_known check (state in ('new', 'explained', 'taken')),
  constraint anomaly_explained_says_how check ((state = 'explained') = (explanation <> '')),
  constraint anomaly_taken_names_its_case check ((state = 'taken') = (case_id is not null)),
  constraint anomaly_is_found_once unique (province, kind, institution_id, subject_key)
);

select app.shard('anomaly');

create index anomaly_board on anomaly (province, found_on desc, id desc);

create index anomaly_of_institution on anomaly (province, institution_id, found_on desc, id desc);

select app.guard('anomaly', '{staff}', '{system}', '{staff}');

-- 约谈 and 通报 (JS-12D): what was asked of an institution, by when, and what came of it.
create table oversight_case (
  province smallint not null,
  id uuid not null,
  number text not null,
  kind text not null,
  jurisdiction text not null,
  institution_id uuid not null,
  title text not null,
  content text not null,
  meeting_at timestamptz,
  place text not null default '',
  minutes text not null default '',
  held_at timestamptz,
  rectify_by date,
  due_at timestamptz,
  answer text not null default '',
  answered_at timestamptz,
  outcome text not null default '',
  state text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  issued_at timestamptz,
  issued_by uuid,
  closed_at timestamptz,
  closed_by uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint oversight_case_kind_is_known check (kind in ('interview', 'report')),
  constraint oversight_case_state_is_known check (
    state in ('drafted', 'summoned', 'rectifying', 'answered', 'closed', 'dropped')
  ),
  constraint oversight_case_report_is_issued_by_another check (kind = 'interview' or issued_by is null or issued_by <> entered_by),
  constraint oversight_case_interview_names_its_time check (kind = 'report' or meeting_at is not null),
  constraint oversight_case_rectifying_has_a_due check ((state = 'rectifying') = (due_at is not null))
);

select app.shard('oversight_case');

create index oversight_case_board on oversight_case (province, id desc);

create index oversight_case_of_institution on oversight_case (province, institution_id, id desc);

create index oversight_case_due on oversight_case (province, due_at) where due_at is not null;

select app.guard('oversight_case', '{staff} or (institution_id = {me} and state not in (''drafted'', ''dropped''))', '{staff}',
  '{staff} or institution_id = {me}');

-- A rule as a draft, tried on past data: what would have happened. The trial itself reads and writes nothing but this row.
create table rule_trial (
  province smallint not null,
  id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  name text not null,
  draft jsonb not null,
  from_day date not null,
  until_day date not null,
  shared boolean not null default false,
  state text not null,
  done bigint not null default 0,
  total bigint,
  report jsonb,
  started_at timestamptz not null,
  beat_at timestamptz not null,
  finished_at timestamptz,
  primary key (province, id),
  constraint rule_trial_kind_is_known check (kind in ('zone', 'noSale', 'linkage')),
  constraint rule_trial_state_is_known check (state in ('running', 'done', 'failed')),
  constraint rule_trial_window_is_in_order check (from_day <= until_day),
  constraint rule_trial_done_has_its_report check ((state = 'done') = (report is not null))
);

select app.shard('rule_trial');

create index rule_trial_of_account on rule_trial (province, account_id, id desc);

create index rule_trial_shared on rule_trial (province, organisation_id, id desc);

select app.guard('rule_trial', '{system} or organisation_id = {me}', '{system} or organisation_id = {me}',
  '{system} or organisation_id = {me}');
