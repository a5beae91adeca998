-- Invoices, what is due by the rules, and what was paid. Amounts are whole fen. A red invoice (红字发票) has a negative
-- amount; `taken_back` and `paid` of a blue one are the sums of its verified red invoices and of its payment lines.
create table invoice (
  province smallint not null,
  id uuid not null,
  number text not null,
  invoice_code text not null,
  invoice_number text not null,
  kind text not null,
  red_of uuid,
  institution_id uuid not null,
  distributor_id uuid not null,
  manufacturer_ids uuid[] not null,
  jurisdiction text not null,
  upstream_invoice_number text not null default '',
  amount numeric(18, 2) not null,
  line_count integer not null,
  taken_back numeric(18, 2) not null default 0,
  paid numeric(18, 2) not null default 0,
  issued_on date not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  state text not null,
  verified_at timestamptz,
  verified_by uuid,
  ended_at timestamptz,
  reason text,
  accepted_at timestamptz not null,
  remind_at timestamptz,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  reminded_at timestamptz,
  overdue_at timestamptz,
  settled_at timestamptz,
  version integer not null default 1,
  primary key (province, id),
  constraint invoice_number_once unique (province, number),
  constraint invoice_kind_is_known check (kind in ('blue', 'red')),
  constraint invoice_state_is_known check (state in ('entered', 'verified', 'disputed', 'cancelled', 'paid')),
  constraint invoice_blue_is_positive check ((kind = 'blue') = (amount > 0)),
  constraint invoice_red_names_its_blue check ((kind = 'red') = (red_of is not null)),
  constraint invoice_blue_is_due check ((kind = 'blue') = (due_at is not null)),
  constraint invoice_paid_within_amount check (paid between 0 and greatest(amount, 0)),
  constraint invoice_taken_back_within_amount check (taken_back between 0 and greatest(amount, 0)),
  constraint invoice_has_lines check (line_count > 0),
  constraint invoice_institution_exists foreign key (institution_id) references organisation (id),
  constraint invoice_distributor_exists foreign key (distributor_id) references organisation (id),
  constraint invoice_red_of_exists foreign key (province, red_of) references invoice (province, id)
);

select app.shard('invoice');

create unique index invoice_once_per_tax_number on invoice (province, invoice_code, invoice_number) where state <> 'cancelled';

create index invoice_due on invoice (province, due_at) where kind = 'blue' and state in ('entered', 'verified', 'disputed');

-- What somebody still has to do with, and credits: what balances, boards and counts read instead of all invoices.
create index invoice_open on invoice (province, institution_id, distributor_id)
  where state in ('entered', 'disputed') or (kind = 'blue' and state = 'verified')
    or (state = 'paid' and paid + taken_back > amount);

create index invoice_to_remind on invoice (province, remind_at)
  where kind = 'blue' and state in ('entered', 'verified', 'disputed') and reminded_at is null;

create index invoice_provisional on invoice (province, id) where due_provisional;

create index invoice_red_of on invoice (province, red_of) where red_of is not null;

create index invoice_of_institution on invoice (province, institution_id, id desc);

create index invoice_of_distributor on invoice (province, distributor_id, id desc);

create index invoice_of_manufacturers on invoice using gin (manufacturer_ids);

create index invoice_of_jurisdiction on invoice (province, jurisdiction text_pattern_ops, id desc);

create table invoice_line (
  province smallint not null,
  invoice_id uuid not null,
  line integer not null,
  shipment_id uuid not null,
  shipment_line integer not null,
  order_id uuid not null,
  order_line integer not null,
  item_code text not null,
  manufacturer_id uuid not null,
  quantity numeric(12, 3) not null,
  price numeric(18, 6) not null,
  amount numeric(18, 2) not null,
  primary key (province, invoice_id, line),
  constraint invoice_line_quantity_is_positive check (quantity > 0),
  constraint invoice_line_invoice_exists foreign key (province, invoice_id) references invoice (province, id),
  constraint invoice_line_shipment_line_exists foreign key (province, shipment_id, shipment_line)
    references shipment_line (province, shipment_id, line)
);

select app.shard('invoice_line');

create index invoice_line_of_shipment on invoice_line (province, shipment_id, shipment_line);

create index invoice_line_of_order on invoice_line (province, order_id);

-- A transfer as the institution recorded it. What was wrong is reversed by a record of its own with negative amounts.
create table payment (
  province smallint not null,
  id uuid not null,
  number text not null,
  kind text not null,
  reversal_of uuid,
  institution_id uuid not null,
  distributor_id uuid not null,
  jurisdiction text not null,
  amount numeric(18, 2) not null,
  paid_on date not null,
  bank_reference text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  state text not null,
  answered_at timestamptz,
  answered_by uuid,
  reason text,
  version integer not null default 1,
  primary key (province, id),
  constraint payment_number_once unique (province, number),
  constraint payment_kind_is_known check (kind in ('transfer', 'reversal')),
  constraint payment_transfer_is_positive check ((kind = 'transfer') = (amount > 0)),
  constraint payment_reversal_names_its_transfer check ((kind = 'reversal') = (reversal_of is not null)),
  constraint payment_state_is_known check (state in ('recorded', 'confirmed', 'disputed', 'reversed')),
  constraint payment_reversal_of_exists foreign key (province, reversal_of) references payment (province, id),
  constraint payment_institution_exists foreign key (institution_id) references organisation (id),
  constraint payment_distributor_exists foreign key (distributor_id) references organisation (id)
);

select app.shard('payment');

create unique index payment_bank_reference_once on payment (province, institution_id, bank_reference)
  where kind = 'transfer' and state <> 'reversed';

create unique index payment_reversed_once on payment (province, reversal_of) where reversal_of is not null;

create index payment_of_institution on payment (province, institution_id, id desc);

create index payment_of_distributor on payment (province, distributor_id, id desc);

-- Negative where a credit (an overpaid invoice after a red one) is used for others, and in a reversal.
create table payment_line (
  province smallint not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount numeric(18, 2) not null,
  primary key (province, payment_id, invoice_id),
  constraint payment_line_says_something check (amount <> 0),
  constraint payment_line_payment_exists foreign key (province, payment_id) references payment (province, id),
  constraint payment_line_invoice_exists foreign key (province, invoice_id) references invoice (province, id)
);

select app.shard('payment_line');

create index payment_line_of_invoice on payment_line (province, invoice_id);

-- What is accepted and not invoiced, and what is invoiced and went back: both are few at any time.
create index shipment_line_to_invoice on shipment_line (province, shipment_id) where accepted > returned + invoiced;

create index shipment_line_to_take_back on shipment_line (province, shipment_id) where invoiced > accepted - returned;
