-- Who has read what: a notice goes to an organisation, but each person reads for themselves.
alter table notice drop column read_at;

create table notice_reader (
  province smallint not null,
  account_id uuid not null,
  -- Everything up to this notice counts as read.
  read_until uuid not null,
  primary key (province, account_id)
);

select app.shard('notice_reader');

create table notice_read (
  province smallint not null,
  account_id uuid not null,
  notice_id uuid not null,
  primary key (province, account_id, notice_id)
);

select app.shard('notice_read');
