-- Purchase agreements of a round (统采分签, GY-4.3a, SX-3.3): one for each institution and winner, signed by both sides,
-- unchangeable in force; changes are numbered supplements that both sign.
create table agreement (
  province smallint not null,
  id uuid not null,
  number text not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  jurisdiction text not null,
  state text not null,
  -- The text that is signed, and its SHA-256.
  content jsonb not null,
  content_hash text not null,
  amount numeric(18, 2) not null,
  made_at timestamptz not null,
  sign_due_at timestamptz not null,
  sign_due_provisional boolean not null,
  sign_due_basis jsonb not null,
  reminded_at timestamptz,
  overdue_at timestamptz,
  in_force_at timestamptz,
  term_from date not null,
  term_until date not null,
  ended_at timestamptz,
  end_note text,
  end_basis jsonb,
  version integer not null default 1,
  primary key (province, id),
  constraint agreement_number_once unique (province, number),
  constraint agreement_once_per_pair unique (province, tender_id, institution_id, manufacturer_id),
  constraint agreement_state_is_known check (state in ('open', 'signed', 'inForce', 'ended', 'void')),
  constraint agreement_term_runs_forward check (term_from <= term_until),
  constraint agreement_ended_says_why check ((state in ('ended', 'void')) = (ended_at is not null)),
  constraint agreement_tender_exists foreign key (province, tender_id) references tender (province, id),
  constraint agreement_institution_exists foreign key (institution_id) references organisation (id),
  constraint agreement_manufacturer_exists foreign key (manufacturer_id) references organisation (id)
);

select app.shard('agreement');

create index agreement_of_institution on agreement (province, institution_id, id desc);

create index agreement_of_manufacturer on agreement (province, manufacturer_id, id desc);

create index agreement_of_tender on agreement (province, tender_id, id desc);

create index agreement_newest on agreement (province, id desc);

create index agreement_to_sign on agreement (province, sign_due_at) where state = 'open';

create index agreement_signed on agreement (province, id) where state = 'signed';

create index agreement_over on agreement (province, term_until) where state = 'inForce';

select app.guard('agreement', '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}', '{system}',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}');

-- What is in force now, by product; the contract's own lines stay in its text.
create table agreement_line (
  province smallint not null,
  agreement_id uuid not null,
  product_id uuid not null,
  tender_id uuid not null,
  item text not null,
  organiser_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  price numeric(18, 6) not null,
  agreed numeric(18, 3) not null,
  state text not null default 'running',
  primary key (province, agreement_id, product_id),
  constraint agreement_line_price_is_positive check (price > 0),
  constraint agreement_line_agreed_is_positive check (agreed > 0),
  constraint agreement_line_state_is_known check (state in ('running', 'ended')),
  constraint agreement_line_belongs_to_agreement foreign key (province, agreement_id) references agreement (province, id),
  constraint agreement_line_product_exists foreign key (province, product_id) references tender_product (province, id)
);

select app.shard('agreement_line');

create index agreement_line_of_item on agreement_line (province, tender_id, item) where state = 'running';

select app.guard('agreement_line', '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}', '{system}',
  '{system}');

create table agreement_amendment (
  province smallint not null,
  agreement_id uuid not null,
  amendment integer not null,
  organiser_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  state text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  content jsonb not null,
  content_hash text not null,
  due_at timestamptz not null,
  due_provisional boolean not null,
  due_basis jsonb not null,
  decided_at timestamptz,
  note text,
  primary key (province, agreement_id, amendment),
  constraint agreement_amendment_state_is_known check (
    state in ('open', 'signed', 'inForce', 'rejected', 'withdrawn', 'lapsed')
  ),
  constraint agreement_amendment_side_is_known check (proposed_by in ('institution', 'manufacturer')),
  constraint agreement_amendment_belongs_to_agreement foreign key (province, agreement_id) references agreement (province, id)
);

select app.shard('agreement_amendment');

create unique index agreement_amendment_one_open on agreement_amendment (province, agreement_id)
  where state in ('open', 'signed');

create index agreement_amendment_due on agreement_amendment (province, due_at) where state = 'open';

create index agreement_amendment_signed on agreement_amendment (province, agreement_id) where state = 'signed';

select app.guard('agreement_amendment', '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}',
  'institution_id = {me} or manufacturer_id = {me}', '{system} or institution_id = {me} or manufacturer_id = {me}');

-- Amendment 0 is the contract itself. A signature is never changed; `proof` is what its method needs to be checked.
create table agreement_signature (
  province smallint not null,
  agreement_id uuid not null,
  amendment integer not null,
  side text not null,
  organiser_id uuid not null,
  institution_id uuid not null,
  manufacturer_id uuid not null,
  account_id uuid not null,
  person text not null,
  signed_at timestamptz not null,
  method text not null,
  content_hash text not null,
  proof jsonb not null,
  primary key (province, agreement_id, amendment, side),
  constraint agreement_signature_side_is_known check (side in ('institution', 'manufacturer')),
  constraint agreement_signature_belongs_to_agreement foreign key (province, agreement_id) references agreement (province, id)
);

select app.shard('agreement_signature');

select app.guard('agreement_signature', '{staff} or institution_id = {me} or manufacturer_id = {me} or organiser_id = {me}',
  '(side = ''institution'' and institution_id = {me}) or (side = ''manufacturer'' and manufacturer_id = {me})', null);
