-- A round of volume-based procurement (SX-2.1 to SX-3.3, JS-20 to JS-25b, GY): the facts that all its stages share. Who
-- reports, bids, signs and supplies stands in the tables of those features.
alter table organisation drop constraint organisation_kind_is_known;

-- A witness (见证单位) is a notary's office or an industry body that holds a share of the key of sealed bids.
alter table organisation add constraint organisation_kind_is_known check (
  kind in ('bureau', 'operator', 'fund', 'health', 'institution', 'manufacturer', 'distributor', 'platform', 'witness')
);

-- The pack is the round's rules as data (docs/award-rules.md); from the publication of volumes on it does not change.
create table tender (
  province smallint not null,
  id uuid not null,
  number text not null,
  title text not null,
  level text not null,
  mode text not null,
  -- The jurisdiction that answers for it; its provisions rule the round.
  jurisdiction text not null,
  organiser_id uuid not null,
  -- 'run' here from demand to award; 'followed' takes over the published result of another round (JS-24, SX-4.1, SX-4.2).
  origin text not null,
  state text not null,
  is_public boolean not null default false,
  pack jsonb,
  pack_hash text,
  -- The timetable; each is a promise to the participants, changed only by a published amendment.
  demand_from_at timestamptz,
  demand_due_at timestamptz,
  bid_from_at timestamptz,
  bid_due_at timestamptz,
  choice_due_at timestamptz,
  sign_due_at timestamptz,
  term_months integer not null,
  term_from date,
  term_until date,
  entered_at timestamptz not null,
  entered_by uuid not null,
  version integer not null default 1,
  primary key (province, id),
  constraint tender_number_once unique (province, number),
  constraint tender_level_is_known check (
    level in ('national', 'interProvincial', 'provincial', 'interCity', 'group', 'union')
  ),
  constraint tender_mode_is_known check (mode in ('tender', 'auction', 'negotiation', 'inquiry')),
  constraint tender_origin_is_known check (origin in ('run', 'followed')),
  constraint tender_state_is_known check (
    state in (
      'draft', 'planned', 'reporting', 'measured', 'bidding', 'opening', 'opened', 'evaluated', 'published', 'awarded',
      'choosing', 'signing', 'executing', 'ended', 'cancelled', 'failed'
    )
  ),
  constraint tender_term_is_positive check (term_months > 0),
  constraint tender_organiser_exists foreign key (organiser_id) references organisation (id),
  constraint tender_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code)
);

select app.shard('tender');

create index tender_newest on tender (province, id desc);

create index tender_of_organiser on tender (province, organiser_id, id desc);

create index tender_running on tender (province, state, id desc) where state not in ('ended', 'cancelled', 'failed');

select app.guard('tender', 'is_public or {staff} or organiser_id = {me}', '{staff} or organiser_id = {me}',
  '{staff} or organiser_id = {me}');

-- What is tendered (品种): a category of the pack. It is bought by the unit in which demand is reported and bids are priced.
create table tender_item (
  province smallint not null,
  tender_id uuid not null,
  -- The category's id in the pack.
  item text not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  name text not null,
  unit text not null,
  -- Beginnings of national codes that belong to it.
  code_prefixes text[] not null,
  cap numeric(18, 6),
  state text not null default 'running',
  stopped_at timestamptz,
  stop_note text,
  stop_basis jsonb,
  primary key (province, tender_id, item),
  constraint tender_item_cap_is_positive check (cap > 0),
  constraint tender_item_state_is_known check (state in ('running', 'stopped')),
  constraint tender_item_stopped_says_why check ((state = 'stopped') = (stopped_at is not null)),
  constraint tender_item_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_item');

select app.guard('tender_item', 'is_public or {staff} or organiser_id = {me}', '{staff} or organiser_id = {me}',
  '{staff} or organiser_id = {me}');

-- What one enterprise can offer in an item: institutions report for it, its enterprise bids for it, and it is listed when
-- it is selected. Codes hold `[{itemCode, purchaseUnit, unitsPerPurchaseUnit}]`, units being those of the item.
create table tender_product (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  item text not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  manufacturer_id uuid not null,
  name text not null,
  specification text not null,
  class text not null,
  features text[] not null default '{}',
  comparison_units integer not null default 1,
  codes jsonb not null,
  -- Parts of a system: `[{component, role, count}]`, empty for a single item.
  parts jsonb not null default '[]',
  -- Named prices of its own by which the pack may measure it, e.g. {"ownLowest": "13000.00"}; yuan per unit of the item.
  prices jsonb not null default '{}',
  primary key (province, id),
  constraint tender_product_item_exists foreign key (province, tender_id, item) references tender_item (province, tender_id, item),
  constraint tender_product_comparison_is_positive check (comparison_units > 0),
  constraint tender_product_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('tender_product');

create index tender_product_of_tender on tender_product (province, tender_id, item, id);

create index tender_product_of_manufacturer on tender_product (province, manufacturer_id, tender_id);

select app.guard('tender_product', 'is_public or {staff} or organiser_id = {me}', '{staff} or organiser_id = {me}',
  '{staff} or organiser_id = {me}');

-- The institutions that take part, resolved from regions and groups, with the days of joining and leaving.
create table tender_institution (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  -- The city whose plan covers it.
  area text not null,
  via text not null,
  group_id uuid,
  joined_on date not null,
  left_on date,
  primary key (province, tender_id, institution_id),
  constraint tender_institution_via_is_known check (via in ('region', 'group', 'itself')),
  constraint tender_institution_group_says_which check ((via = 'group') = (group_id is not null)),
  constraint tender_institution_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint tender_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('tender_institution');

create index tender_institution_of_institution on tender_institution (province, institution_id, tender_id);

select app.guard('tender_institution', 'is_public or {staff} or organiser_id = {me} or institution_id = {me}',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');
