-- What must be public before it takes effect (HN-16, JS-13b): lists with their clock, objections, and what was answered.
create table publicity (
  province smallint not null,
  id uuid not null,
  number text not null,
  kind text not null,
  jurisdiction text not null,
  title_zh text not null,
  title_en text not null,
  subject_kind text not null,
  subject_id text not null,
  item_count integer not null,
  basis jsonb not null,
  -- The provision that sets the length: document, article, clause and whether it is this product's own default.
  period jsonb not null,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  ends_provisional boolean not null,
  holds_whole_list boolean not null,
  state text not null,
  taken_at timestamptz,
  state_note text not null default '',
  synthetic boolean not null default false,
  version integer not null default 1,
  primary key (province, id),
  constraint publicity_kind_is_known check (
    kind in ('admission', 'linkage', 'filing', 'panel', 'qualification', 'directory')
  ),
  constraint publicity_state_is_known check (state in ('open', 'ended', 'taken', 'withdrawn')),
  constraint publicity_ends_after_it_opened check (ends_at > opened_at),
  constraint publicity_taken_says_when check ((state = 'taken') = (taken_at is not null))
);

select app.shard('publicity');

create index publicity_board on publicity (province, id desc);

create index publicity_of_subject on publicity (province, subject_kind, subject_id, id desc);

create index publicity_running on publicity (province, ends_at) where state = 'open';

create index publicity_to_take on publicity (province, kind, ends_at) where state = 'ended';

create index publicity_provisional on publicity (province, id) where ends_provisional and state = 'open';

create table publicity_item (
  province smallint not null,
  publicity_id uuid not null,
  key text not null,
  position integer not null,
  text_zh text not null,
  text_en text not null,
  facts jsonb not null,
  organisation_id uuid,
  taken_at timestamptz,
  primary key (province, publicity_id, key),
  constraint publicity_item_publicity_exists foreign key (province, publicity_id) references publicity (province, id)
);

select app.shard('publicity_item');

create index publicity_item_in_order on publicity_item (province, publicity_id, position);

create index publicity_item_of_organisation on publicity_item (province, organisation_id, publicity_id)
  where organisation_id is not null;

create index publicity_item_untaken on publicity_item (province, publicity_id) where taken_at is null;

-- Who objects is known to who handles it and to nobody else: the row is shown to its objector and to the bureau.
create table publicity_objection (
  province smallint not null,
  id uuid not null,
  number text not null,
  publicity_id uuid not null,
  -- Null: against the list as a whole.
  item_key text,
  jurisdiction text not null,
  objector_id uuid not null,
  objector_account uuid not null,
  reason_code text not null,
  reasons text not null,
  evidence_ids uuid[] not null,
  made_at timestamptz not null,
  state text not null,
  due_at timestamptz,
  due_provisional boolean not null default false,
  due_basis jsonb,
  overdue_told_at timestamptz,
  taken_up_at timestamptz,
  taken_up_by uuid,
  take_up_note text not null default '',
  -- What the objection is about, in the words of the officer: the concerned and the public read this, never the reasons.
  issue text not null default '',
  extended_at timestamptz,
  extended_by uuid,
  extended_workdays integer,
  extension_reason text not null default '',
  answer text not null default '',
  answered_at timestamptz,
  answered_by uuid,
  outcome text,
  item_stands boolean,
  returned_note text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  version integer not null default 1,
  primary key (province, id),
  constraint publicity_objection_state_is_known check (
    state in ('made', 'examining', 'answered', 'decided', 'notTakenUp', 'withdrawn')
  ),
  constraint publicity_objection_outcome_is_known check (outcome in ('upheld', 'rejected', 'partly')),
  constraint publicity_objection_who_answers_does_not_decide check (decided_by is null or decided_by <> answered_by),
  constraint publicity_objection_closed_has_no_due check (
    (state in ('made', 'examining', 'answered')) = (due_at is not null)
  ),
  constraint publicity_objection_outcome_says_if_item_stands check ((outcome is null) = (item_stands is null)),
  constraint publicity_objection_publicity_exists foreign key (province, publicity_id) references publicity (province, id),
  constraint publicity_objection_objector_exists foreign key (objector_id) references organisation (id)
);

select app.shard('publicity_objection');

-- The list as a whole counts as one more thing to object to.
create unique index publicity_objection_once_at_a_time on publicity_objection
  (province, publicity_id, objector_id, coalesce(item_key, ''))
  where state in ('made', 'examining', 'answered');

create index publicity_objection_of_list on publicity_objection (province, publicity_id, item_key);

create index publicity_objection_of_objector on publicity_objection (province, objector_id, id desc);

create index publicity_objection_board on publicity_objection (province, id desc);

create index publicity_objection_due on publicity_objection (province, due_at) where due_at is not null;

create index publicity_objection_provisional on publicity_objection (province, id) where due_provisional;

-- The public face of an objection that was taken up: what it is about, how far it is, what was decided. No objector here.
create table publicity_answer (
  province smallint not null,
  objection_id uuid not null,
  publicity_id uuid not null,
  item_key text,
  state text not null,
  issue text not null,
  outcome text,
  item_stands boolean,
  answer text not null default '',
  taken_up_at timestamptz not null,
  decided_at timestamptz,
  primary key (province, objection_id),
  constraint publicity_answer_state_is_known check (state in ('examining', 'decided')),
  constraint publicity_answer_decided_says_what check ((state = 'decided') = (outcome is not null)),
  constraint publicity_answer_publicity_exists foreign key (province, publicity_id) references publicity (province, id)
);

select app.shard('publicity_answer');

create index publicity_answer_of_list on publicity_answer (province, publicity_id, item_key);

select app.guard('publicity', 'true', '{staff}', '{staff}');

select app.open_to_all('publicity');

select app.guard('publicity_item', 'true', '{staff}', '{staff}');

select app.open_to_all('publicity_item');

select app.guard('publicity_objection', '{staff} or objector_id = {me}', '{staff} or objector_id = {me}',
  '{staff} or objector_id = {me}');

select app.guard('publicity_answer', 'true', '{staff}', '{staff}');

select app.open_to_all('publicity_answer');
