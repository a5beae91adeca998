-- 全过程监督、廉洁承诺与违规处置 (GY-5.4).

-- Who undertook not to charge, bribe or deceive, with the text as it read on that day.
create table tender_undertaking (
  province smallint not null,
  id uuid not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  -- 'bidder' at enrolment, 'trustee' with the key, 'team' at appointment.
  capacity text not null,
  organisation_id uuid not null,
  person text not null,
  text jsonb not null,
  -- The first day on which this text was in force: its version.
  text_from date not null,
  basis jsonb not null,
  at timestamptz not null,
  recorded_by uuid not null,
  primary key (province, id),
  constraint tender_undertaking_capacity_is_known check (capacity in ('bidder', 'trustee', 'team')),
  constraint tender_undertaking_once unique (province, tender_id, capacity, organisation_id, person, text_from),
  constraint tender_undertaking_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint tender_undertaking_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('tender_undertaking');

-- Who bids is nobody's business before the opening but the organiser's, the bidder's own and the supervisors'.
select app.guard('tender_undertaking', '{staff} or organiser_id = {me} or organisation_id = {me}',
  '{staff} or organiser_id = {me} or organisation_id = {me}', null);

-- A breach that somebody reported about a round, with or without a name. Without one nothing says who it was.
create table tender_breach (
  province smallint not null,
  id uuid not null,
  number text not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  jurisdiction text not null,
  kind text not null,
  kind_text jsonb not null,
  accused text not null,
  facts text not null,
  origin text not null,
  -- What a reporter gave of itself; empty where it gave no name.
  reporter_name text not null default '',
  reporter_contact text not null default '',
  reporter_organisation_id uuid,
  reporter_account_id uuid,
  state text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  -- Whom it is about, once somebody looked into it.
  accused_id uuid,
  question text not null default '',
  asked_at timestamptz,
  asked_by uuid,
  answer_due_at timestamptz,
  answer_due_provisional boolean not null default false,
  answer_due_basis jsonb,
  answer text not null default '',
  answered_at timestamptz,
  upheld boolean,
  finding text not null default '',
  found_at timestamptz,
  found_by uuid,
  decision_note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  credit_proposal_id uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint tender_breach_number_once unique (province, number),
  constraint tender_breach_origin_is_known check (origin in ('public', 'participant')),
  constraint tender_breach_state_is_known check (state in ('received', 'asked', 'answered', 'found', 'upheld', 'dismissed')),
  constraint tender_breach_asked_has_its_day check (state <> 'asked' or (accused_id is not null and answer_due_at is not null)),
  constraint tender_breach_finder_does_not_decide check (decided_by is null or decided_by <> found_by),
  constraint tender_breach_nameless_is_nobody check (
    reporter_name <> '' or (reporter_contact = '' and reporter_account_id is null and reporter_organisation_id is null)
  ),
  constraint tender_breach_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_breach');

create index tender_breach_board on tender_breach (province, state, id desc);

create index tender_breach_of_tender on tender_breach (province, tender_id, id desc);

create index tender_breach_of_accused on tender_breach (province, accused_id, id desc) where accused_id is not null;

-- What is written down for a reporter is written by the platform, which keeps no trace of a nameless one.
select app.guard('tender_breach', '{staff} or (accused_id = {me} and asked_at is not null)', '{system}',
  '{staff} or (accused_id = {me} and asked_at is not null)');

create index tender_breach_provisional on tender_breach (province, id) where state = 'asked' and answer_due_provisional;
