-- Filing purchase (备案采购, JS-15 to JS-18; GD-1c): an institution applies for a product outside the directory, the enterprise
-- gives its price, the bureau confirms or has it reviewed. Prices are per purchase unit as the application says it.
create table filing (
  province smallint not null,
  id uuid not null,
  number text not null,
  institution_id uuid not null,
  jurisdiction text not null,
  level text not null,
  -- Whose bureau decides (JS-16, JS-17): the province, or the city of the institution.
  bureau text not null,
  manufacturer_id uuid not null,
  item_code text not null,
  code_release uuid not null,
  class text not null,
  scope text not null,
  purchase_unit text not null,
  smallest_unit text not null,
  units_per_purchase_unit integer not null,
  quantity numeric(12, 3) not null,
  department text not null,
  used_from date not null,
  used_until date not null,
  reason text not null,
  -- The emergency purchase whose duty this filing fulfils (JS-19).
  outside_id uuid,
  state text not null,
  round integer not null default 0,
  price numeric(18, 6),
  -- The lowest price that counted when the enterprise gave its own, with the records behind it; null: no record counts.
  has_records boolean,
  lowest jsonb,
  applied_at timestamptz not null,
  applied_by uuid not null,
  delivered_at timestamptz,
  checked_at timestamptz,
  checked_by uuid,
  reported_at timestamptz,
  reported_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  -- When the running clock started: its end is computed again when the holidays of a year are published.
  clock_started_at timestamptz not null,
  due_kind text,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  overdue_at timestamptz,
  opinion text,
  review_id uuid,
  publicity_id uuid,
  objection_upheld boolean not null default false,
  outcome_reason text,
  outcome_note text,
  outcome_basis jsonb,
  listing_id uuid,
  listing_number text,
  closed_at timestamptz,
  version integer not null default 1,
  primary key (province, id),
  constraint filing_number_once unique (province, number),
  constraint filing_class_is_known check (class in ('highValueSix', 'highValueFive', 'ordinary', 'reagent')),
  constraint filing_state_is_known check (
    state in ('offering', 'agreeing', 'checking', 'supplement', 'reviewing', 'publicity', 'reporting', 'deciding', 'confirmed',
      'refused', 'withdrawn', 'lapsed')
  ),
  constraint filing_opinion_is_known check (opinion in ('recommended', 'notRecommended')),
  constraint filing_due_says_what_for check ((due_at is null) = (due_kind is null)),
  constraint filing_quantity_is_positive check (quantity > 0),
  constraint filing_price_is_positive check (price > 0),
  constraint filing_conversion_is_positive check (units_per_purchase_unit > 0),
  constraint filing_confirmed_is_listed check ((state = 'confirmed') = (listing_id is not null)),
  constraint filing_confirmed_has_a_price check (state <> 'confirmed' or price is not null),
  constraint filing_closed_says_when check (
    (state in ('confirmed', 'refused', 'withdrawn', 'lapsed')) = (closed_at is not null)
  ),
  constraint filing_checker_does_not_decide check (decided_by is null or (decided_by <> checked_by and decided_by <> reported_by)),
  constraint filing_institution_exists foreign key (institution_id) references organisation (id),
  constraint filing_manufacturer_exists foreign key (manufacturer_id) references organisation (id),
  constraint filing_item_exists foreign key (item_code) references catalogue_item (item_code),
  constraint filing_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('filing');

-- Who files buys: one application of an institution for an item at a time, and one that holds.
create unique index filing_open_once on filing (province, institution_id, item_code)
  where state not in ('refused', 'withdrawn', 'lapsed');

create index filing_due on filing (province, due_at) where due_at is not null and overdue_at is null;

create index filing_of_institution on filing (province, institution_id, id desc);

create index filing_of_manufacturer on filing (province, manufacturer_id, id desc);

create index filing_of_bureau on filing (province, bureau, id desc);

create index filing_waiting_for_bureau on filing (province, bureau, due_at) where state in ('checking', 'reporting', 'deciding');

create index filing_records on filing (province, item_code) where state = 'confirmed';

create index filing_confirmed_by_day on filing (province, decided_at) where state = 'confirmed';

create index filing_of_outside on filing (province, outside_id) where outside_id is not null;

-- Withdrawn by the institution while a list or a review of it is open: the clock takes that back.
create index filing_to_take_back on filing (province, id) where state = 'withdrawn' and coalesce(publicity_id, review_id) is not null;

create index filing_provisional on filing (province, id) where due_provisional;

-- What happened to a filing, in the words of those who acted: offers, answers, requests to supplement, opinions.
create table filing_step (
  province smallint not null,
  filing_id uuid not null,
  step integer not null,
  kind text not null,
  organisation_id uuid,
  account_id uuid,
  price numeric(18, 6),
  quantity numeric(12, 3),
  note text not null default '',
  facts jsonb not null default '{}',
  at timestamptz not null,
  -- Both sides are written here, so that a row can be guarded without asking its filing.
  institution_id uuid not null,
  manufacturer_id uuid not null,
  primary key (province, filing_id, step),
  constraint filing_step_belongs_to_filing foreign key (province, filing_id) references filing (province, id)
);

select app.shard('filing_step');

-- A filing that can go over to sunshine listing (JS-18): the enterprise is told once.
create table filing_ready (
  province smallint not null,
  item_code text not null,
  manufacturer_id uuid not null,
  institutions integer not null,
  told_at timestamptz not null,
  primary key (province, item_code, manufacturer_id)
);

select app.shard('filing_ready');

-- The list of a period, published by itself every two months (JS-15). Lines keep what was true on publication.
create table filing_issue (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  from_date date not null,
  until_date date not null,
  line_count integer not null,
  basis jsonb not null,
  published_at timestamptz not null,
  primary key (province, id),
  constraint filing_issue_once_per_period unique (province, jurisdiction, from_date),
  constraint filing_issue_period_has_a_length check (until_date >= from_date)
);

select app.shard('filing_issue');

create index filing_issue_board on filing_issue (province, id desc);

create table filing_issue_line (
  province smallint not null,
  issue_id uuid not null,
  line integer not null,
  filing_id uuid not null,
  filing_number text not null,
  institution text not null,
  manufacturer text not null,
  item_code text not null,
  product_name text not null,
  specification text not null,
  model text not null,
  certificate text not null,
  class text not null,
  purchase_unit text not null,
  smallest_unit text not null,
  units_per_purchase_unit integer not null,
  price numeric(18, 6) not null,
  quantity numeric(12, 3) not null,
  confirmed_on date not null,
  bureau text not null,
  primary key (province, issue_id, line),
  constraint filing_issue_line_belongs_to_issue foreign key (province, issue_id) references filing_issue (province, id)
);

select app.shard('filing_issue_line');

-- Purchases made outside the directory and registered here: in an emergency (JS-19) or by oneself within the quota (GD-3).
create table outside_purchase (
  province smallint not null,
  id uuid not null,
  number text not null,
  kind text not null,
  institution_id uuid not null,
  jurisdiction text not null,
  bureau text not null,
  reason text not null,
  reason_note text not null,
  supplier_name text not null,
  supplier_credit_code text not null default '',
  -- Planned until the purchase is reported, then what was really bought.
  amount numeric(18, 2) not null,
  state text not null,
  quota_year integer,
  reserved numeric(18, 2) not null default 0,
  entered_at timestamptz not null,
  entered_by uuid not null,
  consent_by text not null default '',
  consented_at timestamptz,
  consented_account uuid,
  consent_note text not null default '',
  delivered_on date,
  delivery_note text not null default '',
  invoice_number text not null default '',
  invoiced_on date,
  invoice_amount numeric(18, 2),
  reported_at timestamptz,
  reported_by uuid,
  noted_at timestamptz,
  noted_by uuid,
  noted_text text not null default '',
  -- JS-19: until when the filing has to follow, when it did, and since when it is late.
  file_due_at timestamptz,
  file_due_provisional boolean not null default false,
  file_due_basis jsonb,
  filed_at timestamptz,
  file_overdue_at timestamptz,
  -- The clock that runs now: a reservation that ends, a reminder, the duty to file.
  clock_started_at timestamptz not null,
  due_kind text,
  due_at timestamptz,
  due_provisional boolean not null default false,
  closed_at timestamptz,
  source text not null,
  version integer not null default 1,
  primary key (province, id),
  constraint outside_purchase_number_once unique (province, number),
  constraint outside_purchase_kind_is_known check (kind in ('emergency', 'self')),
  constraint outside_purchase_state_is_known check (
    state in ('requested', 'consented', 'reported', 'noted', 'declined', 'withdrawn', 'lapsed')
  ),
  constraint outside_purchase_due_says_what_for check ((due_at is null) = (due_kind is null)),
  constraint outside_purchase_amount_is_positive check (amount > 0),
  constraint outside_purchase_reserved_is_not_negative check (reserved >= 0),
  constraint outside_purchase_self_has_a_quota check ((kind = 'self') = (quota_year is not null)),
  constraint outside_purchase_enterer_does_not_consent check (consented_account is null or consented_account <> entered_by),
  constraint outside_purchase_reported_has_its_facts check (
    state not in ('reported', 'noted') or (delivered_on is not null and reported_at is not null)
  ),
  constraint outside_purchase_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('outside_purchase');

create index outside_purchase_of_institution on outside_purchase (province, institution_id, id desc);

create index outside_purchase_of_bureau on outside_purchase (province, bureau, id desc);

create index outside_purchase_due on outside_purchase (province, due_at) where due_at is not null;

create index outside_purchase_to_consent on outside_purchase (province, institution_id) where state = 'requested';

create index outside_purchase_to_note on outside_purchase (province, bureau) where state = 'reported';

create index outside_purchase_to_file on outside_purchase (province, institution_id)
  where file_due_at is not null and filed_at is null;

create index outside_purchase_provisional on outside_purchase (province, id) where due_provisional or file_due_provisional;

create table outside_purchase_line (
  province smallint not null,
  purchase_id uuid not null,
  line integer not null,
  institution_id uuid not null,
  -- Empty where the product has no code yet; an emergency purchase always has one, because it has to be filed.
  item_code text not null default '',
  product_name text not null,
  specification text not null default '',
  manufacturer_name text not null,
  purchase_unit text not null,
  price numeric(18, 6) not null,
  quantity numeric(12, 3) not null,
  amount numeric(18, 2) not null,
  lot text not null default '',
  filing_id uuid,
  primary key (province, purchase_id, line),
  constraint outside_purchase_line_price_is_positive check (price > 0),
  constraint outside_purchase_line_quantity_is_positive check (quantity > 0),
  constraint outside_purchase_line_belongs_to_purchase foreign key (province, purchase_id)
    references outside_purchase (province, id)
);

select app.shard('outside_purchase_line');

-- What an institution bought on the platform in a year, kept as it receives. Several slots, so that goods received at the
-- same time do not wait for one row; the total is their sum.
create table purchase_total (
  province smallint not null,
  institution_id uuid not null,
  year integer not null,
  slot smallint not null,
  amount numeric(18, 2) not null,
  primary key (province, institution_id, year, slot)
);

select app.shard('purchase_total');

-- The self-purchase quota of a year (GD-3): this row is locked by whoever reserves, so that the sum can never be too much.
create table self_purchase_quota (
  province smallint not null,
  institution_id uuid not null,
  year integer not null,
  reserved numeric(18, 2) not null default 0,
  used numeric(18, 2) not null default 0,
  emergency numeric(18, 2) not null default 0,
  primary key (province, institution_id, year),
  constraint self_purchase_quota_is_not_negative check (reserved >= 0 and used >= 0 and emergency >= 0)
);

select app.shard('self_purchase_quota');

-- Each institution that filed an item has a listing of its own for it (JS-18); other forms stay one per platform.
drop index listing_item_once_per_platform;

create unique index listing_item_once_per_platform on listing (province, jurisdiction, item_code)
  where state <> 'withdrawn' and form <> 'filing';

create unique index listing_filed_once on listing (province, item_code, audience_institutions)
  where state <> 'withdrawn' and form = 'filing';

select app.guard('filing', '{staff} or institution_id = {me} or manufacturer_id = {me}', '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me} or manufacturer_id = {me}');

select app.guard('filing_step', '{staff} or institution_id = {me} or manufacturer_id = {me}',
  '{staff} or institution_id = {me} or manufacturer_id = {me}', null);

select app.guard('filing_ready', '{staff} or manufacturer_id = {me}', '{staff}', '{staff}');

select app.guard('filing_issue', 'true', '{system}', '{system}');

select app.open_to_all('filing_issue');

select app.guard('filing_issue_line', 'true', '{system}', '{system}');

select app.open_to_all('filing_issue_line');

select app.guard('outside_purchase', '{staff} or institution_id = {me}', '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me}');

select app.guard('outside_purchase_line', '{staff} or institution_id = {me}', '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me}');

-- A distributor that takes goods back lowers the total of the institution.
select app.guard('purchase_total', '{signed in}', '{signed in}', '{signed in}');

select app.guard('self_purchase_quota', '{staff} or institution_id = {me}', '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me}');
