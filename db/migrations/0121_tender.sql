-- What leads to a round and keeps it (SX-2.1, SX-2.3, SX-3.3, JS-22, HN-14, GY-2.4, GY-3.1 to GY-5.2): screening, plan,
-- approval and filing, notices, questions, joining, stops by a wider round, renewal.

-- The lead hospitals that run a round together with its organiser see it before it is announced (GY-3.1).
alter table tender add column partners uuid[] not null default '{}';

alter table tender_item add column partners uuid[] not null default '{}';

alter table tender_product add column partners uuid[] not null default '{}';

alter table tender_institution add column partners uuid[] not null default '{}';

select app.guard_again('tender', 'is_public or {staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

select app.guard_again('tender_item', 'is_public or {staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

select app.guard_again('tender_product', 'is_public or {staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

select app.guard_again('tender_institution',
  'is_public or {staff} or organiser_id = {me} or institution_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

-- What a round may be needed for while it lives is found by the beginnings of codes.
create index tender_item_running on tender_item (province, tender_id) where state = 'running';

-- A screening of what was bought in a time, and the choice that came of it (SX-2.1, GY-3.2, GY-4.1).
create table tender_screening (
  province smallint not null,
  id uuid not null,
  number text not null,
  title text not null,
  level text not null,
  jurisdiction text not null,
  organiser_id uuid not null,
  -- Organisations whose agreement the choice needs besides the organiser's: the lead hospitals of the other groups.
  partners uuid[] not null,
  regions text[] not null,
  group_ids uuid[] not null,
  institution_ids uuid[] not null,
  from_day date not null,
  before_day date not null,
  -- Purchases are read month by month; up to this day they are in.
  collected_to date not null,
  choose_count integer,
  criteria jsonb not null,
  basis jsonb not null,
  state text not null,
  reason text not null default '',
  -- The hash of the choice that is proposed or agreed, over codes, data and scores.
  choice_hash text,
  proposed_at timestamptz,
  proposed_by uuid,
  agreed_at timestamptz,
  entered_at timestamptz not null,
  entered_by uuid not null,
  version integer not null default 1,
  primary key (province, id),
  constraint tender_screening_number_once unique (province, number),
  constraint tender_screening_state_is_known check (state in ('collecting', 'ready', 'proposed', 'agreed', 'dropped')),
  constraint tender_screening_choice_has_hash check ((state in ('proposed', 'agreed')) = (choice_hash is not null)),
  constraint tender_screening_organiser_exists foreign key (organiser_id) references organisation (id)
);

select app.shard('tender_screening');

create index tender_screening_newest on tender_screening (province, id desc);

create index tender_screening_of_organiser on tender_screening (province, organiser_id, id desc);

create index tender_screening_collecting on tender_screening (province, id) where state = 'collecting';

select app.guard('tender_screening', '{staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

-- What each institution bought of each product group, by the beginning of the code (GY-4.1). Quantities in smallest units.
create table tender_screening_use (
  province smallint not null,
  screening_id uuid not null,
  prefix text not null,
  institution_id uuid not null,
  item_code text not null,
  manufacturer_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null,
  quantity numeric(18, 3) not null,
  amount numeric(18, 2) not null,
  -- Of the amount, what was bought as selected in some round.
  selected_amount numeric(18, 2) not null,
  trades integer not null,
  price_low numeric(30, 12) not null,
  price_high numeric(30, 12) not null,
  primary key (province, screening_id, prefix, institution_id, item_code, manufacturer_id),
  constraint tender_screening_use_screening_exists foreign key (province, screening_id) references tender_screening (province, id)
);

select app.shard('tender_screening_use');

select app.guard('tender_screening_use', '{staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{system}');

-- A candidate: one product group with its figures and scores, or the reason why it is left out.
create table tender_candidate (
  province smallint not null,
  screening_id uuid not null,
  prefix text not null,
  organiser_id uuid not null,
  partners uuid[] not null,
  name text not null,
  unit text not null,
  figures jsonb not null,
  scores jsonb not null,
  total numeric(7, 4) not null,
  place integer not null,
  excluded jsonb,
  chosen boolean not null default false,
  note text not null default '',
  primary key (province, screening_id, prefix),
  constraint tender_candidate_excluded_is_not_chosen check (not (chosen and excluded is not null)),
  constraint tender_candidate_screening_exists foreign key (province, screening_id) references tender_screening (province, id)
);

select app.shard('tender_candidate');

create index tender_candidate_by_place on tender_candidate (province, screening_id, place);

select app.guard('tender_candidate', '{staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

-- Who agreed to which choice: the hash is the choice's.
create table tender_screening_agreement (
  province smallint not null,
  screening_id uuid not null,
  organisation_id uuid not null,
  organiser_id uuid not null,
  choice_hash text not null,
  agreed boolean not null,
  note text not null default '',
  at timestamptz not null,
  by_account uuid not null,
  primary key (province, screening_id, organisation_id, choice_hash),
  constraint tender_screening_agreement_screening_exists foreign key (province, screening_id)
    references tender_screening (province, id)
);

select app.shard('tender_screening_agreement');

select app.guard('tender_screening_agreement', '{staff} or organisation_id = {me} or organiser_id = {me}',
  '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}');

-- The plan of a round (GY-4.2): who, how, when, whose duty; what it was approved and filed as is its hash.
create table tender_plan (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null,
  is_public boolean not null default false,
  screening_id uuid,
  -- The round at whose end this one was made (SX-3.3).
  renews_id uuid,
  -- The mode as the provisions of the place call it; tender.mode is how it runs here.
  mode_code text not null,
  regions text[] not null,
  group_ids uuid[] not null,
  scope text not null,
  process text not null,
  duties text not null,
  -- `[{name, organisation, post}]`
  committee jsonb not null default '[]',
  team jsonb not null default '[]',
  pack_from text,
  plan_hash text,
  submitted_at timestamptz,
  submitted_by uuid,
  approved_at timestamptz,
  -- With whom it has to be filed, when it was, and from when on the round may be announced.
  filed_with text,
  filed_at timestamptz,
  filed_by uuid,
  filing_answer text,
  filing_note text not null default '',
  filing_answered_at timestamptz,
  filing_answered_by uuid,
  announce_from_at timestamptz,
  announce_from_provisional boolean not null default false,
  announce_from_basis jsonb,
  announced_at timestamptz,
  announced_by uuid,
  version integer not null default 1,
  primary key (province, tender_id),
  constraint tender_plan_filed_with_is_known check (filed_with in ('province', 'health')),
  constraint tender_plan_filing_answer_is_known check (filing_answer in ('noted', 'returned')),
  constraint tender_plan_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_plan');

create index tender_plan_of_screening on tender_plan (province, screening_id) where screening_id is not null;

create index tender_plan_of_renewed on tender_plan (province, renews_id) where renews_id is not null;

create index tender_plan_filed on tender_plan (province, filed_at) where filed_at is not null and filing_answer is null;

select app.guard('tender_plan', 'is_public or {staff} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me}');

-- Who has to approve the plan: a second person of the organiser, and of each partner (GY-5.2).
create table tender_approval (
  province smallint not null,
  tender_id uuid not null,
  organisation_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null,
  state text not null,
  plan_hash text not null,
  asked_at timestamptz not null,
  asked_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  note text not null default '',
  meeting text not null default '',
  evidence_ids uuid[] not null default '{}',
  primary key (province, tender_id, organisation_id),
  constraint tender_approval_state_is_known check (state in ('waiting', 'approved', 'returned')),
  constraint tender_approval_enterer_does_not_approve check (decided_by is null or decided_by <> asked_by),
  constraint tender_approval_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_approval');

create index tender_approval_waiting on tender_approval (province, organisation_id) where state = 'waiting';

select app.guard('tender_approval', '{staff} or organisation_id = {me} or organiser_id = {me} or partners @> array[{me}]',
  '{staff} or organiser_id = {me}', '{staff} or organiser_id = {me} or organisation_id = {me}');

-- The course of a round for everybody to read: each state it came to, when and why.
create table tender_step (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null,
  from_state text not null,
  to_state text not null,
  at timestamptz not null,
  by_account uuid,
  note text not null,
  basis jsonb not null,
  primary key (province, id),
  constraint tender_step_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_step');

create index tender_step_of_tender on tender_step (province, tender_id, id);

-- Whether the round may be read is asked of the round itself: the history is read through it.
select app.guard('tender_step', 'true', '{staff} or organiser_id = {me}', null);

-- Announcement, documents, amendments, answers to questions, stops: what is said in public, numbered, never changed.
create table tender_notice (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  number text not null,
  kind text not null,
  title text not null,
  body text not null,
  -- What an amendment changed: `{timetable: [{name, before, after}], items: […], because: Basis|null}`
  effects jsonb not null default '{}',
  evidence_ids uuid[] not null default '{}',
  at timestamptz not null,
  by_account uuid,
  primary key (province, id),
  constraint tender_notice_number_once unique (province, number),
  constraint tender_notice_kind_is_known check (
    kind in ('announcement', 'documents', 'amendment', 'answer', 'stop', 'renewal', 'ended', 'other')
  ),
  constraint tender_notice_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_notice');

create index tender_notice_of_tender on tender_notice (province, tender_id, id desc);

select app.guard('tender_notice', 'true', '{staff} or organiser_id = {me}', null);

select app.open_to_all('tender_notice');

-- Questions. Who asked is read by nobody but who asked: the answer is published as a notice that does not name anyone.
create table tender_question (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  asker_organisation_id uuid not null,
  asker_account_id uuid not null,
  question text not null,
  state text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  answer text not null default '',
  answered_at timestamptz,
  answered_by uuid,
  notice_id uuid,
  primary key (province, id),
  constraint tender_question_state_is_known check (state in ('asked', 'answered')),
  constraint tender_question_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_question');

create index tender_question_of_tender on tender_question (province, tender_id, id desc);

create index tender_question_of_asker on tender_question (province, asker_organisation_id, id desc);

create index tender_question_waiting on tender_question (province, organiser_id, due_at) where state = 'asked';

select app.guard('tender_question', '{staff} or organiser_id = {me} or asker_organisation_id = {me}',
  'asker_organisation_id = {me}', '{staff} or organiser_id = {me}');

-- An institution that need not take part asks to (SX-2.3), or one that may leave says so.
create table tender_joining (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  institution_id uuid not null,
  kind text not null,
  note text not null,
  state text not null,
  asked_at timestamptz not null,
  asked_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  primary key (province, id),
  constraint tender_joining_kind_is_known check (kind in ('join', 'leave')),
  constraint tender_joining_state_is_known check (state in ('asked', 'accepted', 'refused')),
  constraint tender_joining_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_joining');

create unique index tender_joining_one_asked on tender_joining (province, tender_id, institution_id) where state = 'asked';

create index tender_joining_waiting on tender_joining (province, organiser_id, id) where state = 'asked';

create index tender_joining_of_institution on tender_joining (province, institution_id, id desc);

select app.guard('tender_joining', '{staff} or organiser_id = {me} or institution_id = {me}',
  '{staff} or institution_id = {me}', '{staff} or organiser_id = {me}');

-- Items that went over to a wider round (GY-2.4), with what had to be done about each.
create table tender_stop (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  item text not null,
  wider_id uuid not null,
  wider_number text not null,
  wider_title text not null,
  wider_level text not null,
  at timestamptz not null,
  basis jsonb not null,
  -- `[{listingId, number, closingId}]` and `[{orderId, number, institutionId, state}]`
  listings jsonb not null,
  orders jsonb not null,
  primary key (province, id),
  constraint tender_stop_item_once unique (province, tender_id, item),
  constraint tender_stop_item_exists foreign key (province, tender_id, item) references tender_item (province, tender_id, item)
);

select app.shard('tender_stop');

select app.guard('tender_stop', 'true', '{system}', null);

select app.open_to_all('tender_stop');

-- What follows a round whose term ends (SX-3.3), decided on the figures of the term.
create table tender_renewal (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  figures jsonb not null,
  state text not null,
  path text,
  reason text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  next_id uuid,
  primary key (province, tender_id),
  constraint tender_renewal_state_is_known check (state in ('open', 'decided')),
  constraint tender_renewal_path_is_known check (path in ('inquiry', 'follow', 'rebid', 'none')),
  constraint tender_renewal_decided_says_how check ((state = 'decided') = (path is not null)),
  constraint tender_renewal_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_renewal');

create index tender_renewal_open on tender_renewal (province, organiser_id, due_at) where state = 'open';

select app.guard('tender_renewal', '{staff} or organiser_id = {me} or partners @> array[{me}]', '{system}',
  '{staff} or organiser_id = {me}');

create index tender_term_ends on tender (province, term_until) where state = 'executing';

create index tender_public_newest on tender (province, id desc) where is_public;

-- Listings that went out of the directory because a wider round took the item over say so.
alter table directory_closing drop constraint directory_closing_origin_is_known;

alter table directory_closing add constraint directory_closing_origin_is_known
  check (origin in ('officer', 'manufacturer', 'clock', 'merge', 'credit', 'tender'));
