-- Which rounds the clock compared with others, and as of which version: a round is looked at again when it moved on or its
-- participants changed, and once a day for what a notice or a leaving changes (GY-2.4).
create table tender_stop_look (
  province smallint not null,
  tender_id uuid not null,
  organiser_id uuid not null,
  version integer not null,
  looked_on date not null,
  primary key (province, tender_id),
  constraint tender_stop_look_tender_exists foreign key (province, tender_id) references tender (province, id)
);

select app.shard('tender_stop_look');

select app.guard('tender_stop_look', '{staff} or organiser_id = {me}', '{system}', '{staff} or organiser_id = {me}');
