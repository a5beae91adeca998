-- What follows a decision on a failure to supply is carried out by the clock (decision 0007): the substitute takes over, its
-- listings open to those who are not supplied, and the bureau is asked to enter a bad record (SX-5.3c).
alter table supply_failure add column carry text;

alter table supply_failure add column carried_at timestamptz;

-- What the winner's default is proposed as in the credit catalogue.
alter table supply_failure add column credit_proposal_id uuid;

alter table supply_failure add constraint supply_failure_carry_is_known check (carry in ('start', 'end'));

create index supply_failure_to_carry on supply_failure (province, id) where carry is not null;

-- Who may buy a listing of a round beyond those for whom it was listed, and for which failure to supply. Ended, it is closed
-- again unless another failure holds it open or the institution has joined the round.
create table listing_widening (
  province smallint not null,
  listing_id uuid not null,
  institution_id uuid not null,
  failure_id uuid not null,
  at timestamptz not null,
  ended_at timestamptz,
  primary key (province, listing_id, institution_id, failure_id),
  constraint listing_widening_listing_exists foreign key (province, listing_id) references listing (province, id),
  constraint listing_widening_failure_exists foreign key (province, failure_id) references supply_failure (province, id),
  constraint listing_widening_institution_exists foreign key (institution_id) references organisation (id)
);

select app.shard('listing_widening');

create index listing_widening_of_failure on listing_widening (province, failure_id) where ended_at is null;

select app.guard('listing_widening', '{staff} or institution_id = {me}', '{system}', '{system}');

-- A bad record that what happened elsewhere on the platform gives cause for (JS-38, SX-5.3c): an officer confirms or declines it.
create table credit_proposal (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  organisation_id uuid not null,
  ground text not null,
  source_kind text not null,
  source_document text not null,
  source_on date not null,
  facts text not null,
  item_codes text[] not null default '{}',
  -- What it rests on, beside the article of bad records.
  basis jsonb not null,
  -- What it arose from, e.g. a failure to supply.
  subject_kind text not null,
  subject_id uuid not null,
  state text not null,
  proposed_at timestamptz not null,
  case_id uuid,
  decided_at timestamptz,
  decided_by uuid,
  note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint credit_proposal_number_once unique (province, number),
  constraint credit_proposal_subject_once unique (province, subject_kind, subject_id),
  constraint credit_proposal_state_is_known check (state in ('open', 'entered', 'declined')),
  constraint credit_proposal_entered_has_its_case check ((state = 'entered') = (case_id is not null)),
  constraint credit_proposal_decided_says_who check ((state = 'open') = (decided_by is null)),
  constraint credit_proposal_case_exists foreign key (province, case_id) references credit_case (province, id),
  constraint credit_proposal_enterprise_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('credit_proposal');

create index credit_proposal_board on credit_proposal (province, state, id desc);

create index credit_proposal_of_case on credit_proposal (province, case_id) where case_id is not null;

-- The enterprise learns of it from its case, where it is heard.
select app.guard('credit_proposal', '{staff}', '{staff}', '{staff}');
