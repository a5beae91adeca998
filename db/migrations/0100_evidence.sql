-- Files handed in (JS-7 to JS-19, JS-34): the bytes lie outside the database, here is what they are and whom they concern.
-- A file arrives in chunks of one size, so that a cut upload goes on; `received` says how far it came.
create table evidence_file (
  province smallint not null,
  id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  file_name text not null,
  bytes integer not null,
  chunk_bytes integer not null,
  received integer not null default 0,
  -- SHA-256 in hex; what the sender said beforehand, until the whole file is here and it was computed.
  hash text,
  media_type text,
  state text not null,
  refusal text,
  scan text,
  -- Organisations that may read it besides the one that handed it in, by what it was attached to.
  readers uuid[] not null default '{}',
  is_public boolean not null default false,
  attached boolean not null default false,
  begun_at timestamptz not null,
  ready_at timestamptz,
  due_at timestamptz,
  primary key (province, id),
  constraint evidence_file_state_is_known check (state in ('arriving', 'waiting', 'ready', 'refused', 'gone')),
  constraint evidence_file_is_not_empty check (bytes > 0 and chunk_bytes > 0),
  constraint evidence_file_never_holds_more_than_it_said check (received between 0 and bytes),
  constraint evidence_file_ready_is_whole check (
    state <> 'ready' or (received = bytes and hash is not null and media_type is not null and scan is not null)
  ),
  constraint evidence_file_refused_says_why check ((state = 'refused') = (refusal is not null)),
  constraint evidence_file_attached_is_ready check (not attached or state = 'ready'),
  constraint evidence_file_organisation_exists foreign key (organisation_id) references organisation (id)
);

select app.shard('evidence_file');

create index evidence_file_of_organisation on evidence_file (province, organisation_id, id desc);

create index evidence_file_due on evidence_file (province, due_at) where due_at is not null;

create index evidence_file_waiting on evidence_file (province, id) where state = 'waiting';

select app.guard('evidence_file', '{staff} or is_public or organisation_id = {me} or readers @> array[{me}]',
  '{staff} or organisation_id = {me}', '{staff} or organisation_id = {me} or readers @> array[{me}]');

-- What a file proves. One file may prove several things; each says who may read it there.
create table evidence_link (
  province smallint not null,
  evidence_id uuid not null,
  subject_kind text not null,
  subject_id text not null,
  organisation_id uuid not null,
  readers uuid[] not null,
  jurisdiction text not null,
  is_public boolean not null,
  attached_at timestamptz not null,
  primary key (province, evidence_id, subject_kind, subject_id),
  constraint evidence_link_file_exists foreign key (province, evidence_id) references evidence_file (province, id)
);

select app.shard('evidence_link');

create index evidence_link_of_subject on evidence_link (province, subject_kind, subject_id);

select app.guard('evidence_link', '{staff} or is_public or organisation_id = {me} or readers @> array[{me}]',
  '{staff} or organisation_id = {me} or readers @> array[{me}]', null);
