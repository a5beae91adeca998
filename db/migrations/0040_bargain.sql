-- A bargain about one listing (JS-11): alone or pooled, with its clock. Prices per purchase unit as the listing had it on
-- opening (units_per_purchase_unit). `price` and `quantity` are the institutions' standing offer.
create table bargain (
  province smallint not null,
  id uuid not null,
  number text not null,
  listing_id uuid not null,
  item_code text not null,
  manufacturer_id uuid not null,
  institution_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  claims_traded boolean not null default false,
  pooled boolean not null,
  state text not null,
  listing_price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  price numeric(18, 6) not null,
  quantity numeric(12, 3) not null,
  counter_price numeric(18, 6),
  round integer not null,
  turn text,
  note text not null default '',
  opened_at timestamptz not null,
  opened_by uuid not null,
  joining_until timestamptz,
  offered_at timestamptz not null,
  clock_started_at timestamptz not null,
  due_kind text,
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
    state in ('joining', 'open', 'awaiting-evidence', 'verifying', 'agreed', 'linked', 'refused', 'withdrawn', 'lapsed')
  ),
  constraint bargain_turn_is_known check (turn in ('institution', 'manufacturer', 'bureau')),
  constraint bargain_due_kind_is_known check (due_kind in ('joining', 'confirm', 'counter', 'evidence')),
  constraint bargain_due_says_what_for check ((due_at is null) = (due_kind is null)),
  constraint bargain_closed_has_no_due check (
    state in ('joining', 'open', 'awaiting-evidence', 'verifying') or due_at is null
  ),
  constraint bargain_closed_says_when check (
    (state in ('joining', 'open', 'awaiting-evidence', 'verifying')) = (closed_at is null)
  ),
  constraint bargain_agreed_has_a_price check ((state in ('agreed', 'linked')) = (agreed_price is not null)),
  constraint bargain_price_is_positive check (price > 0),
  constraint bargain_stays_under_listing_price check (
    price <= listing_price and counter_price <= listing_price and agreed_price <= listing_price
  ),
  constraint bargain_quantity_is_positive check (quantity > 0),
  constraint bargain_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint bargain_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('bargain');

create index bargain_due on bargain (province, due_at) where due_at is not null;

create index bargain_of_manufacturer on bargain (province, manufacturer_id, id desc);

create index bargain_of_listing on bargain (province, listing_id, id desc);

create index bargain_waiting_for_manufacturer on bargain (province, manufacturer_id, due_at)
  where state in ('open', 'awaiting-evidence') and turn = 'manufacturer';

create index bargain_waiting_for_bureau on bargain (province, id) where state = 'verifying';

create index bargain_open_pools on bargain (province, joining_until) where state = 'joining';

create index bargain_provisional on bargain (province, id) where due_provisional;

-- Every institution that a bargain binds, also the one that opened it (then the only one unless it is pooled).
create table bargain_member (
  province smallint not null,
  bargain_id uuid not null,
  institution_id uuid not null,
  listing_id uuid not null,
  quantity numeric(12, 3) not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  open boolean not null,
  primary key (province, bargain_id, institution_id),
  constraint bargain_member_quantity_is_positive check (quantity > 0),
  constraint bargain_member_who_left_is_not_open check (not (open and left_at is not null)),
  constraint bargain_member_bargain_exists foreign key (province, bargain_id) references bargain (province, id),
  constraint bargain_member_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('bargain_member');

-- Two bargains of one institution about one listing would race for the price it may order at.
create unique index bargain_open_once on bargain_member (province, listing_id, institution_id) where open;

create index bargain_member_institution on bargain_member (province, institution_id, bargain_id desc);

create table bargain_offer (
  province smallint not null,
  bargain_id uuid not null,
  round integer not null,
  organisation_id uuid not null,
  side text not null,
  kind text,
  price numeric(18, 6) not null,
  quantity numeric(12, 3) not null,
  zone text,
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
  item_code text not null,
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

create index agreed_price_of_listing on agreed_price (province, listing_id, id desc);

create index agreed_price_of_item on agreed_price (province, item_code, id desc);

create index agreed_price_recent on agreed_price (province, id desc);
