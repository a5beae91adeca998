-- Expert panels (JS-8, JS-10, HN-15): the pool, draws that anyone can check, recusal, scores unseen before closing.
create table expert (
  province smallint not null,
  id uuid not null,
  -- Public in draws instead of the name.
  code text not null,
  account_id uuid not null,
  -- The employer; an expert of the pool works there.
  organisation_id uuid not null,
  name text not null,
  title text not null,
  specialties text[] not null,
  region text not null,
  state text not null,
  state_note text not null default '',
  -- A change of an approved expert: entered by one, in force when another approves.
  proposed jsonb,
  entered_by uuid not null,
  entered_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  synthetic boolean not null default false,
  version integer not null default 1,
  primary key (province, id),
  constraint expert_state_is_known check (state in ('pending', 'active', 'paused', 'rejected')),
  constraint expert_enterer_does_not_approve check (approved_by is null or approved_by <> entered_by),
  constraint expert_account_exists foreign key (account_id) references account (id),
  constraint expert_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('expert');

create unique index expert_code on expert (province, code);

create unique index expert_once_per_account on expert (province, account_id) where state <> 'rejected';

create index expert_pool on expert (province, region, code) where state = 'active';

create index expert_to_approve on expert (province, id) where state = 'pending' or proposed is not null;

create index expert_of_organisation on expert (province, organisation_id);

-- What keeps an expert away from a review: the employer by itself, and what is declared here.
create table expert_interest (
  province smallint not null,
  id uuid not null,
  expert_id uuid not null,
  -- The expert's employer, for the second wall.
  organisation_id uuid not null,
  kind text not null,
  with_id uuid not null,
  note text not null,
  declared_at timestamptz not null,
  declared_by uuid not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (province, id),
  constraint expert_interest_kind_is_known check (kind in ('employer', 'shareholding', 'sameGroup', 'other')),
  constraint expert_interest_expert_exists foreign key (province, expert_id) references expert (province, id),
  constraint expert_interest_with_exists foreign key (with_id) references organisation (id)
);

select app.shard('expert_interest');

create index expert_interest_of_expert on expert_interest (province, expert_id) where ended_at is null;

create index expert_interest_with on expert_interest (province, with_id) where ended_at is null;

create table panel_review (
  province smallint not null,
  id uuid not null,
  number text not null,
  kind text not null,
  jurisdiction text not null,
  title_zh text not null,
  title_en text not null,
  subject_kind text not null,
  subject_id text not null,
  specialty text not null,
  interested uuid[] not null,
  evidence_ids uuid[] not null,
  -- What is judged, in a few lines of both languages: members cannot open the matter itself.
  brief jsonb not null,
  -- Employers of those who were invited: with them the second wall lets an expert in.
  member_organisations uuid[] not null default '{}',
  state text not null,
  round integer not null default 1,
  seats integer not null,
  quorum integer not null,
  opened_at timestamptz not null,
  opened_by uuid,
  short_note text not null default '',
  closed_at timestamptz,
  score_hundredths integer,
  outcome text,
  minutes jsonb,
  minutes_id uuid,
  minutes_hash text,
  sign_due_at timestamptz,
  sign_provisional boolean not null default false,
  confirmed_at timestamptz,
  taken_at timestamptz,
  synthetic boolean not null default false,
  version integer not null default 1,
  primary key (province, id),
  constraint panel_review_state_is_known check (
    state in ('opened', 'frozen', 'sitting', 'short', 'closed', 'confirmed', 'taken', 'withdrawn')
  ),
  constraint panel_review_outcome_is_known check (outcome in ('recommended', 'notRecommended')),
  constraint panel_review_closed_says_everything check (
    (state in ('closed', 'confirmed', 'taken')) = (outcome is not null and score_hundredths is not null and minutes is not null)
  ),
  constraint panel_review_quorum_fits_the_seats check (quorum between 1 and seats)
);

select app.shard('panel_review');

create index panel_review_board on panel_review (province, id desc);

create index panel_review_of_subject on panel_review (province, subject_kind, subject_id, id desc);

create index panel_review_at_work on panel_review (province, id) where state in ('frozen', 'sitting', 'closed');

create index panel_review_to_take on panel_review (province, kind, id) where state = 'confirmed';

create index panel_review_interested on panel_review using gin (interested);

-- Everything that anyone needs to draw again, by codes and never by names. Seed and beacon come in when it was drawn.
create table panel_draw (
  province smallint not null,
  id uuid not null,
  review_id uuid not null,
  review_number text not null,
  round integer not null,
  jurisdiction text not null,
  title_zh text not null,
  title_en text not null,
  seats integer not null,
  seed_hash text not null,
  committed_at timestamptz not null,
  area text,
  pool jsonb,
  pool_hash text,
  frozen_at timestamptz,
  draw_at timestamptz,
  beacon_asked_at timestamptz,
  beacon_position bigint,
  beacon_hash text,
  beacon_sealed_at timestamptz,
  seed text,
  drawn jsonb,
  drawn_at timestamptz,
  primary key (province, id),
  constraint panel_draw_frozen_after_commitment check (frozen_at is null or frozen_at >= committed_at),
  constraint panel_draw_frozen_says_the_list check (
    (frozen_at is null) = (pool is null) and (frozen_at is null) = (pool_hash is null)
      and (frozen_at is null) = (draw_at is null)
  ),
  constraint panel_draw_beacon_is_later_than_the_list check (beacon_sealed_at is null or beacon_sealed_at >= draw_at),
  constraint panel_draw_drawn_shows_its_seed check (
    (drawn_at is null) = (seed is null) and (drawn_at is null) = (beacon_hash is null) and (drawn_at is null) = (drawn is null)
  ),
  constraint panel_draw_review_exists foreign key (province, review_id) references panel_review (province, id)
);

select app.shard('panel_draw');

create unique index panel_draw_round on panel_draw (province, review_id, round);

create index panel_draw_recent on panel_draw (province, id desc);

-- The seed before the draw: nobody who signs in can read it.
create table panel_seed (
  province smallint not null,
  draw_id uuid not null,
  seed text not null,
  primary key (province, draw_id)
);

select app.shard('panel_seed');

-- One line per expert of a frozen list: left out with the reason, in reserve, or in a seat with its clock.
create table panel_candidate (
  province smallint not null,
  review_id uuid not null,
  round integer not null,
  expert_id uuid not null,
  account_id uuid not null,
  organisation_id uuid not null,
  code text not null,
  excluded text,
  excluded_with uuid,
  rank integer,
  state text not null,
  -- What the applicant and the minutes call a member: A, B, C … in the order of the draw.
  member_code text,
  invited_at timestamptz,
  answered_at timestamptz,
  reason text not null default '',
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  draft jsonb,
  drafted_at timestamptz,
  scored_at timestamptz,
  signed_at timestamptz,
  sign_remark text not null default '',
  version integer not null default 1,
  primary key (province, review_id, round, expert_id),
  constraint panel_candidate_state_is_known check (
    state in ('excluded', 'frozen', 'reserve', 'invited', 'accepted', 'declined', 'recused', 'lapsed', 'scored', 'released')
  ),
  constraint panel_candidate_excluded_says_why check ((state = 'excluded') = (excluded is not null)),
  constraint panel_candidate_clock_only_while_at_turn check ((state in ('invited', 'accepted')) = (due_at is not null)),
  constraint panel_candidate_review_exists foreign key (province, review_id) references panel_review (province, id),
  constraint panel_candidate_expert_exists foreign key (province, expert_id) references expert (province, id)
);

select app.shard('panel_candidate');

create index panel_candidate_of_account on panel_candidate (province, account_id, review_id)
  where state in ('invited', 'accepted', 'scored', 'declined', 'recused', 'lapsed');

create index panel_candidate_due on panel_candidate (province, due_at) where due_at is not null;

create index panel_candidate_provisional on panel_candidate (province, review_id) where due_provisional;

-- Blind until the panel closes: before, a row is shown to the expert's own side only, not even to the bureau.
create table panel_score (
  province smallint not null,
  review_id uuid not null,
  round integer not null,
  expert_id uuid not null,
  account_id uuid not null,
  organisation_id uuid not null,
  points jsonb not null,
  opinion text not null,
  scored_at timestamptz not null,
  opened_at timestamptz,
  primary key (province, review_id, round, expert_id),
  constraint panel_score_review_exists foreign key (province, review_id) references panel_review (province, id)
);

select app.shard('panel_score');

select app.guard('expert', '{staff} or organisation_id = {me}', '{staff}', '{staff}');

select app.guard('expert_interest', '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me}',
  '{staff} or organisation_id = {me}');

select app.guard('panel_review', '{staff} or interested @> array[{me}] or member_organisations @> array[{me}]',
  '{signed in}', '{staff}');

select app.guard('panel_draw', 'true', '{signed in}', '{staff}');

select app.open_to_all('panel_draw');

select app.guard('panel_seed', '{system}', '{signed in}', '{system}');

select app.guard('panel_candidate', '{staff} or organisation_id = {me}', '{staff}', '{staff} or organisation_id = {me}');

select app.guard('panel_score', '{system} or organisation_id = {me} or (opened_at is not null and {staff})',
  'organisation_id = {me}', '{system}');
