-- A bargain about one listing (JS-11): alone or pooled, with its clock. Prices per purchase unit of the listing.
create table bargain (
  province smallint not null,
  id uuid not null,
  number text not null,
  listing_id uuid not null,
  manufacturer_id uuid not null,
  institution_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  pooled boolean not null,
  state text not null,
  price numeric(18, 6) not null,
  quantity numeric(12, 3) not null,
  round integer not null,
  turn text,
  opened_at timestamptz not null,
  joining_until timestamptz,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  closed_at timestamptz,
  agreed_price numeric(18, 6),
  outcome_basis jsonb,
  zone jsonb,
  evidence jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint bargain_number_once unique (province, number),
  constraint bargain_kind_is_known check (kind in ('listed', 'traded', 'other')),
  constraint bargain_state_is_known check (
    state in ('open', 'awaiting-evidence', 'agreed', 'linked', 'refused', 'withdrawn', 'lapsed')
  ),
  constraint bargain_closed_has_no_due check (state in ('open', 'awaiting-evidence') or due_at is null),
  constraint bargain_agreed_has_a_price check ((state in ('agreed', 'linked')) = (agreed_price is not null)),
  constraint bargain_price_is_positive check (price > 0),
  constraint bargain_quantity_is_positive check (quantity > 0),
  constraint bargain_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint bargain_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('bargain');

create unique index bargain_open_once on bargain (province, listing_id, institution_id)
  where state in ('open', 'awaiting-evidence');

create index bargain_due on bargain (province, due_at) where due_at is not null;

create index bargain_of_institution on bargain (province, institution_id, id desc);

create index bargain_of_manufacturer on bargain (province, manufacturer_id, id desc);

create index bargain_of_listing on bargain (province, listing_id, id desc);

create table bargain_member (
  province smallint not null,
  bargain_id uuid not null,
  institution_id uuid not null,
  quantity numeric(12, 3) not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  primary key (province, bargain_id, institution_id),
  constraint bargain_member_quantity_is_positive check (quantity > 0),
  constraint bargain_member_bargain_exists foreign key (province, bargain_id) references bargain (province, id),
  constraint bargain_member_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('bargain_member');

create index bargain_member_institution on bargain_member (province, institution_id, bargain_id);

create table bargain_offer (
  province smallint not null,
  bargain_id uuid not null,
  round integer not null,
  organisation_id uuid not null,
  side text not null,
  price numeric(18, 6) not null,
  quantity numeric(12, 3) not null,
  note text not null,
  at timestamptz not null,
  primary key (province, bargain_id, round),
  constraint bargain_offer_side_is_known check (side in ('institution', 'manufacturer')),
  constraint bargain_offer_price_is_positive check (price > 0),
  constraint bargain_offer_bargain_exists foreign key (province, bargain_id) references bargain (province, id)
);

select app.shard('bargain_offer');

-- The price an institution may order at after a bargain; shown to every institution and on the portal (JS-11).
create table agreed_price (
  province smallint not null,
  id uuid not null,
  listing_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  bargain_id uuid not null,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  quantity numeric(12, 3) not null,
  agreed_at timestamptz not null,
  ended_at timestamptz,
  primary key (province, id),
  constraint agreed_price_is_positive check (price > 0),
  constraint agreed_price_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint agreed_price_bargain_exists foreign key (province, bargain_id) references bargain (province, id)
);

select app.shard('agreed_price');

create unique index agreed_price_one_in_force on agreed_price (province, listing_id, institution_id) where ended_at is null;

create index agreed_price_of_institution on agreed_price (province, institution_id, id desc);

create index agreed_price_recent on agreed_price (province, id desc);
