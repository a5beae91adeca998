-- Delivery relations (SX-5.3b, JS-35): the manufacturer proposes per area, the distributor confirms, the institution chooses.
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
  proposed_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  reason text,
  version integer not null default 1,
  primary key (province, id),
  constraint delivery_relation_state_is_known check (state in ('proposed', 'confirmed', 'rejected', 'ended')),
  constraint delivery_relation_manufacturer_exists foreign key (manufacturer_id) references organisation (id),
  constraint delivery_relation_distributor_exists foreign key (distributor_id) references organisation (id),
  constraint delivery_relation_area_exists foreign key (area) references jurisdiction (code),
  constraint delivery_relation_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('delivery_relation');

-- listing_id null: all products of the manufacturer in the area.
create unique index delivery_relation_once on delivery_relation (province, manufacturer_id, distributor_id, area, listing_id)
  nulls not distinct where state in ('proposed', 'confirmed');

create index delivery_relation_of_manufacturer on delivery_relation (province, manufacturer_id, area, state);

create index delivery_relation_of_distributor on delivery_relation (province, distributor_id, state, id);

create table delivery_choice (
  province smallint not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  relation_id uuid not null,
  chosen_at timestamptz not null,
  chosen_by uuid not null,
  primary key (province, institution_id, manufacturer_id),
  constraint delivery_choice_relation_exists foreign key (province, relation_id) references delivery_relation (province, id),
  constraint delivery_choice_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('delivery_choice');
