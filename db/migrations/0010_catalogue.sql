-- National codes (HN-2, HN-8): every row of every release is accounted for, the item table holds the version in force.
create table code_release (
  id uuid primary key,
  kind text not null,
  file_name text not null,
  file_hash bytea not null,
  released_on date,
  imported_at timestamptz not null,
  imported_by uuid,
  state text not null,
  rows_read bigint not null default 0,
  rows_new bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_same bigint not null default 0,
  rows_duplicate bigint not null default 0,
  rows_flagged bigint not null default 0,
  rows_refused bigint not null default 0,
  constraint code_release_kind_is_known check (kind in ('items', 'disabled', 'transcoded')),
  constraint code_release_state_is_known check (state in ('running', 'done', 'failed'))
);

select app.everywhere('code_release');

create unique index code_release_file_once on code_release (file_hash) where state = 'done';

create table catalogue_item (
  item_code text primary key,
  product_code text not null,
  class_code text not null,
  class_name_1 text not null,
  class_name_2 text not null,
  class_name_3 text not null,
  generic_name text not null,
  certificate text not null,
  certificate_flag text,
  certificate_before text,
  product_name text not null,
  piece_number text not null default '',
  piece_name text not null default '',
  manufacturer text not null,
  registrant text not null,
  specification text not null,
  model text not null,
  udi_di text,
  code_before text,
  state text not null default 'active',
  replaced_by text,
  release_id uuid not null,
  synthetic boolean not null default false,
  constraint catalogue_item_state_is_known check (state in ('active', 'disabled', 'transcoded')),
  constraint catalogue_item_release_exists foreign key (release_id) references code_release (id)
);

select app.everywhere('catalogue_item');

create table catalogue_item_version (
  item_code text not null,
  release_id uuid not null,
  content jsonb not null,
  primary key (item_code, release_id),
  constraint catalogue_item_version_release_exists foreign key (release_id) references code_release (id)
);

select app.everywhere('catalogue_item_version');
