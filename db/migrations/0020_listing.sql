-- A product offered in a jurisdiction at its ceiling price (JS-3 to JS-6). Prices are per purchase unit; comparison happens
-- on the smallest unit through units_per_purchase_unit. `platform` serves the jurisdiction: 440300 has its own, 320100 has 320000.
-- The audience columns name who may buy a filed listing (its institution) and a selected one (the members of the round).
create table listing (
  province smallint not null,
  id uuid not null,
  number text not null,
  item_code text not null,
  code_release uuid not null,
  jurisdiction text not null,
  platform text not null,
  managed_by text not null,
  class text not null,
  form text not null,
  manufacturer_id uuid not null,
  price numeric(18, 6) not null,
  purchase_unit text not null,
  smallest_unit text not null,
  units_per_purchase_unit integer not null,
  -- For sorting only: the quotient may be cut after its last digit, so prices are compared by multiplying across.
  smallest_unit_price numeric(30, 12) not null generated always as (price / units_per_purchase_unit) stored,
  audience_institutions uuid[] not null default '{}',
  audience_areas text[] not null default '{}',
  term_until date,
  state text not null,
  state_reason text,
  state_note text,
  state_basis jsonb,
  listed_on date not null,
  source text not null,
  -- Folded names, specification, maker and codes, and their bigrams (rules/catalogue/search-text).
  search_text text not null default '',
  search_tokens integer[] not null default '{}',
  version integer not null default 1,
  primary key (province, id),
  constraint listing_price_is_positive check (price > 0),
  constraint listing_conversion_is_positive check (units_per_purchase_unit > 0),
  constraint listing_class_is_known check (class in ('highValueSix', 'highValueFive', 'ordinary', 'reagent')),
  constraint listing_form_is_known check (form in ('sunshine', 'filing', 'alliance')),
  constraint listing_manager_is_known check (managed_by in ('province', 'city')),
  constraint listing_state_is_known check (state in ('listed', 'suspended', 'withdrawn')),
  constraint listing_not_listed_says_why check ((state = 'listed') = (state_reason is null)),
  constraint listing_number_once unique (province, number),
  constraint listing_item_exists foreign key (item_code) references catalogue_item (item_code),
  constraint listing_manufacturer_exists foreign key (manufacturer_id) references organisation (id),
  constraint listing_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code),
  constraint listing_platform_exists foreign key (platform) references jurisdiction (code)
);

select app.shard('listing');

create unique index listing_item_once_per_platform on listing (province, jurisdiction, item_code) where state <> 'withdrawn';

create index listing_item on listing (province, item_code text_pattern_ops);

create index listing_product on listing (province, left(item_code, 20));

create index listing_search on listing using gin (search_tokens);

create index listing_manufacturer on listing (province, manufacturer_id, id);

create index listing_by_price on listing (province, smallest_unit_price, id);

create table listing_price (
  province smallint not null,
  listing_id uuid not null,
  -- The version of the listing that the change made: two changes in one millisecond are two rows.
  version integer not null,
  from_at timestamptz not null,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  reason text not null,
  evidence text not null default '',
  basis jsonb,
  primary key (province, listing_id, version),
  constraint listing_price_belongs_to_listing foreign key (province, listing_id) references listing (province, id)
);

select app.shard('listing_price');

-- Where a listing came from (HN-1): one row for each platform that had the item, also those merged into one listing.
create table listing_origin (
  province smallint not null,
  listing_id uuid not null,
  platform text not null,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  listed_on date,
  import_id uuid not null,
  row integer not null,
  primary key (province, listing_id, platform),
  constraint listing_origin_belongs_to_listing foreign key (province, listing_id) references listing (province, id)
);

select app.shard('listing_origin');

-- An import of a platform's listing workbook: entered by one person, approved by another (HN-15).
create table listing_import (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  platform text not null,
  file_name text not null,
  file_hash bytea not null,
  state text not null,
  report jsonb not null,
  deviation_reason text,
  entered_at timestamptz not null,
  entered_by uuid not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text,
  version integer not null default 1,
  primary key (province, id),
  constraint listing_import_number_once unique (province, number),
  constraint listing_import_state_is_known check (state in ('checked', 'submitted', 'approved', 'rejected', 'discarded')),
  constraint listing_import_enterer_does_not_approve check (state <> 'approved' or decided_by <> entered_by),
  constraint listing_import_decided_says_when check ((state in ('approved', 'rejected')) = (decided_at is not null))
);

select app.shard('listing_import');

create index listing_import_board on listing_import (province, id desc);

create index listing_import_waiting on listing_import (province, jurisdiction) where state = 'submitted';

-- `cells` as they were written, so that the corrected workbook gives back what came in; `entry` as it was understood.
create table listing_import_row (
  province smallint not null,
  import_id uuid not null,
  row integer not null,
  verdict text not null,
  cells jsonb not null,
  entry jsonb,
  findings jsonb not null,
  primary key (province, import_id, row),
  constraint listing_import_row_verdict_is_known check (verdict in ('new', 'reprice', 'same', 'merged', 'bad')),
  constraint listing_import_row_import_exists foreign key (province, import_id) references listing_import (province, id)
);

select app.shard('listing_import_row');


-- A price correction or a change of state, entered by one officer and approved by another.
create table listing_change (
  province smallint not null,
  id uuid not null,
  listing_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  price numeric(18, 6),
  units_per_purchase_unit integer,
  reason text not null,
  note text not null,
  evidence text not null,
  basis jsonb,
  listing_version integer not null,
  state text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text,
  primary key (province, id),
  constraint listing_change_kind_is_known check (kind in ('price', 'suspend', 'resume', 'withdraw')),
  constraint listing_change_state_is_known check (state in ('waiting', 'approved', 'rejected')),
  constraint listing_change_price_says_price check (
    (kind = 'price') = (price is not null and units_per_purchase_unit is not null)
  ),
  constraint listing_change_enterer_does_not_approve check (state <> 'approved' or decided_by <> entered_by),
  constraint listing_change_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('listing_change');

create unique index listing_change_one_waiting on listing_change (province, listing_id) where state = 'waiting';

create index listing_change_of_listing on listing_change (province, listing_id, id desc);

create index listing_change_board on listing_change (province, state, id desc);
