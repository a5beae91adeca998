-- Bidding of a round (SX-2.2, SX-3.2b, GY-3.3, JS-20, docs/sealed-bids.md): who may bid, whose keys seal, what was handed in,
-- how it was opened, and the award that follows.

-- The box of a round: terms of sealing, fixed when bidding starts, and how far opening, award and decision have come.
create table bid_round (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  -- Shares needed.
  threshold integer not null,
  -- Bytes of every sealed bid.
  size integer not null,
  -- Hash of threshold, size and the trustees' recipients.
  terms_hash text,
  started_at timestamptz,
  closed_at timestamptz,
  -- Digest over the standing bids at the deadline, in the order of their bidders.
  closed_hash text,
  -- From now on bidders may open their own bids; until then.
  own_keys_from_at timestamptz,
  own_keys_due_at timestamptz,
  own_keys_asked_at timestamptz,
  opened_at timestamptz,
  -- Lots for last ties (rules/panel/draw.ts): the seed's hash before the first bid, the journal's seal after the last opening.
  lot_seed_hash text,
  lot_draw_at timestamptz,
  lot_asked_at timestamptz,
  lot_after_position bigint,
  lot_beacon_position bigint,
  lot_beacon_hash text,
  lot_seed text,
  lots jsonb,
  lots_at timestamptz,
  rerun_asked_at timestamptz,
  publish_asked_at timestamptz,
  publish_asked_by uuid,
  publicity_id uuid,
  settled_at timestamptz,
  decision text,
  decision_note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  awarded_at timestamptz,
  -- What stands in the way of the next step, for the organiser to read.
  trouble jsonb,
  version integer not null default 1,
  primary key (province, tender_id),
  constraint bid_round_threshold_is_shared check (threshold >= 2),
  constraint bid_round_size_is_possible check (size between 256 and 1048576),
  constraint bid_round_decision_is_known check (decision in ('confirmed', 'annulled')),
  constraint bid_round_decided_says_who check ((decision is null) = (decided_by is null)),
  constraint bid_round_who_asks_does_not_decide check (decided_by is null or decided_by <> publish_asked_by),
  constraint bid_round_lots_show_their_seed check ((lots_at is null) = (lot_seed is null) and (lots_at is null) = (lots is null)),
  constraint bid_round_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('bid_round');

select app.guard('bid_round', 'is_public or {staff} or organiser_id = {me}', '{staff} or organiser_id = {me}',
  '{staff} or organiser_id = {me}');

-- Nobody takes such a row away.
drop policy removes on bid_round;

create table bid_lot_seed (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  seed text not null,
  primary key (province, tender_id)
);

select app.shard('bid_lot_seed');

select app.guard('bid_lot_seed', '{system}', '{staff} or organiser_id = {me}', null);

-- Who holds a share of the key. Of the key itself the platform knows the recipient, which is public.
create table bid_trustee (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  -- 'bureau', 'discipline', 'notary', 'industry', 'operator', 'hospital': in whose name a share is held.
  capacity text not null,
  recipient text,
  -- A box only the identity of the recipient opens, and the hash of what is in it: proof of possession.
  test_box text,
  test_hash text,
  proven_at timestamptz,
  released_at timestamptz,
  lost_at timestamptz,
  lost_note text not null default '',
  named_at timestamptz not null,
  named_by uuid not null,
  primary key (province, id),
  constraint bid_trustee_capacity_is_known check (
    capacity in ('bureau', 'discipline', 'notary', 'industry', 'operator', 'hospital')
  ),
  constraint bid_trustee_proves_a_key check (proven_at is null or recipient is not null),
  constraint bid_trustee_round_exists foreign key (province, tender_id) references bid_round (province, tender_id),
  constraint bid_trustee_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('bid_trustee');

create unique index bid_trustee_person_once on bid_trustee (province, tender_id, account_id);

create unique index bid_trustee_key_once on bid_trustee (province, tender_id, recipient);

create index bid_trustee_of_organisation on bid_trustee (province, organisation_id, tender_id);

-- Who holds the shares is public: everybody may judge whether they would act together.
select app.guard('bid_trustee', 'true', '{staff} or organiser_id = {me}',
  '{staff} or organiser_id = {me} or organisation_id = {me}');

select app.guard_removes('bid_trustee', '{staff} or organiser_id = {me}');

-- A firm that takes part, with what was found about it on that day (SX-2.2, GY-3.3).
create table bid_enrolment (
  province smallint not null,
  id uuid not null,
  number text not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  state text not null,
  controller text,
  related_ids uuid[] not null default '{}',
  supplies_all_regions boolean not null,
  regions text[] not null default '{}',
  -- What qualification and credit said: [{of, ok, lacking}].
  findings jsonb not null,
  -- The bidder's own age recipient, the second path.
  own_recipient text,
  note text not null default '',
  basis jsonb,
  entered_at timestamptz not null,
  entered_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint bid_enrolment_state_is_known check (state in ('entered', 'accepted', 'refused', 'withdrawn')),
  constraint bid_enrolment_number_once unique (province, number),
  constraint bid_enrolment_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint bid_enrolment_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('bid_enrolment');

create unique index bid_enrolment_once on bid_enrolment (province, tender_id, manufacturer_id) where state <> 'withdrawn';

create index bid_enrolment_of_tender on bid_enrolment (province, tender_id, id);

create index bid_enrolment_of_manufacturer on bid_enrolment (province, manufacturer_id, id desc);

select app.guard('bid_enrolment', '{staff} or organiser_id = {me} or manufacturer_id = {me}', 'manufacturer_id = {me}',
  '{staff} or organiser_id = {me} or manufacturer_id = {me}');

-- Nobody takes such a row away.
drop policy removes on bid_enrolment;

create table bid_enrolment_product (
  province smallint not null,
  enrolment_id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  product_id uuid not null,
  -- What the firm can deliver in the term, in units of the item; null without bound.
  capacity numeric(18, 3),
  grade text,
  primary key (province, enrolment_id, product_id),
  constraint bid_enrolment_product_capacity_is_positive check (capacity > 0),
  constraint bid_enrolment_product_enrolment_exists foreign key (province, enrolment_id) references bid_enrolment (province, id),
  constraint bid_enrolment_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('bid_enrolment_product');

create index bid_enrolment_product_of_tender on bid_enrolment_product (province, tender_id, product_id);

select app.guard('bid_enrolment_product', '{staff} or organiser_id = {me} or manufacturer_id = {me}', 'manufacturer_id = {me}',
  '{staff} or organiser_id = {me} or manufacturer_id = {me}');

-- What was handed in: ciphertext, boxes, hashes. Before the deadline nobody but its bidder reads the row, supervisors neither;
-- after it everybody does, so that anybody can open again with the shares given out.
create table sealed_bid (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  enrolment_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  is_public boolean not null default false,
  version integer not null,
  state text not null,
  commitment text not null,
  digest text not null,
  sealed jsonb not null,
  -- By the database's clock, in the statement that decided that it is in time.
  received_at timestamptz not null,
  received_by uuid not null,
  ended_at timestamptz,
  -- The receipt as signed text and its Ed25519 signature.
  receipt text not null,
  signature text not null,
  primary key (province, id),
  constraint sealed_bid_state_is_known check (state in ('standing', 'replaced', 'withdrawn')),
  constraint sealed_bid_ended_says_when check ((state = 'standing') = (ended_at is null)),
  constraint sealed_bid_version_once unique (province, tender_id, manufacturer_id, version),
  constraint sealed_bid_digest_once unique (province, digest),
  constraint sealed_bid_enrolment_exists foreign key (province, enrolment_id) references bid_enrolment (province, id)
);

select app.shard('sealed_bid');

create unique index sealed_bid_one_stands on sealed_bid (province, tender_id, manufacturer_id) where state = 'standing';

select app.guard('sealed_bid', '{system} or manufacturer_id = {me} or is_public', 'manufacturer_id = {me}',
  '{system} or manufacturer_id = {me}');

-- Nobody takes such a row away.
drop policy removes on sealed_bid;

-- What trustees gave out at the opening; anybody compares it with the hash that the bidder sealed.
create table bid_share (
  province smallint not null,
  bid_id uuid not null,
  trustee_id uuid not null,
  tender_id uuid not null,
  organisation_id uuid not null,
  -- Base64; null where the trustee's key did not give one.
  share text,
  -- 'good', 'differs' (the trustee gave another share than was sealed), 'boxDiffers' or 'keyDoesNotOpen' (as the trustee says).
  finding text not null,
  released_at timestamptz not null,
  released_by uuid not null,
  primary key (province, bid_id, trustee_id),
  constraint bid_share_finding_is_known check (finding in ('good', 'differs', 'boxDiffers', 'keyDoesNotOpen')),
  constraint bid_share_bid_exists foreign key (province, bid_id) references sealed_bid (province, id),
  constraint bid_share_trustee_exists foreign key (province, trustee_id) references bid_trustee (province, id)
);

select app.shard('bid_share');

create index bid_share_of_tender on bid_share (province, tender_id, bid_id);

select app.guard('bid_share', 'true', 'organisation_id = {me}', null);

select app.open_to_all('bid_share');

-- The second path: the content key that a bidder gave out of its own box.
create table bid_own_key (
  province smallint not null,
  bid_id uuid not null,
  tender_id uuid not null,
  manufacturer_id uuid not null,
  key text not null,
  given_at timestamptz not null,
  given_by uuid not null,
  primary key (province, bid_id),
  constraint bid_own_key_bid_exists foreign key (province, bid_id) references sealed_bid (province, id)
);

select app.shard('bid_own_key');

select app.guard('bid_own_key', 'true', 'manufacturer_id = {me}', null);

select app.open_to_all('bid_own_key');

-- What came out: the bid, or why it was stopped.
create table bid_opening (
  province smallint not null,
  bid_id uuid not null,
  tender_id uuid not null,
  manufacturer_id uuid not null,
  outcome text not null,
  path text,
  -- The bid as it was sealed, and its salt: with them anyone computes the commitment again.
  content text,
  salt text,
  -- Its lines, read: products that were stopped are left out of the award, with the reason.
  lines jsonb,
  reason text,
  facts jsonb,
  opened_at timestamptz not null,
  primary key (province, bid_id),
  constraint bid_opening_outcome_is_known check (outcome in ('opened', 'stopped')),
  constraint bid_opening_path_is_known check (path in ('shares', 'own')),
  constraint bid_opening_stopped_says_why check ((outcome = 'stopped') = (reason is not null)),
  constraint bid_opening_opened_shows_the_bid check (outcome = 'stopped' or (content is not null and lines is not null)),
  constraint bid_opening_bid_exists foreign key (province, bid_id) references sealed_bid (province, id)
);

select app.shard('bid_opening');

create index bid_opening_of_tender on bid_opening (province, tender_id, bid_id);

select app.guard('bid_opening', 'true', '{system}', null);

select app.open_to_all('bid_opening');

-- Products taken out of the award after the opening: an objection was upheld. The next run leaves them out.
create table award_exclusion (
  province smallint not null,
  tender_id uuid not null,
  product_id uuid not null,
  reason text not null,
  basis jsonb,
  at timestamptz not null,
  primary key (province, tender_id, product_id),
  constraint award_exclusion_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('award_exclusion');

select app.guard('award_exclusion', 'true', '{staff}', null);

select app.open_to_all('award_exclusion');

-- One run of the award: its bundle is all anyone needs to compute it again.
create table award_run (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  -- 'selection' without choices, 'allocation' with the choices of the institutions.
  purpose text not null,
  state text not null,
  engine text not null,
  -- SHA-256 of the bundle's canonical text.
  hash text not null,
  hashes jsonb not null,
  -- Canonical text, gzip.
  bundle bytea not null,
  bundle_bytes integer not null,
  units jsonb not null,
  permitted jsonb not null,
  made_at timestamptz not null,
  primary key (province, id),
  constraint award_run_purpose_is_known check (purpose in ('selection', 'allocation')),
  constraint award_run_state_is_known check (state in ('valid', 'superseded')),
  constraint award_run_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('award_run');

create unique index award_run_valid on award_run (province, tender_id, purpose) where state = 'valid';

select app.guard('award_run', 'is_public or {staff} or organiser_id = {me}', '{staff}', '{staff}');

-- Nobody takes such a row away.
drop policy removes on award_run;

create table award_result (
  province smallint not null,
  run_id uuid not null,
  product_id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  manufacturer_id uuid not null,
  item text not null,
  unit text not null,
  bid_price numeric(18, 6) not null,
  valid boolean not null,
  place integer,
  selected boolean not null,
  selected_by text,
  -- Yuan per unit of the item.
  final_price numeric(18, 6),
  tier text,
  substitute_id uuid,
  reasons jsonb not null,
  listing_ids uuid[] not null default '{}',
  primary key (province, run_id, product_id),
  constraint award_result_selected_has_a_price check (selected = (final_price is not null)),
  constraint award_result_run_exists foreign key (province, run_id) references award_run (province, id)
);

select app.shard('award_result');

create index award_result_of_tender on award_result (province, tender_id, product_id);

create index award_result_of_manufacturer on award_result (province, manufacturer_id, tender_id);

select app.guard('award_result', 'is_public or {staff} or organiser_id = {me}', '{staff}', '{staff}');

-- What each institution has to buy of each winner; leftover that nobody placed yet stands in award_leftover.
create table award_allocation (
  province smallint not null,
  run_id uuid not null,
  institution_id uuid not null,
  product_id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  manufacturer_id uuid not null,
  own numeric(18, 3) not null,
  more numeric(18, 3) not null,
  primary key (province, run_id, institution_id, product_id),
  constraint award_allocation_is_not_negative check (own >= 0 and more >= 0),
  constraint award_allocation_run_exists foreign key (province, run_id) references award_run (province, id)
);

select app.shard('award_allocation');

create index award_allocation_of_institution on award_allocation (province, institution_id, tender_id);

select app.guard('award_allocation',
  '{staff} or organiser_id = {me} or institution_id = {me} or manufacturer_id = {me}', '{staff}', '{staff}');

create table award_leftover (
  province smallint not null,
  run_id uuid not null,
  scope text not null,
  institution_id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  quantity numeric(18, 3) not null,
  -- What this institution may choose from, cheapest first.
  product_ids uuid[] not null,
  primary key (province, run_id, scope, institution_id),
  constraint award_leftover_run_exists foreign key (province, run_id) references award_run (province, id)
);

select app.shard('award_leftover');

create index award_leftover_of_institution on award_leftover (province, institution_id, tender_id);

select app.guard('award_leftover', '{staff} or organiser_id = {me} or institution_id = {me}', '{staff}', '{staff}');

-- The public result of another round that a round takes over (JS-24, SX-4.1, SX-4.2).
create table award_follow (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  is_public boolean not null default false,
  -- {title, number, from, selected: [{product, item, firm, price}]}
  source jsonb not null,
  hash text not null,
  bundle bytea not null,
  bundle_bytes integer not null,
  -- Which of our products is which of theirs: [{productId, theirs, price}].
  pairs jsonb not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  primary key (province, tender_id),
  constraint award_follow_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('award_follow');

select app.guard('award_follow', 'is_public or {staff} or organiser_id = {me}', '{staff} or organiser_id = {me}',
  '{staff} or organiser_id = {me}');

-- The result is public before it takes effect.
alter table publicity drop constraint publicity_kind_is_known;

alter table publicity add constraint publicity_kind_is_known check (
  kind in ('admission', 'linkage', 'filing', 'panel', 'qualification', 'directory', 'award')
);

-- A selected product is listed for the institutions of its round and stands beside the sunshine listing of the same code, by
-- which everybody else goes on buying (JS-4, JS-20); each round lists a code once.
drop index listing_item_once_per_platform;

create unique index listing_item_once_per_platform on listing (province, jurisdiction, item_code)
  where state <> 'withdrawn' and form = 'sunshine';

create unique index listing_selected_once on listing (province, jurisdiction, item_code, source)
  where state <> 'withdrawn' and form = 'alliance';
