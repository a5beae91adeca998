-- Delivery relations (SX-5.3b, JS-35): the manufacturer proposes per area, the distributor confirms, the institution chooses.
-- due_at: until when the distributor may answer, later the end of a relation's validity.
create table delivery_relation (
  province smallint not null,
  id uuid not null,
  manufacturer_id uuid not null,
  distributor_id uuid not null,
  area text not null,
  listing_id uuid,
  state text not null,
  valid_from date not null,
  valid_until date,
  note text not null default '',
  proposed_at timestamptz not null,
  proposed_by uuid not null,
  answered_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  reason text,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint delivery_relation_state_is_known check (state in ('proposed', 'confirmed', 'rejected', 'ended', 'lapsed')),
  constraint delivery_relation_period_is_forward check (valid_until is null or valid_until >= valid_from),
  constraint delivery_relation_closed_has_no_due check (state in ('proposed', 'confirmed') or due_at is null),
  constraint delivery_relation_manufacturer_exists foreign key (manufacturer_id) references organisation (id),
  constraint delivery_relation_distributor_exists foreign key (distributor_id) references organisation (id),
  constraint delivery_relation_area_exists foreign key (area) references jurisdiction (code),
  constraint delivery_relation_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('delivery_relation');

-- listing_id null: all products of the manufacturer in the area. A renewal may begin when the one before it ends.
create unique index delivery_relation_once
  on delivery_relation (province, manufacturer_id, distributor_id, area, listing_id, valid_from)
  nulls not distinct where state in ('proposed', 'confirmed');

create index delivery_relation_of_manufacturer on delivery_relation (province, manufacturer_id, area, state);

create index delivery_relation_of_distributor on delivery_relation (province, distributor_id, state, id);

create index delivery_relation_due on delivery_relation (province, due_at) where due_at is not null;

create index delivery_relation_provisional on delivery_relation (province, id) where due_provisional;

-- One row per manufacturer and area, locked while a relation is proposed: two proposals at once never pass the cap together.
create table delivery_area (
  province smallint not null,
  manufacturer_id uuid not null,
  area text not null,
  proposed_at timestamptz not null,
  primary key (province, manufacturer_id, area),
  constraint delivery_area_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('delivery_area');

-- What an institution chose among the confirmed relations of a manufacturer: for all its products, or for one listing.
create table delivery_choice (
  province smallint not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  scope text not null,
  relation_id uuid not null,
  chosen_at timestamptz not null,
  chosen_by uuid not null,
  primary key (province, institution_id, manufacturer_id, scope),
  constraint delivery_choice_relation_exists foreign key (province, relation_id) references delivery_relation (province, id),
  constraint delivery_choice_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('delivery_choice');

create index delivery_choice_of_relation on delivery_choice (province, relation_id);
