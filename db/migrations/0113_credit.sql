-- Credit of enterprises: bad records, ratings, what they restrict, the ladder against who fails to supply, and reports
-- (JS-38, GD-9c, HN-11a, HN-11c, HN-12).

-- The quarter whose ratings are published together.
create table credit_run (
  province smallint not null,
  id uuid not null,
  jurisdiction text not null,
  quarter text not null,
  from_day date not null,
  until_day date not null,
  state text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  published_at timestamptz,
  published_by uuid,
  ratings integer not null default 0,
  note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint credit_run_state_is_known check (state in ('open', 'published')),
  constraint credit_run_once unique (province, jurisdiction, quarter)
);

select app.shard('credit_run');

select app.guard('credit_run', 'true', '{staff}', '{staff}');

select app.open_to_all('credit_run');

-- A bad record or a rating: entered by one officer, heard by the enterprise, decided by another person.
create table credit_case (
  province smallint not null,
  id uuid not null,
  number text not null,
  kind text not null,
  origin text not null,
  jurisdiction text not null,
  organisation_id uuid not null,
  role text not null,
  ground text not null,
  ground_text jsonb not null,
  -- The edition of the rating by which the level was given; a later one does not touch it.
  scale text,
  level text,
  level_text jsonb,
  amount numeric(18, 2),
  facts text not null,
  source_kind text not null,
  source_text jsonb not null,
  source_document text not null,
  source_on date not null,
  -- The province that rated; its own where it was entered here.
  place text not null,
  item_codes text[] not null default '{}',
  -- The measures that take effect, each with its wording, effect and last day.
  measures jsonb not null,
  until_day date,
  basis jsonb not null,
  state text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  hearing_due_at timestamptz,
  hearing_due_provisional boolean not null default false,
  hearing_due_basis jsonb,
  statement text not null default '',
  stated_at timestamptz,
  decide_due_at timestamptz,
  decide_due_provisional boolean not null default false,
  decide_due_basis jsonb,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  run_id uuid,
  effective_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  end_kind text,
  end_note text not null default '',
  report_id uuid,
  supply_step_id uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint credit_case_kind_is_known check (kind in ('record', 'rating')),
  constraint credit_case_origin_is_known check (origin in ('here', 'elsewhere')),
  constraint credit_case_role_is_known check (role in ('manufacturer', 'distributor')),
  constraint credit_case_state_is_known check (state in ('hearing', 'heard', 'decided', 'inForce', 'ended', 'dropped')),
  constraint credit_case_enterer_does_not_decide check (decided_by is null or decided_by <> entered_by),
  constraint credit_case_rating_has_level check ((kind = 'rating') = (level is not null and scale is not null)),
  constraint credit_case_ended_says_how check ((state = 'ended') = (end_kind is not null)),
  constraint credit_case_hearing_has_clock check (state <> 'hearing' or hearing_due_at is not null),
  constraint credit_case_number_once unique (province, number),
  constraint credit_case_run_exists foreign key (province, run_id) references credit_run (province, id)
);

select app.shard('credit_case');

create index credit_case_board on credit_case (province, state, id desc);

create index credit_case_of_organisation on credit_case (province, organisation_id, id desc);

create index credit_case_hearing_due on credit_case (province, hearing_due_at) where state = 'hearing';

create index credit_case_ends on credit_case (province, ends_at) where state = 'inForce';

create index credit_case_public on credit_case (province, id desc) where state in ('inForce', 'ended');

create index credit_case_of_run on credit_case (province, run_id) where run_id is not null;

select app.guard('credit_case', '{staff} or organisation_id = {me} or state in (''inForce'', ''ended'')', '{staff}',
  '{staff} or organisation_id = {me}');

-- What is in force against an enterprise, one row for each measure: asked whenever it applies, delivers or sells.
create table credit_restriction (
  province smallint not null,
  id uuid not null,
  case_id uuid not null,
  case_number text not null,
  organisation_id uuid not null,
  jurisdiction text not null,
  measure text not null,
  measure_text jsonb not null,
  effect text not null,
  blocks text[] not null default '{}',
  item_codes text[] not null default '{}',
  basis jsonb not null,
  from_at timestamptz not null,
  ends_at timestamptz,
  in_force boolean not null default true,
  ended_at timestamptz,
  primary key (province, id),
  constraint credit_restriction_case_exists foreign key (province, case_id) references credit_case (province, id)
);

select app.shard('credit_restriction');

create index credit_restriction_standing on credit_restriction (province, organisation_id) where in_force;

create index credit_restriction_ends on credit_restriction (province, ends_at) where in_force;

create index credit_restriction_of_case on credit_restriction (province, case_id);

create index credit_restriction_on_listings on credit_restriction (province, id)
  where in_force and effect in ('caseProducts', 'allProducts', 'removal');

select app.guard('credit_restriction', 'true', '{staff}', '{staff}');

select app.open_to_all('credit_restriction');

-- The listings that a case took out, so that they can come back by decision.
create table credit_listing (
  province smallint not null,
  case_id uuid not null,
  listing_id uuid not null,
  manufacturer_id uuid not null,
  closing_id uuid,
  closed_at timestamptz not null,
  resumed_at timestamptz,
  resumed_by uuid,
  primary key (province, case_id, listing_id),
  constraint credit_listing_case_exists foreign key (province, case_id) references credit_case (province, id),
  constraint credit_listing_listing_exists foreign key (province, listing_id) references listing (province, id)
);

select app.shard('credit_listing');

create index credit_listing_of_listing on credit_listing (province, listing_id);

select app.guard('credit_listing', '{staff} or manufacturer_id = {me}', '{staff}', '{staff}');

-- Repair asked for by the enterprise, or lifting proposed by an officer.
create table credit_repair (
  province smallint not null,
  id uuid not null,
  number text not null,
  case_id uuid not null,
  organisation_id uuid not null,
  jurisdiction text not null,
  origin text not null,
  acts text[] not null default '{}',
  note text not null,
  state text not null,
  applied_at timestamptz not null,
  applied_by uuid not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint credit_repair_origin_is_known check (origin in ('enterprise', 'officer')),
  constraint credit_repair_state_is_known check (state in ('applied', 'approved', 'refused', 'recalled')),
  constraint credit_repair_applicant_does_not_decide check (decided_by is null or decided_by <> applied_by),
  constraint credit_repair_case_exists foreign key (province, case_id) references credit_case (province, id)
);

select app.shard('credit_repair');

create unique index credit_repair_one_running on credit_repair (province, case_id) where state = 'applied';

create index credit_repair_board on credit_repair (province, state, id desc);

select app.guard('credit_repair', '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}',
  '{staff} or organisation_id = {me}');

-- The ladder: one enterprise that failed to supply or deliver, and the steps taken.
create table credit_supply (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  organisation_id uuid not null,
  cause text not null,
  facts text not null,
  figures jsonb not null,
  state text not null,
  outcome text not null default '',
  opened_at timestamptz not null,
  opened_by uuid not null,
  closed_at timestamptz,
  closed_by uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint credit_supply_state_is_known check (state in ('open', 'closed')),
  constraint credit_supply_number_once unique (province, number)
);

select app.shard('credit_supply');

create unique index credit_supply_one_open on credit_supply (province, jurisdiction, organisation_id) where state = 'open';

create index credit_supply_board on credit_supply (province, state, id desc);

create index credit_supply_of_organisation on credit_supply (province, organisation_id, id desc);

select app.guard('credit_supply', '{staff} or organisation_id = {me}', '{staff}', '{staff} or organisation_id = {me}');

create table credit_step (
  province smallint not null,
  id uuid not null,
  supply_id uuid not null,
  supply_number text not null,
  organisation_id uuid not null,
  jurisdiction text not null,
  step text not null,
  step_text jsonb not null,
  basis jsonb not null,
  state text not null,
  content text not null,
  meeting_at timestamptz,
  place text not null default '',
  due_at timestamptz,
  entered_at timestamptz not null,
  entered_by uuid not null,
  issued_at timestamptz,
  issued_by uuid,
  answer text not null default '',
  answered_at timestamptz,
  minutes text not null default '',
  settled boolean,
  done_at timestamptz,
  done_by uuid,
  case_id uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint credit_step_state_is_known check (state in ('drafted', 'open', 'done', 'dropped')),
  constraint credit_step_enterer_does_not_issue check (issued_by is null or step = 'interview' or issued_by <> entered_by),
  constraint credit_step_supply_exists foreign key (province, supply_id) references credit_supply (province, id)
);

select app.shard('credit_step');

create unique index credit_step_one_running on credit_step (province, supply_id) where state in ('drafted', 'open');

create index credit_step_of_supply on credit_step (province, supply_id, id);

create index credit_step_of_organisation on credit_step (province, organisation_id, done_at) where state = 'done';

create index credit_step_public on credit_step (province, id desc) where step = 'notice' and issued_at is not null;

-- A notice of criticism is public once it was issued.
select app.guard('credit_step', '{staff} or organisation_id = {me} or (step = ''notice'' and issued_at is not null)', '{staff}',
  '{staff} or organisation_id = {me}');

-- Reports. Who reported is asked of by nobody but who reported; no query of the bureau names these columns.
create table credit_report (
  province smallint not null,
  id uuid not null,
  number text not null,
  jurisdiction text not null,
  kind text not null,
  kind_text jsonb not null,
  accused text not null,
  organisation_id uuid,
  item_code text,
  facts text not null,
  reporter_organisation_id uuid not null,
  reporter_account_id uuid not null,
  state text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  taken_at timestamptz,
  taken_by uuid,
  finding text not null default '',
  upheld boolean,
  found_at timestamptz,
  closed_at timestamptz,
  closed_by uuid,
  close_note text not null default '',
  case_id uuid,
  version integer not null default 1,
  primary key (province, id),
  constraint credit_report_state_is_known check (state in ('received', 'investigating', 'found', 'upheld', 'closed')),
  constraint credit_report_investigator_does_not_close check (closed_by is null or closed_by <> taken_by),
  constraint credit_report_number_once unique (province, number)
);

select app.shard('credit_report');

create index credit_report_board on credit_report (province, state, id desc);

create index credit_report_of_reporter on credit_report (province, reporter_account_id, id desc);

select app.guard('credit_report', '{staff} or reporter_organisation_id = {me}', 'reporter_organisation_id = {me}', '{staff}');

-- Closings that a case brought about say so.
alter table directory_closing drop constraint directory_closing_origin_is_known;

alter table directory_closing add constraint directory_closing_origin_is_known
  check (origin in ('officer', 'manufacturer', 'clock', 'merge', 'credit'));
