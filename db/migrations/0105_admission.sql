-- The way of a product into the directory by application (JS-7 to JS-10): one application holds several specifications of
-- one certificate, each judged by itself. `rules_on` is the day whose rules apply, the day it was handed in.
create table admission (
  province smallint not null,
  id uuid not null,
  number text not null,
  manufacturer_id uuid not null,
  jurisdiction text not null,
  class text not null,
  formerly_shortlisted boolean not null,
  -- Which procurement the product was shortlisted in, as the enterprise says.
  shortlist_note text not null default '',
  -- Conditions that only a person can confirm and the formal check did (shortlisted, agent, irregular certificate).
  confirmed text[] not null default '{}',
  path text not null,
  note text not null default '',
  -- Files in a draft; they are tied to the application when it is handed in.
  evidence uuid[] not null default '{}',
  state text not null,
  rules_on date,
  formal_workdays_left integer,
  supplements integer not null default 0,
  supplement jsonb,
  check_note text not null default '',
  review jsonb,
  publicity jsonb,
  clock_started_at timestamptz,
  due_kind text,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  overdue_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null,
  submitted_at timestamptz,
  checked_at timestamptz,
  checked_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  closed_at timestamptz,
  outcome_basis jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint admission_number_once unique (province, number),
  constraint admission_class_is_known check (class in ('highValueSix', 'highValueFive', 'ordinary', 'reagent')),
  constraint admission_state_is_known check (
    state in ('draft', 'submitted', 'supplement', 'panel', 'publicity', 'deciding', 'listed', 'refused', 'withdrawn', 'lapsed')
  ),
  constraint admission_due_kind_is_known check (due_kind in ('formal', 'supplement', 'panel', 'publicity', 'decision')),
  constraint admission_due_says_what_for check ((due_at is null) = (due_kind is null)),
  constraint admission_closed_says_when check (
    (state in ('listed', 'refused', 'withdrawn', 'lapsed')) = (closed_at is not null)
  ),
  constraint admission_closed_has_no_due check (closed_at is null or due_at is null),
  constraint admission_running_says_whose_rules check (state = 'draft' or closed_at is not null or rules_on is not null),
  constraint admission_checker_does_not_decide check (decided_by is null or decided_by <> checked_by),
  constraint admission_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code),
  constraint admission_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('admission');

create index admission_of_manufacturer on admission (province, manufacturer_id, id desc);

create index admission_board on admission (province, jurisdiction, id desc) where state <> 'draft';

create index admission_queue on admission (province, due_at, id) where closed_at is null and due_at is not null;

create index admission_provisional on admission (province, id) where due_provisional;

select app.guard('admission', '{staff} or manufacturer_id = {me}', '{staff} or manufacturer_id = {me}',
  '{staff} or manufacturer_id = {me}');

-- One specification. `records` are the price records that the enterprise brought, `finding` what the rules said of the line
-- when it was last decided on, `claims` its way through the check: passed or failed, with reasons.
create table admission_line (
  province smallint not null,
  admission_id uuid not null,
  line integer not null,
  manufacturer_id uuid not null,
  jurisdiction text not null,
  item_code text not null,
  purchase_unit text not null,
  smallest_unit text not null,
  units_per_purchase_unit integer not null,
  price numeric(18, 6),
  records jsonb not null,
  running boolean not null default false,
  state text not null,
  reasons jsonb not null,
  finding jsonb,
  listing_id uuid,
  listing_number text,
  listing_price numeric(18, 6),
  primary key (province, admission_id, line),
  constraint admission_line_state_is_known check (state in ('open', 'passed', 'failed', 'held', 'listed', 'refused', 'ended')),
  constraint admission_line_price_is_positive check (price > 0 and listing_price > 0),
  constraint admission_line_conversion_is_positive check (units_per_purchase_unit > 0),
  constraint admission_line_listed_says_where check (
    (state = 'listed') = (listing_id is not null and listing_price is not null)
  ),
  constraint admission_line_item_once unique (province, admission_id, item_code),
  constraint admission_line_belongs_to_admission foreign key (province, admission_id) references admission (province, id)
);

select app.shard('admission_line');

-- Two applications for one product in one directory would race for its listing.
create unique index admission_line_one_running on admission_line (province, jurisdiction, item_code) where running;

create index admission_line_item on admission_line (province, item_code);

create index admission_line_listing on admission_line (province, listing_id) where listing_id is not null;

select app.guard('admission_line', '{staff} or manufacturer_id = {me}', '{staff} or manufacturer_id = {me}',
  '{staff} or manufacturer_id = {me}');
