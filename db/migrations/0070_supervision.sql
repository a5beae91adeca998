-- Warnings to the supervising departments (JS-12A), overdue payments and the like; handled by an officer.
create table warning (
  province smallint not null,
  id uuid not null,
  kind text not null,
  jurisdiction text not null,
  institution_id uuid,
  organisation_id uuid,
  subject_kind text not null,
  subject_id text not null,
  facts jsonb not null,
  basis jsonb,
  raised_at timestamptz not null,
  state text not null,
  handled_at timestamptz,
  handled_by uuid,
  handling text,
  version integer not null default 1,
  primary key (province, id),
  constraint warning_state_is_known check (state in ('new', 'handled')),
  constraint warning_handled_says_how check ((state = 'handled') = (handling is not null))
);

select app.shard('warning');

create unique index warning_once_per_subject on warning (province, kind, subject_kind, subject_id);

create index warning_board on warning (province, state, id desc);

create index warning_of_institution on warning (province, institution_id, id desc);

-- Notices of the public portal: written by one officer, released by another (HN-15, HN-16).
create table public_notice (
  province smallint not null,
  id uuid not null,
  jurisdiction text not null,
  kind text not null,
  title text not null,
  body text not null,
  state text not null,
  entered_at timestamptz not null,
  entered_by uuid not null,
  published_at timestamptz,
  published_by uuid,
  withdrawn_at timestamptz,
  synthetic boolean not null default false,
  primary key (province, id),
  constraint public_notice_state_is_known check (state in ('draft', 'published', 'withdrawn')),
  constraint public_notice_enterer_does_not_publish check (published_by is null or published_by <> entered_by)
);

select app.shard('public_notice');

create index public_notice_board on public_notice (province, jurisdiction, id desc) where state = 'published';

-- Long work that a person can leave and find again: imports and exports with their progress.
create table task (
  province smallint not null,
  id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  kind text not null,
  state text not null,
  done bigint not null default 0,
  total bigint,
  input jsonb not null,
  report jsonb,
  result_file text,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (province, id),
  constraint task_state_is_known check (state in ('waiting', 'running', 'done', 'failed'))
);

select app.shard('task');

create index task_of_account on task (province, account_id, id desc);
