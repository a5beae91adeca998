-- The ground of every other table: roles, the three kinds of tables (ARCHITECTURE § Scale), who takes part, the journal.
create schema app;

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'daylight_app') then
    create role daylight_app nologin;
  end if;
end
$$;

grant daylight_app to current_user;

grant usage on schema app, public to daylight_app;

alter default privileges in schema public grant select, insert, update, delete on tables to daylight_app;

-- On a cluster these two spread a table; on plain PostgreSQL the name of the kind is only remembered.
create table app.table_kind (
  name text primary key,
  kind text not null,
  constraint table_kind_is_known check (kind in ('province', 'shared', 'local'))
);

grant select on app.table_kind to daylight_app;

create function app.shard(name text) returns void language sql as
$$ insert into app.table_kind values (name, 'province') $$;

create function app.everywhere(name text) returns void language sql as
$$ insert into app.table_kind values (name, 'shared') $$;

create function app.local(name text) returns void language sql as
$$ insert into app.table_kind values (name, 'local') $$;

-- Month partitions by UUIDv7: ids carry their time, so the key stays (province, id).
create function app.uuid_floor(at timestamptz) returns uuid language sql immutable as
$$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$;

create function app.month_partition(parent text, month date) returns void language plpgsql as
$$
declare
  part text := parent || to_char(month, '_YYYY_MM');
  lower_bound uuid := app.uuid_floor(month::timestamp at time zone 'Asia/Shanghai');
  upper_bound uuid := app.uuid_floor((month + interval '1 month')::timestamp at time zone 'Asia/Shanghai');
begin
  if to_regclass('public.' || quote_ident(part)) is null then
    execute format('create table %I partition of %I for values from (%L) to (%L)', part, parent, lower_bound, upper_bound);
    -- The application goes through the parent, whose rights and policies hold; a part by itself would be a way around them.
    execute format('revoke all on %I from daylight_app', part);
  end if;
end
$$;

create table jurisdiction (
  code text primary key,
  province smallint not null,
  parent text,
  name text not null,
  name_en text not null,
  is_platform boolean not null default false,
  constraint jurisdiction_code_is_six_digits check (code ~ '^\d{6}$'),
  constraint jurisdiction_parent_exists foreign key (parent) references jurisdiction (code)
);

select app.everywhere('jurisdiction');

create table organisation (
  id uuid primary key,
  kind text not null,
  name text not null,
  short_name text not null,
  credit_code text,
  institution_code text,
  jurisdiction text not null,
  province smallint not null,
  ownership text,
  level text,
  parent_id uuid,
  state text not null default 'active',
  synthetic boolean not null default false,
  created_at timestamptz not null,
  constraint organisation_kind_is_known check (
    kind in ('bureau', 'operator', 'fund', 'health', 'institution', 'manufacturer', 'distributor', 'platform')
  ),
  constraint organisation_state_is_known check (state in ('pending', 'active', 'suspended', 'closed')),
  constraint organisation_ownership_is_known check (ownership in ('public', 'military', 'private')),
  constraint organisation_level_is_known check (level in ('tertiary', 'secondary', 'primary')),
  constraint organisation_institution_says_ownership_and_level check (
    kind <> 'institution' or (ownership is not null and level is not null)
  ),
  constraint organisation_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code),
  constraint organisation_parent_exists foreign key (parent_id) references organisation (id)
);

select app.everywhere('organisation');

create unique index organisation_institution_code on organisation (institution_code) where institution_code is not null;

create index organisation_credit_code on organisation (credit_code);

create index organisation_kind_jurisdiction on organisation (kind, jurisdiction, name);

create index organisation_parent on organisation (parent_id) where parent_id is not null;

create table medical_group (
  id uuid primary key,
  name text not null,
  jurisdiction text not null,
  parent_id uuid,
  lead_organisation_id uuid not null,
  constraint medical_group_jurisdiction_exists foreign key (jurisdiction) references jurisdiction (code),
  constraint medical_group_parent_exists foreign key (parent_id) references medical_group (id),
  constraint medical_group_lead_exists foreign key (lead_organisation_id) references organisation (id)
);

select app.everywhere('medical_group');

create table medical_group_member (
  group_id uuid not null,
  organisation_id uuid not null,
  from_date date not null,
  until_date date,
  primary key (group_id, organisation_id),
  constraint medical_group_member_group_exists foreign key (group_id) references medical_group (id),
  constraint medical_group_member_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.everywhere('medical_group_member');

create table account (
  id uuid primary key,
  organisation_id uuid not null,
  login text not null,
  name text not null,
  password_hash text,
  roles text[] not null,
  state text not null default 'active',
  demo boolean not null default false,
  totp_secret text,
  totp_last_step bigint,
  second_factor_required boolean not null default true,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  created_at timestamptz not null,
  entered_by uuid,
  approved_by uuid,
  constraint account_state_is_known check (state in ('pending', 'active', 'disabled')),
  constraint account_enterer_does_not_approve check (approved_by is null or approved_by <> entered_by),
  constraint account_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.everywhere('account');

create unique index account_login on account (lower(login));

create index account_organisation on account (organisation_id);

-- One node: sessions are looked up on every request and never joined to business data.
create table session (
  token_hash bytea primary key,
  account_id uuid not null,
  jurisdiction text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  factor text not null,
  address text,
  agent text
);

select app.local('session');

create index session_account on session (account_id);

-- One record per command, written in its transaction. `tx` gives the sealing job a commit-safe horizon.
create table journal (
  province smallint not null,
  id uuid not null,
  at timestamptz not null,
  tx xid8 not null default pg_current_xact_id(),
  event text not null,
  actor_account uuid,
  actor_organisation uuid,
  on_behalf_of uuid,
  subject_kind text not null,
  subject_id text not null,
  basis jsonb not null,
  before jsonb,
  after jsonb,
  readers uuid[] not null,
  request_id text,
  primary key (province, id)
) partition by range (id);

select app.shard('journal');

create table journal_rest partition of journal default;

create index journal_subject on journal (province, subject_kind, subject_id, id);

create index journal_horizon on journal (province, tx, id);

create index journal_of_organisation on journal (province, actor_organisation, id desc);

-- How far the chain of a province has come. The row is the lock: one sealing job at a time.
create table journal_head (
  province smallint not null,
  position bigint not null,
  chain_hash bytea not null,
  horizon xid8 not null,
  primary key (province)
);

select app.shard('journal_head');

create table journal_seal (
  province smallint not null,
  position bigint not null,
  journal_id uuid not null,
  chain_hash bytea not null,
  primary key (province, position),
  constraint journal_seal_seals_a_record_once unique (province, journal_id)
);

select app.shard('journal_seal');

create table journal_checkpoint (
  province smallint not null,
  position bigint not null,
  chain_hash bytea not null,
  sealed_at timestamptz not null,
  primary key (province, position)
);

select app.shard('journal_checkpoint');

-- The application adds to the journal and its chain; it can neither change nor take away.
revoke update, delete on journal, journal_seal, journal_checkpoint from daylight_app;

revoke all on journal_rest from daylight_app;

-- What a creating command answered the first time, by the caller's own key.
create table idempotency (
  province smallint not null,
  organisation_id uuid not null,
  key text not null,
  endpoint text not null,
  body_hash bytea not null,
  reply jsonb not null,
  created_at timestamptz not null,
  primary key (province, organisation_id, key)
);

select app.shard('idempotency');

create index idempotency_age on idempotency (created_at);

-- Human numbers (order numbers and the like): one row per province, kind and day.
create table counter (
  province smallint not null,
  kind text not null,
  day date not null,
  value bigint not null,
  primary key (province, kind, day)
);

select app.shard('counter');

-- The inbox: what an organisation has to know, in its own words, with where to act.
create table notice (
  province smallint not null,
  id uuid not null,
  organisation_id uuid not null,
  at timestamptz not null,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  facts jsonb not null,
  due_at timestamptz,
  read_at timestamptz,
  primary key (province, id),
  constraint notice_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('notice');

create index notice_inbox on notice (province, organisation_id, id desc);

create index notice_unread on notice (province, organisation_id) where read_at is null;
