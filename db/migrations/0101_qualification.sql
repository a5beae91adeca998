-- Qualifications of manufacturers and distributors (JS-34, HN-6a): what is in force. A declaration is a change of a
-- qualification that is in force for the first time when the bureau has confirmed it.
-- due_at: the next reminder, later the first moment after the last day of validity.
create table qualification (
  province smallint not null,
  id uuid not null,
  organisation_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  -- Canonical, to compare by: normalised certificate, folded licence number.
  number text not null,
  holder text not null default '',
  issuer text not null default '',
  scope text not null default '',
  valid_from date,
  -- Null in a qualification in force: without end.
  valid_until date,
  state text not null,
  state_note text not null default '',
  -- The change whose files are those of what is in force.
  change_id uuid,
  reminders integer not null default 0,
  due_at timestamptz,
  version integer not null default 1,
  primary key (province, id),
  constraint qualification_state_is_known check (state in ('declared', 'inForce', 'expired', 'suspended', 'ended')),
  constraint qualification_in_force_says_since_when check (
    state = 'declared' or (valid_from is not null and change_id is not null)
  ),
  constraint qualification_period_is_forward check (valid_until is null or valid_until >= valid_from),
  constraint qualification_organisation_exists foreign key (organisation_id) references organisation (id),
  constraint qualification_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code)
);

select app.shard('qualification');

create unique index qualification_once on qualification (province, organisation_id, jurisdiction, kind, number)
  where state <> 'ended';

create index qualification_by_number on qualification (province, number text_pattern_ops);

-- In the order of the lists: what ends first stands first.
create index qualification_board on qualification (province, (coalesce(valid_until, 'infinity'::date)), id);

create index qualification_of_organisation on qualification (province, organisation_id, (coalesce(valid_until, 'infinity'::date)), id);

create index qualification_due on qualification (province, due_at) where due_at is not null;

-- The public reads what is or was in force; a first declaration is its enterprise's and the bureau's.
select app.guard('qualification', '{staff} or organisation_id = {me} or state <> ''declared''',
  '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}');

-- A declaration, a change or an ending on its way: submitted by the enterprise, checked by an officer, confirmed by another.
-- What the bureau suspends or resumes goes the same way: an officer brings it in, another confirms.
create table qualification_change (
  province smallint not null,
  id uuid not null,
  number text not null,
  qualification_id uuid not null,
  organisation_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  act text not null,
  contents jsonb not null,
  reason text not null default '',
  state text not null,
  submitted_at timestamptz not null,
  submitted_by uuid not null,
  checked_at timestamptz,
  checked_by uuid,
  check_note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint qualification_change_number_once unique (province, number),
  constraint qualification_change_act_is_known check (act in ('declare', 'change', 'end', 'suspend', 'resume')),
  constraint qualification_change_state_is_known check (
    state in ('submitted', 'checked', 'confirmed', 'returned', 'withdrawn')
  ),
  constraint qualification_change_open_has_due check ((state in ('submitted', 'checked')) = (due_at is not null)),
  constraint qualification_change_checker_does_not_confirm check (state <> 'confirmed' or decided_by <> checked_by),
  constraint qualification_change_qualification_exists foreign key (province, qualification_id)
    references qualification (province, id),
  constraint qualification_change_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('qualification_change');

create unique index qualification_change_one_open on qualification_change (province, qualification_id)
  where state in ('submitted', 'checked');

create index qualification_change_of_qualification on qualification_change (province, qualification_id, id desc);

create index qualification_change_of_organisation on qualification_change (province, organisation_id, id desc);

create index qualification_change_board on qualification_change (province, state, id desc);

create index qualification_change_provisional on qualification_change (province, id) where due_provisional;

select app.guard('qualification_change', '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}',
  '{staff} or organisation_id = {me}');

-- A missing specification or model of a listed product, added under its certificate at no more than the listing price
-- it is compared with (JS-37).
create table added_specification (
  province smallint not null,
  id uuid not null,
  number text not null,
  organisation_id uuid not null,
  jurisdiction text not null,
  listing_id uuid not null,
  item_code text not null,
  certificate text not null,
  price numeric(18, 6) not null,
  purchase_unit text not null,
  smallest_unit text not null,
  units_per_purchase_unit integer not null,
  reason text not null,
  state text not null,
  submitted_at timestamptz not null,
  submitted_by uuid not null,
  checked_at timestamptz,
  checked_by uuid,
  check_note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  new_listing_id uuid,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint added_specification_number_once unique (province, number),
  constraint added_specification_price_is_positive check (price > 0 and units_per_purchase_unit > 0),
  constraint added_specification_state_is_known check (
    state in ('submitted', 'checked', 'confirmed', 'returned', 'withdrawn')
  ),
  constraint added_specification_open_has_due check ((state in ('submitted', 'checked')) = (due_at is not null)),
  constraint added_specification_confirmed_is_listed check ((state = 'confirmed') = (new_listing_id is not null)),
  constraint added_specification_checker_does_not_confirm check (state <> 'confirmed' or decided_by <> checked_by),
  constraint added_specification_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint added_specification_item_exists foreign key (item_code) references catalogue_item (item_code),
  constraint added_specification_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('added_specification');

create unique index added_specification_one_open on added_specification (province, jurisdiction, item_code)
  where state in ('submitted', 'checked');

create index added_specification_of_organisation on added_specification (province, organisation_id, id desc);

create index added_specification_board on added_specification (province, state, id desc);

create index added_specification_provisional on added_specification (province, id) where due_provisional;

select app.guard('added_specification', '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}',
  '{staff} or organisation_id = {me}');
