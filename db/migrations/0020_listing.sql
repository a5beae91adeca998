-- A product offered in a jurisdiction at its ceiling price (JS-3 to JS-6). Prices are per purchase unit; comparison happens
-- on the smallest unit through units_per_purchase_unit.
create table listing (
  province smallint not null,
  id uuid not null,
  number text not null,
  item_code text not null,
  code_release uuid not null,
  jurisdiction text not null,
  managed_by text not null,
  class text not null,
  form text not null,
  manufacturer_id uuid not null,
  price numeric(18, 6) not null,
  purchase_unit text not null,
  smallest_unit text not null,
  units_per_purchase_unit integer not null,
  term_until date,
  state text not null,
  state_reason text,
  state_basis jsonb,
  listed_on date not null,
  source text not null,
  version integer not null default 1,
  primary key (province, id),
  constraint listing_price_is_positive check (price > 0),
  constraint listing_conversion_is_positive check (units_per_purchase_unit > 0),
  constraint listing_class_is_known check (class in ('high-value-six', 'high-value-five', 'ordinary', 'reagent')),
  constraint listing_form_is_known check (form in ('sunshine', 'filing', 'alliance')),
  constraint listing_manager_is_known check (managed_by in ('province', 'city')),
  constraint listing_state_is_known check (state in ('listed', 'suspended', 'withdrawn')),
  constraint listing_number_once unique (province, number),
  constraint listing_item_exists foreign key (item_code) references catalogue_item (item_code),
  constraint listing_manufacturer_exists foreign key (manufacturer_id) references organisation (id),
  constraint listing_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code)
);

select app.shard('listing');

create unique index listing_item_once_per_platform on listing (province, jurisdiction, item_code) where state <> 'withdrawn';

create index listing_item on listing (province, item_code);

create index listing_manufacturer on listing (province, manufacturer_id, id);

create table listing_price (
  province smallint not null,
  listing_id uuid not null,
  from_at timestamptz not null,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  reason text not null,
  basis jsonb,
  primary key (province, listing_id, from_at),
  constraint listing_price_belongs_to_listing foreign key (province, listing_id) references listing (province, id)
);

select app.shard('listing_price');

-- An import of a platform's listing workbook: entered by one person, approved by another (HN-15).
create table listing_import (
  province smallint not null,
  id uuid not null,
  jurisdiction text not null,
  file_name text not null,
  file_hash bytea not null,
  state text not null,
  rows jsonb not null,
  report jsonb not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  approved_at timestamptz,
  approved_by uuid,
  primary key (province, id),
  constraint listing_import_state_is_known check (state in ('checked', 'approved', 'rejected')),
  constraint listing_import_enterer_does_not_approve check (approved_by is null or approved_by <> entered_by)
);

select app.shard('listing_import');
