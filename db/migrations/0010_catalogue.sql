-- National codes (HN-2, HN-8): every row of every release is accounted for, the item table holds the version in force.
create table code_release (
  id uuid primary key,
  kind text not null,
  file_name text not null,
  file_hash bytea not null,
  file_bytes bigint not null,
  -- Below the data directory; the error workbook is made from it.
  stored_as text not null,
  released_on date,
  imported_at timestamptz not null,
  imported_by uuid,
  state text not null,
  phase text not null,
  -- How far the phase is, 0 to 1.
  share real not null default 0,
  -- A running import that no longer beats was killed; the next one takes over.
  beat_at timestamptz not null,
  finished_at timestamptz,
  problem jsonb,
  rows_read bigint not null default 0,
  rows_new bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_same bigint not null default 0,
  rows_duplicate bigint not null default 0,
  rows_flagged bigint not null default 0,
  rows_refused bigint not null default 0,
  rows_unknown bigint not null default 0,
  constraint code_release_kind_is_known check (kind in ('items', 'disabled', 'transcoded')),
  constraint code_release_state_is_known check (state in ('running', 'done', 'failed')),
  constraint code_release_phase_is_known check (phase in ('reading', 'indexing', 'finished')),
  constraint code_release_share_is_a_share check (share between 0 and 1)
);

select app.everywhere('code_release');

create unique index code_release_file_once on code_release (file_hash) where state = 'done';

create unique index code_release_one_runs on code_release (state) where state = 'running';

create index code_release_latest on code_release (imported_at desc, id desc);

-- Rows that were not simply taken: duplicates, refused and flagged ones, by their number in the sheet.
create table code_release_row (
  release_id uuid not null,
  row_number integer not null,
  outcome text not null,
  item_code text,
  problems jsonb not null,
  primary key (release_id, row_number),
  constraint code_release_row_outcome_is_known check (outcome in ('duplicate', 'refused', 'flagged', 'unknown')),
  constraint code_release_row_belongs_to_release foreign key (release_id) references code_release (id)
);

select app.everywhere('code_release_row');

-- No foreign key to the release: fifteen million checks of the same row would double the time of an import.
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
  certificate_before text not null default '',
  product_name text not null,
  piece_number text not null default '',
  piece_name text not null default '',
  manufacturer text not null,
  registrant text not null,
  specification text not null,
  model text not null,
  udi_di text,
  code_before text,
  code_before_state text not null default '',
  change_kind text not null default '',
  goods_id text not null default '',
  note text not null default '',
  state text not null default 'active',
  replaced_by text,
  -- The release that brought this content; earlier content is in catalogue_item_version.
  release_id uuid not null,
  synthetic boolean not null default false,
  -- 64 bits over all that the release says of the item.
  content_hash bigint not null,
  -- Results come in the order of (rank, item_code): popular first, then mixed by a hash of the code.
  rank bigint not null,
  search_text text not null,
  -- Pairs of neighbouring characters and filter values as integers (packages/rules/src/catalogue/search-text.ts).
  tokens integer[] not null,
  constraint catalogue_item_state_is_known check (state in ('active', 'disabled', 'transcoded')),
  constraint catalogue_item_code_has_27_characters check (length(item_code) = 27),
  constraint catalogue_item_replaced_only_when_transcoded check ((state = 'transcoded') = (replaced_by is not null))
);

select app.everywhere('catalogue_item');

-- Content that was in force before: brought by release_id, ended by ended_by.
create table catalogue_item_version (
  item_code text not null,
  release_id uuid not null,
  ended_by uuid not null,
  content jsonb not null,
  primary key (item_code, release_id)
);

select app.everywhere('catalogue_item_version');

-- Device identifiers beyond the first of an item: package levels, and duplicates that differ in nothing else.
create table catalogue_item_udi (
  udi_di text not null,
  item_code text not null,
  release_id uuid not null,
  primary key (udi_di, item_code)
);

select app.everywhere('catalogue_item_udi');

-- 停用表 and 转码表, kept whether or not the item is here yet: class files and tables come in any order.
create table catalogue_code_change (
  item_code text primary key,
  kind text not null,
  to_code text,
  note text not null,
  release_id uuid not null,
  at timestamptz not null,
  constraint catalogue_code_change_kind_is_known check (kind in ('disabled', 'transcoded')),
  constraint catalogue_code_change_says_where_to check ((kind = 'transcoded') = (to_code is not null)),
  constraint catalogue_code_change_leads_elsewhere check (to_code <> item_code)
);

select app.everywhere('catalogue_code_change');

create index catalogue_code_change_origin on catalogue_code_change (to_code) where to_code is not null;

-- About how many items carry a token; the search chooses its path by it. Token 0 counts all items.
create table catalogue_token (
  token integer primary key,
  items integer not null
);

select app.everywhere('catalogue_token');
