-- How often an address sent on one day what may be sent without a name. The key is a hash, as in sign_in_guard; a day stands
-- beside it and no moment, so that a row leads to no report. Rows of former days go.
create table sender_count (
  key bytea primary key,
  on_day date not null,
  sent integer not null
);

select app.local('sender_count');

create index sender_count_age on sender_count (on_day);
