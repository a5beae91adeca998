-- Execution of agreed volumes (SX-3.1c, SX-5.2 to SX-5.4b, JS-25a, JS-25b): the ledger of what each institution undertook to
-- buy, the reports of both sides, failures to supply with their substitutes, adverse events.

-- What one institution undertook to buy of one product of a round. Quantities are in units of the item. What is on order and
-- what was accepted are plain sums of its order lines; reserved, consumed, left and above follow from them alone, so that the
-- order in which things happen changes nothing and nothing can fall below zero.
create table volume_account (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  agreement_id uuid,
  organiser_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  product_id uuid not null,
  item text not null,
  item_name text not null,
  product_name text not null,
  unit text not null,
  -- The city of the institution in the round, and the institution's own jurisdiction.
  area text not null,
  jurisdiction text not null,
  -- The jurisdiction whose provisions rule the round.
  rules_of text not null,
  -- Beginnings of codes that belong to the item: what else is bought of them counts as not selected.
  code_prefixes text[] not null,
  agreed numeric(18, 3) not null,
  ordered numeric(18, 3) not null default 0,
  accepted numeric(18, 3) not null default 0,
  consumed numeric(18, 3) not null generated always as (least(accepted, agreed)) stored,
  reserved numeric(18, 3) not null generated always as (least(ordered, greatest(agreed - accepted, 0))) stored,
  remaining numeric(18, 3) not null generated always as (greatest(agreed - accepted - ordered, 0)) stored,
  above numeric(18, 3) not null generated always as (greatest(accepted + ordered - agreed, 0)) stored,
  from_on date not null,
  until_on date not null,
  state text not null default 'open',
  -- The failure to supply for which this account holds the volume of another product.
  failure_id uuid,
  -- Distributors that have orders of it: they refuse and take back, which changes its sums.
  distributor_ids uuid[] not null default '{}',
  -- Progress is looked at on this day; then reminders go out.
  look_on date,
  behind_since date,
  reminded_on date,
  reminders integer not null default 0,
  ended_at timestamptz,
  end_reason text,
  end_basis jsonb,
  -- At the end of the term: what is missing, the institution's explanation, and whether it counts in assessment (SX-5.4b).
  outcome text,
  explanation text not null default '',
  explained_at timestamptz,
  mark text,
  mark_note text not null default '',
  marked_at timestamptz,
  marked_by uuid,
  opened_at timestamptz not null,
  version integer not null default 1,
  primary key (province, id),
  constraint volume_account_agreed_is_not_negative check (agreed >= 0),
  constraint volume_account_ordered_is_not_negative check (ordered >= 0),
  constraint volume_account_accepted_is_not_negative check (accepted >= 0),
  constraint volume_account_term_has_days check (until_on >= from_on),
  constraint volume_account_state_is_known check (state in ('open', 'stopped', 'ended')),
  constraint volume_account_over_says_why check ((state = 'open') = (ended_at is null)),
  constraint volume_account_outcome_is_known check (outcome in ('met', 'behind')),
  constraint volume_account_mark_is_known check (mark in ('pending', 'counted', 'excused')),
  constraint volume_account_only_behind_is_marked check (mark is null or outcome = 'behind'),
  constraint volume_account_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint volume_account_product_exists foreign key (province, product_id) references tender_product (province, id),
  constraint volume_account_institution_exists foreign key (institution_id) references organisation (id),
  constraint volume_account_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('volume_account');

create unique index volume_account_once on volume_account (province, tender_id, institution_id, product_id)
  where failure_id is null;

create unique index volume_account_of_failure_once on volume_account (province, failure_id, institution_id, product_id)
  where failure_id is not null;

create index volume_account_of_institution on volume_account (province, institution_id, id desc);

create index volume_account_of_manufacturer on volume_account (province, manufacturer_id, id desc);

create index volume_account_of_tender on volume_account (province, tender_id, item, product_id);

create index volume_account_look on volume_account (province, look_on) where look_on is not null;

create index volume_account_marks on volume_account (province, mark, id desc) where mark is not null;

select app.guard('volume_account',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me} or distributor_ids @> array[{me}]',
  '{staff}',
  '{staff} or institution_id = {me} or distributor_ids @> array[{me}]');

select app.guard_removes('volume_account', '{system}');

-- Which listings draw on an account; a listing may draw on two when it also stands in for another product.
create table volume_listing (
  province smallint not null,
  institution_id uuid not null,
  listing_id uuid not null,
  account_id uuid not null,
  manufacturer_id uuid not null,
  primary key (province, institution_id, listing_id, account_id),
  constraint volume_listing_account_exists foreign key (province, account_id) references volume_account (province, id),
  constraint volume_listing_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('volume_listing');

create index volume_listing_of_account on volume_listing (province, account_id);

select app.guard('volume_listing', '{staff} or institution_id = {me} or manufacturer_id = {me}', '{staff}', '{staff}');

-- A listing of a round in its term: no second bargaining (JS-25a).
create table round_listing (
  province smallint not null,
  listing_id uuid not null,
  tender_id uuid not null,
  product_id uuid not null,
  item text not null,
  manufacturer_id uuid not null,
  from_on date not null,
  until_on date not null,
  ended_on date,
  primary key (province, listing_id, tender_id),
  constraint round_listing_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint round_listing_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('round_listing');

create index round_listing_of_tender on round_listing (province, tender_id, item);

select app.guard('round_listing', 'true', '{staff}', '{staff}');

select app.open_to_all('round_listing');

-- The codes for which an institution has an open account: whoever orders something else of them is asked why (SX-3.1c).
create table volume_watch (
  province smallint not null,
  institution_id uuid not null,
  code_prefixes text[] not null,
  primary key (province, institution_id)
);

select app.shard('volume_watch');

select app.guard('volume_watch', '{staff} or institution_id = {me}', '{staff}', '{staff}');

-- The ledger: one line for each change of an account, never changed. Cut by month like the orders it follows.
create table volume_entry (
  province smallint not null,
  id uuid not null,
  account_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  organiser_id uuid not null,
  distributor_id uuid,
  at timestamptz not null,
  kind text not null,
  order_id uuid,
  order_line integer,
  agreed_change numeric(18, 3) not null default 0,
  ordered_change numeric(18, 3) not null default 0,
  accepted_change numeric(18, 3) not null default 0,
  -- The sums after it.
  agreed numeric(18, 3) not null,
  ordered numeric(18, 3) not null,
  accepted numeric(18, 3) not null,
  by_account uuid,
  primary key (province, id),
  constraint volume_entry_kind_is_known check (
    kind in ('opened', 'amended', 'transferredOut', 'transferredIn', 'ordered', 'accepted', 'rejected', 'closed', 'returned')
  ),
  constraint volume_entry_of_an_order_says_which check ((order_id is null) = (order_line is null))
) partition by range (id);

select app.shard('volume_entry');

create table volume_entry_rest partition of volume_entry default;

revoke all on volume_entry_rest from daylight_app;

create index volume_entry_of_account on volume_entry (province, account_id, id desc);

select app.guard('volume_entry',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me} or distributor_id = {me}',
  '{staff} or institution_id = {me} or distributor_id = {me}', null);

-- The account that a line of an order draws on; null for what no round agreed.
alter table order_line add column volume_account_id uuid;

create index order_line_of_volume_account on order_line (province, volume_account_id, order_id) where volume_account_id is not null;

-- Why something not selected was bought while the agreed volume was behind (SX-3.1c).
alter table order_line add column others_reason text not null default '';

create index order_line_others on order_line (province, order_id desc, line desc) where others_reason <> '';

-- 每月上报采购、使用信息 (JS-25b).
create table volume_report (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  institution_id uuid not null,
  jurisdiction text not null,
  -- The first day of the month reported on.
  month date not null,
  state text not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  overdue_at timestamptz,
  reported_at timestamptz,
  reported_by uuid,
  note text not null default '',
  opened_at timestamptz not null,
  version integer not null default 1,
  primary key (province, id),
  constraint volume_report_once unique (province, institution_id, tender_id, month),
  constraint volume_report_state_is_known check (state in ('open', 'reported')),
  constraint volume_report_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint volume_report_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('volume_report');

create index volume_report_of_institution on volume_report (province, institution_id, id desc);

create index volume_report_board on volume_report (province, state, due_at);

create index volume_report_of_tender on volume_report (province, tender_id, month);

select app.guard('volume_report', '{staff} or institution_id = {me} or organiser_id = {me}', '{staff}',
  '{staff} or institution_id = {me}');

create table volume_report_line (
  province smallint not null,
  report_id uuid not null,
  account_id uuid not null,
  institution_id uuid not null,
  organiser_id uuid not null,
  -- From orders and acceptances of the month, in units of the item.
  ordered numeric(18, 3) not null,
  bought numeric(18, 3) not null,
  -- What the institution states.
  stated numeric(18, 3),
  used numeric(18, 3),
  note text not null default '',
  primary key (province, report_id, account_id),
  constraint volume_report_line_stated_is_not_negative check (stated >= 0),
  constraint volume_report_line_used_is_not_negative check (used >= 0),
  constraint volume_report_line_report_exists foreign key (province, report_id) references volume_report (province, id),
  constraint volume_report_line_account_exists foreign key (province, account_id) references volume_account (province, id)
);

select app.shard('volume_report_line');

create index volume_report_line_of_account on volume_report_line (province, account_id);

select app.guard('volume_report_line', '{staff} or institution_id = {me} or organiser_id = {me}', '{staff}',
  '{staff} or institution_id = {me}');

-- 中选企业按要求报告产能、库存和供应 (SX-5.3a).
create table supply_report (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  month date not null,
  state text not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  overdue_at timestamptz,
  reported_at timestamptz,
  reported_by uuid,
  note text not null default '',
  opened_at timestamptz not null,
  version integer not null default 1,
  primary key (province, id),
  constraint supply_report_once unique (province, manufacturer_id, tender_id, month),
  constraint supply_report_state_is_known check (state in ('open', 'reported')),
  constraint supply_report_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint supply_report_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('supply_report');

create index supply_report_of_manufacturer on supply_report (province, manufacturer_id, id desc);

create index supply_report_board on supply_report (province, state, due_at);

create index supply_report_of_tender on supply_report (province, tender_id, month);

select app.guard('supply_report', '{staff} or manufacturer_id = {me} or organiser_id = {me}', '{staff}',
  '{staff} or manufacturer_id = {me}');

create table supply_report_line (
  province smallint not null,
  report_id uuid not null,
  product_id uuid not null,
  manufacturer_id uuid not null,
  organiser_id uuid not null,
  -- What the ledger says at the opening of the report, in units of the item: still owed in the term, accepted in the month.
  owed numeric(18, 3) not null,
  accepted numeric(18, 3) not null,
  capacity numeric(18, 3),
  stock numeric(18, 3),
  supplied numeric(18, 3),
  note text not null default '',
  primary key (province, report_id, product_id),
  constraint supply_report_line_capacity_is_not_negative check (capacity >= 0),
  constraint supply_report_line_stock_is_not_negative check (stock >= 0),
  constraint supply_report_line_supplied_is_not_negative check (supplied >= 0),
  constraint supply_report_line_report_exists foreign key (province, report_id) references supply_report (province, id),
  constraint supply_report_line_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('supply_report_line');

select app.guard('supply_report_line', '{staff} or manufacturer_id = {me} or organiser_id = {me}', '{staff}',
  '{staff} or manufacturer_id = {me}');

-- 无法及时供应 (SX-5.3c): told to the winner, answered, found by one person and confirmed by a second one.
create table supply_failure (
  province smallint not null,
  id uuid not null,
  number text not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  product_id uuid not null,
  product_name text not null,
  item text not null,
  manufacturer_id uuid not null,
  jurisdiction text not null,
  rules_of text not null,
  origin text not null,
  -- The institution that reported it; null where an officer did.
  institution_id uuid,
  -- Institutions that are not supplied: the reporting one, or those an officer named; empty: all that have an account.
  institutions uuid[] not null default '{}',
  order_ids uuid[] not null default '{}',
  facts text not null,
  state text not null,
  reported_at timestamptz not null,
  reported_by uuid not null,
  answer_due_at timestamptz not null,
  answer_due_provisional boolean not null,
  answer_due_basis jsonb not null,
  answer text not null default '',
  claims_force_majeure boolean not null default false,
  answered_at timestamptz,
  -- What the one who handles it finds, and what the second person makes of it.
  finding text,
  finding_note text not null default '',
  credit_supply_id uuid,
  substitute_product_id uuid,
  substitute_from date,
  found_at timestamptz,
  found_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  ended_at timestamptz,
  end_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint supply_failure_number_once unique (province, number),
  constraint supply_failure_origin_is_known check (origin in ('institution', 'officer')),
  constraint supply_failure_state_is_known check (
    state in ('told', 'answered', 'found', 'confirmed', 'substituted', 'dismissed', 'ended')
  ),
  constraint supply_failure_finding_is_known check (finding in ('default', 'forceMajeure', 'unfounded')),
  constraint supply_failure_found_says_what check ((found_at is null) = (finding is null)),
  constraint supply_failure_finder_does_not_decide check (decided_by is null or decided_by <> found_by),
  constraint supply_failure_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint supply_failure_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('supply_failure');

create index supply_failure_board on supply_failure (province, state, id desc);

create index supply_failure_of_manufacturer on supply_failure (province, manufacturer_id, id desc);

create index supply_failure_of_institution on supply_failure (province, institution_id, id desc);

create index supply_failure_of_tender on supply_failure (province, tender_id, id desc);

select app.guard('supply_failure',
  '{staff} or manufacturer_id = {me} or institution_id = {me} or organiser_id = {me} or institutions @> array[{me}]',
  '{staff} or institution_id = {me} or organiser_id = {me}',
  '{staff} or manufacturer_id = {me} or organiser_id = {me}');

-- The volume that a substitute took over from one account, with both prices: the difference is borne by the winner (SX-5.3c).
create table supply_substitution (
  province smallint not null,
  failure_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  organiser_id uuid not null,
  from_account_id uuid not null,
  to_account_id uuid not null,
  quantity numeric(18, 3) not null,
  -- Price of the product that failed, per purchase unit of its listing.
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  at timestamptz not null,
  -- The version of the account whose lines the costs were last counted from.
  costed_version integer not null default 0,
  primary key (province, failure_id, from_account_id),
  constraint supply_substitution_quantity_is_positive check (quantity > 0),
  constraint supply_substitution_price_is_positive check (price > 0),
  constraint supply_substitution_failure_exists foreign key (province, failure_id) references supply_failure (province, id),
  constraint supply_substitution_from_exists foreign key (province, from_account_id) references volume_account (province, id),
  constraint supply_substitution_to_exists foreign key (province, to_account_id) references volume_account (province, id)
);

select app.shard('supply_substitution');

create index supply_substitution_to on supply_substitution (province, to_account_id);

select app.guard('supply_substitution',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}', '{staff}', '{staff}');

-- What a line of the substitute's orders cost more than the product that failed; counted by the clock from the lines.
create table supply_cost (
  province smallint not null,
  failure_id uuid not null,
  order_id uuid not null,
  order_line integer not null,
  account_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  organiser_id uuid not null,
  order_number text not null,
  product_name text not null,
  units numeric(18, 3) not null,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  agreed_price numeric(18, 6) not null,
  agreed_units integer not null,
  difference numeric(18, 2) not null,
  primary key (province, failure_id, order_id, order_line),
  constraint supply_cost_is_not_negative check (difference >= 0),
  constraint supply_cost_failure_exists foreign key (province, failure_id) references supply_failure (province, id)
);

select app.shard('supply_cost');

create index supply_cost_of_account on supply_cost (province, account_id);

select app.guard('supply_cost', '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}', '{system}',
  '{system}');

-- 不良事件和质量问题 (SX-5.2). No patient data: what happened to the product, not to whom.
create table adverse_event (
  province smallint not null,
  id uuid not null,
  number text not null,
  tender_id uuid,
  organiser_id uuid,
  listing_id uuid not null,
  item_code text not null,
  product_name text not null,
  manufacturer_id uuid not null,
  institution_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  severity text not null,
  lot text not null default '',
  quantity numeric(12, 3) not null,
  found_on date not null,
  facts text not null,
  measures text not null default '',
  state text not null,
  reported_at timestamptz not null,
  reported_by uuid not null,
  answer_due_at timestamptz not null,
  answer_due_provisional boolean not null,
  answer_due_basis jsonb not null,
  answer text not null default '',
  answered_at timestamptz,
  outcome text,
  handling text not null default '',
  handled_at timestamptz,
  handled_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  public_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint adverse_event_number_once unique (province, number),
  constraint adverse_event_kind_is_known check (kind in ('event', 'quality')),
  constraint adverse_event_severity_is_known check (severity in ('ordinary', 'serious', 'death')),
  constraint adverse_event_state_is_known check (state in ('reported', 'answered', 'handled', 'closed')),
  constraint adverse_event_outcome_is_known check (outcome in ('none', 'watch', 'suspend')),
  constraint adverse_event_handler_does_not_decide check (decided_by is null or decided_by <> handled_by),
  constraint adverse_event_quantity_is_positive check (quantity > 0),
  constraint adverse_event_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint adverse_event_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('adverse_event');

create index adverse_event_board on adverse_event (province, state, id desc);

create index adverse_event_of_institution on adverse_event (province, institution_id, id desc);

create index adverse_event_of_manufacturer on adverse_event (province, manufacturer_id, id desc);

create index adverse_event_of_listing on adverse_event (province, listing_id, id desc);

create index adverse_event_public on adverse_event (province, id desc) where public_note <> '' and state = 'closed';

select app.guard('adverse_event',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me} or (public_note <> '''' and state = ''closed'')',
  '{staff} or institution_id = {me}', '{staff} or manufacturer_id = {me}');
