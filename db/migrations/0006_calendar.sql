-- Years of the working calendar that were published after this release: imported by an administrator, over those in policy/.
create table calendar_year (
  year integer not null,
  content jsonb not null,
  imported_at timestamptz not null,
  imported_by uuid not null,
  primary key (year)
);

select app.everywhere('calendar_year');
