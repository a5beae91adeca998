-- Sign-in: factors, half-finished sign-ins, the count of failures, and changes to accounts that a second person approves.
alter table session add column id uuid not null default gen_random_uuid();

-- The last time the person proved to be there (password or factor): changing factors asks for it anew.
alter table session add column confirmed_at timestamptz;

create unique index session_id on session (id);

alter table account add column platform text;

alter table account add column version integer not null default 1;

alter table account add column last_signed_in_at timestamptz;

-- Set on one-time passwords only: handed over on paper, they must not work for ever.
alter table account add column password_expires_at timestamptz;

alter table account add constraint account_platform_exists foreign key (platform) references jurisdiction (code);

create table passkey (
  id uuid primary key,
  account_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint passkey_account_exists foreign key (account_id) references account (id)
);

select app.everywhere('passkey');

create unique index passkey_credential on passkey (credential_id);

create index passkey_account on passkey (account_id);

-- What the server asked and waits to hear back: never trusted from the browser, gone after minutes.
create table challenge (
  token_hash bytea primary key,
  account_id uuid not null,
  kind text not null,
  data text not null,
  attempts integer not null default 0,
  expires_at timestamptz not null,
  constraint challenge_kind_is_known check (kind in ('signIn', 'totpEnrol', 'passkeyEnrol'))
);

select app.local('challenge');

create index challenge_age on challenge (expires_at);

-- Failed sign-ins by login and address together, as a hash: a person types a password into the wrong box some day.
create table sign_in_guard (
  key bytea primary key,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);

select app.local('sign_in_guard');

create index sign_in_guard_age on sign_in_guard (last_at);

-- Whoever enters does not approve: changes that give power over money, admission or evidence wait for a second person.
create table account_request (
  id uuid primary key,
  account_id uuid not null,
  organisation_id uuid not null,
  kind text not null,
  roles text[],
  state text not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  note text not null default '',
  constraint account_request_account_exists foreign key (account_id) references account (id),
  constraint account_request_organisation_exists foreign key (organisation_id) references organisation (id),
  constraint account_request_kind_is_known check (kind in ('open', 'roles', 'credentials')),
  constraint account_request_state_is_known check (state in ('waiting', 'approved', 'refused', 'used')),
  constraint account_request_enterer_does_not_approve check (decided_by is null or decided_by <> entered_by),
  constraint account_request_decided_says_who check ((state = 'waiting') = (decided_by is null))
);

select app.everywhere('account_request');

create unique index account_request_one_waiting on account_request (account_id) where state = 'waiting';

create index account_request_organisation on account_request (organisation_id, id desc);
