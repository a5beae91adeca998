-- When each job of the timetable last began, ended and failed: for the operator's page and the metrics.
create table job_run (
  name text primary key,
  started_at timestamptz not null,
  ended_at timestamptz,
  failed_at timestamptz,
  failures integer not null default 0,
  constraint job_run_counts_from_zero check (failures >= 0)
);

select app.local('job_run');
