-- Orders (GLOSSARY: order, order line). Everything that moves does so by line; partitions follow the order's own id.
create table cart_line (
  province smallint not null,
  institution_id uuid not null,
  listing_id uuid not null,
  quantity numeric(12, 3) not null,
  note text not null default '',
  added_at timestamptz not null,
  added_by uuid not null,
  primary key (province, institution_id, listing_id),
  constraint cart_line_quantity_is_positive check (quantity > 0),
  constraint cart_line_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('cart_line');

-- What an institution set for itself: above which amount an order waits for an approver, and whether a red price does.
create table order_setting (
  province smallint not null,
  institution_id uuid not null,
  approval_above numeric(18, 2),
  red_needs_approval boolean not null,
  warehouse text not null default '',
  changed_at timestamptz not null,
  changed_by uuid not null,
  version integer not null default 1,
  primary key (province, institution_id),
  constraint order_setting_limit_is_not_negative check (approval_above >= 0),
  constraint order_setting_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('order_setting');

-- Where goods go: the institution itself or one of its sites. Distance from the county seat decides what counts as remote.
create table delivery_site (
  province smallint not null,
  site_id uuid not null,
  institution_id uuid not null,
  address text not null default '',
  contact text not null default '',
  telephone text not null default '',
  distance_km integer not null default 0,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (province, site_id),
  constraint delivery_site_distance_is_not_negative check (distance_km >= 0),
  constraint delivery_site_is_an_organisation foreign key (site_id) references organisation (id),
  constraint delivery_site_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('delivery_site');

create table purchase_order (
  province smallint not null,
  id uuid not null,
  number text not null,
  institution_id uuid not null,
  site_id uuid not null,
  distributor_id uuid not null,
  jurisdiction text not null,
  urgency text not null,
  state text not null,
  amount numeric(18, 2) not null,
  line_count integer not null,
  placed_at timestamptz not null,
  placed_by uuid not null,
  approved_at timestamptz,
  approved_by uuid,
  approval_reason text,
  answered_at timestamptz,
  confirm_due_at timestamptz,
  confirm_overdue_at timestamptz,
  deliver_due_at timestamptz,
  late_at timestamptz,
  expire_due_at timestamptz,
  due_at timestamptz,
  due_kind text,
  due_provisional boolean not null default false,
  due_basis jsonb,
  remote boolean not null default false,
  urged_on date,
  urge_count integer not null default 0,
  note text not null default '',
  client_reference text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint purchase_order_state_is_known check (
    state in ('waiting-approval', 'placed', 'confirmed', 'refused', 'shipping', 'done', 'cancelled', 'expired')
  ),
  constraint purchase_order_due_says_what check ((due_at is null) = (due_kind is null)),
  constraint purchase_order_due_kind_is_known check (due_kind in ('confirm', 'deliver', 'expire')),
  constraint purchase_order_urgency_is_known check (urgency in ('ordinary', 'urgent', 'critical')),
  constraint purchase_order_placer_does_not_approve check (approved_by is null or approved_by <> placed_by),
  constraint purchase_order_institution_exists foreign key (institution_id) references organisation (id),
  constraint purchase_order_site_exists foreign key (site_id) references organisation (id),
  constraint purchase_order_distributor_exists foreign key (distributor_id) references organisation (id)
) partition by range (id);

select app.shard('purchase_order');

create table purchase_order_rest partition of purchase_order default;

create index purchase_order_due on purchase_order (province, due_at) where due_at is not null;

-- What somebody has to do next, by side: a due date is there exactly as long as something is outstanding.
create index purchase_order_open_of_distributor on purchase_order (province, distributor_id, due_at) where due_at is not null;

create index purchase_order_late_of_institution on purchase_order (province, institution_id) where late_at is not null;

create index purchase_order_to_approve on purchase_order (province, institution_id) where state = 'waiting-approval';

create index purchase_order_of_institution on purchase_order (province, institution_id, id desc);

create index purchase_order_of_distributor on purchase_order (province, distributor_id, id desc);

create index purchase_order_number on purchase_order (province, number);

-- An institution's own reference orders once, however often its system sends it.
create table order_reference (
  province smallint not null,
  institution_id uuid not null,
  client_reference text not null,
  order_ids uuid[] not null,
  primary key (province, institution_id, client_reference)
);

select app.shard('order_reference');

create table order_line (
  province smallint not null,
  order_id uuid not null,
  line integer not null,
  listing_id uuid not null,
  item_code text not null,
  code_release uuid not null,
  manufacturer_id uuid not null,
  product_name text not null,
  specification text not null,
  purchase_unit text not null,
  units_per_purchase_unit integer not null,
  price numeric(18, 6) not null,
  listing_price numeric(18, 6) not null,
  price_kind text not null,
  bargain_id uuid,
  zone text,
  zone_reason text not null default '',
  client_line text not null default '',
  quantity numeric(12, 3) not null,
  amount numeric(18, 2) not null,
  confirmed numeric(12, 3) not null default 0,
  shipped numeric(12, 3) not null default 0,
  accepted numeric(12, 3) not null default 0,
  rejected numeric(12, 3) not null default 0,
  stocked numeric(12, 3) not null default 0,
  returned numeric(12, 3) not null default 0,
  closed numeric(12, 3) not null default 0,
  ending text,
  state text not null,
  reason text,
  reason_note text not null default '',
  primary key (province, order_id, line),
  constraint order_line_price_kind_is_known check (price_kind in ('listed', 'agreed')),
  constraint order_line_state_is_known check (
    state in (
      'waiting', 'confirmed', 'refused', 'part-shipped', 'shipped', 'part-accepted', 'accepted', 'rejected', 'cancelled', 'expired'
    )
  ),
  constraint order_line_ending_is_known check (ending in ('refused', 'cancelled', 'expired')),
  constraint order_line_closed_says_why check ((closed > 0) = (ending is not null)),
  constraint order_line_price_within_listing check (price <= listing_price),
  constraint order_line_price_is_positive check (price > 0),
  constraint order_line_quantity_is_positive check (quantity > 0),
  constraint order_line_confirmed_within_ordered check (confirmed <= quantity),
  constraint order_line_shipped_within_confirmed check (shipped <= confirmed),
  constraint order_line_closed_is_never_shipped check (shipped + closed <= quantity),
  constraint order_line_checked_within_shipped check (accepted + rejected <= shipped),
  constraint order_line_stocked_within_accepted check (stocked <= accepted),
  constraint order_line_returned_within_accepted check (returned <= accepted),
  constraint order_line_order_exists foreign key (province, order_id) references purchase_order (province, id)
) partition by range (order_id);

select app.shard('order_line');

create table order_line_rest partition of order_line default;

create index order_line_of_manufacturer on order_line (province, manufacturer_id, order_id desc);

create table shipment (
  province smallint not null,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  institution_id uuid not null,
  distributor_id uuid not null,
  state text not null,
  carrier text not null,
  shipped_at timestamptz not null,
  arrived_at timestamptz,
  received_at timestamptz,
  received_automatically boolean not null default false,
  stocked_at timestamptz,
  late boolean not null default false,
  site_id uuid not null,
  note text not null default '',
  client_reference text not null default '',
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint shipment_number_once unique (province, number),
  constraint shipment_state_is_known check (state in ('sent', 'part-received', 'received', 'stocked')),
  constraint shipment_order_exists foreign key (province, order_id) references purchase_order (province, id)
);

select app.shard('shipment');

create index shipment_due on shipment (province, due_at) where due_at is not null;

create index shipment_waiting on shipment (province, institution_id, id) where state <> 'stocked';

create index shipment_of_institution on shipment (province, institution_id, id desc);

create index shipment_of_distributor on shipment (province, distributor_id, id desc);

create unique index shipment_client_reference_once on shipment (province, distributor_id, client_reference)
  where client_reference <> '';

create index shipment_of_order on shipment (province, order_id);

create table shipment_line (
  province smallint not null,
  shipment_id uuid not null,
  line integer not null,
  order_id uuid not null,
  order_line integer not null,
  item_code text not null,
  quantity numeric(12, 3) not null,
  lot text not null,
  serial text not null default '',
  produced_on date,
  expires_on date,
  udi_di text not null default '',
  udi_raw text not null default '',
  accepted numeric(12, 3) not null default 0,
  rejected numeric(12, 3) not null default 0,
  stocked numeric(12, 3) not null default 0,
  returned numeric(12, 3) not null default 0,
  invoiced numeric(12, 3) not null default 0,
  accepted_at timestamptz,
  primary key (province, shipment_id, line),
  constraint shipment_line_quantity_is_positive check (quantity > 0),
  constraint shipment_line_checked_within_sent check (accepted + rejected <= quantity),
  constraint shipment_line_stocked_within_accepted check (stocked <= accepted),
  constraint shipment_line_returned_within_accepted check (returned <= accepted),
  constraint shipment_line_invoiced_within_accepted check (invoiced <= accepted),
  constraint shipment_line_shipment_exists foreign key (province, shipment_id) references shipment (province, id),
  constraint shipment_line_order_line_exists foreign key (province, order_id, order_line)
    references order_line (province, order_id, line)
);

select app.shard('shipment_line');

create index shipment_line_of_order_line on shipment_line (province, order_id, order_line);

create index shipment_line_udi on shipment_line (province, udi_di) where udi_di <> '';

-- What the storekeeper (or the clock) found per delivered line; a correction is a new row, never an update.
create table acceptance (
  province smallint not null,
  id uuid not null,
  shipment_id uuid not null,
  shipment_line integer not null,
  accepted numeric(12, 3) not null,
  rejected numeric(12, 3) not null,
  reason text,
  reason_note text not null default '',
  scan text not null default '',
  automatic boolean not null,
  basis jsonb,
  at timestamptz not null,
  by_account uuid,
  primary key (province, id),
  constraint acceptance_says_something check (accepted + rejected > 0),
  constraint acceptance_rejection_has_a_reason check (rejected = 0 or reason is not null),
  constraint acceptance_line_exists foreign key (province, shipment_id, shipment_line)
    references shipment_line (province, shipment_id, line)
);

select app.shard('acceptance');

create index acceptance_of_shipment on acceptance (province, shipment_id, shipment_line);

create table stock_in (
  province smallint not null,
  id uuid not null,
  shipment_id uuid not null,
  shipment_line integer not null,
  quantity numeric(12, 3) not null,
  warehouse text not null,
  at timestamptz not null,
  by_account uuid not null,
  primary key (province, id),
  constraint stock_in_quantity_is_positive check (quantity > 0),
  constraint stock_in_line_exists foreign key (province, shipment_id, shipment_line)
    references shipment_line (province, shipment_id, line)
);

select app.shard('stock_in');

create table goods_return (
  province smallint not null,
  id uuid not null,
  number text not null,
  shipment_id uuid not null,
  shipment_line integer not null,
  institution_id uuid not null,
  distributor_id uuid not null,
  quantity numeric(12, 3) not null,
  amount numeric(18, 2) not null,
  reason text not null,
  reason_note text not null default '',
  state text not null,
  asked_at timestamptz not null,
  asked_by uuid not null,
  answered_at timestamptz,
  answer_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint goods_return_number_once unique (province, number),
  constraint goods_return_state_is_known check (state in ('asked', 'accepted', 'refused')),
  constraint goods_return_quantity_is_positive check (quantity > 0),
  constraint goods_return_line_exists foreign key (province, shipment_id, shipment_line)
    references shipment_line (province, shipment_id, line)
);

select app.shard('goods_return');

create index goods_return_of_institution on goods_return (province, institution_id, id desc);

create index goods_return_of_distributor on goods_return (province, distributor_id, id desc);

create index goods_return_asked on goods_return (province, distributor_id, id) where state = 'asked';

create index goods_return_of_line on goods_return (province, shipment_id, shipment_line);

-- A real trade: one row per acceptance, read by bargaining (JS-11B), zones (JS-12) and the portal.
create table trade (
  province smallint not null,
  id uuid not null,
  listing_id uuid not null,
  item_code text not null,
  institution_id uuid not null,
  jurisdiction text not null,
  level text not null,
  manufacturer_id uuid not null,
  distributor_id uuid not null,
  order_id uuid not null,
  order_line integer not null,
  price numeric(18, 6) not null,
  units_per_purchase_unit integer not null,
  quantity numeric(12, 3) not null,
  traded_at timestamptz not null,
  primary key (province, id)
) partition by range (id);

select app.shard('trade');

create table trade_rest partition of trade default;

create index trade_of_listing on trade (province, listing_id, traded_at desc);

create index trade_of_item on trade (province, item_code, traded_at desc);
