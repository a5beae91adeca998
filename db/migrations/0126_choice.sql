-- What each institution chooses for its leftover volume after the result (剩余量选择, SX-4.1, JS-20), before the second award.
create table agreement_choosing (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null default '{}',
  state text not null,
  -- Leftover by scope as it was when choosing began: `[{scope, leftover, products}]`.
  scopes jsonb not null,
  opened_at timestamptz not null,
  remind_at timestamptz not null,
  reminded_for timestamptz,
  chosen_at timestamptz,
  chosen_by uuid,
  version integer not null default 1,
  primary key (province, tender_id, institution_id),
  constraint agreement_choosing_state_is_known check (state in ('open', 'chosen', 'silent', 'nothing')),
  constraint agreement_choosing_chosen_says_when check ((state = 'chosen') = (chosen_at is not null)),
  constraint agreement_choosing_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('agreement_choosing');

create index agreement_choosing_of_institution on agreement_choosing (province, institution_id, tender_id desc);

create index agreement_choosing_open on agreement_choosing (province, tender_id, remind_at) where state = 'open';

create table agreement_choice (
  province smallint not null,
  tender_id uuid not null,
  institution_id uuid not null,
  scope text not null,
  product_id uuid not null,
  organiser_id uuid not null,
  partners uuid[] not null default '{}',
  quantity numeric(18, 3) not null,
  primary key (province, tender_id, institution_id, product_id),
  constraint agreement_choice_is_positive check (quantity > 0),
  constraint agreement_choice_belongs_to_choosing foreign key (province, tender_id, institution_id)
    references agreement_choosing (province, tender_id, institution_id),
  constraint agreement_choice_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('agreement_choice');

select app.guard('agreement_choosing', '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]', '{system}',
  '{system} or institution_id = {me}');

select app.guard('agreement_choice', '{staff} or institution_id = {me} or organiser_id = {me} or partners @> array[{me}]', '{system} or institution_id = {me}',
  '{system} or institution_id = {me}');
