-- The second wall for tables that anybody signed in could write: closed to those who never do.
-- Rows that nobody takes away, or only the clock, while others still change them.
create function app.guard_removes(name text, removes text) returns void language plpgsql as
$$
begin
  execute format('drop policy if exists removes on %I', name);
  execute format('create policy removes on %I for delete using (province = nullif(current_setting(''app.province'', true), '''')::smallint and (%s))',
    name, app.policy(removes));
end
$$;

select app.guard_removes('agreed_price', '{system}');

select app.guard_removes('purchase_total', '{system}');

-- A listing begins to count when a bureau or the clock lists it; who receives goods only sets the count back.
drop policy adds on listing_life;

create policy adds on listing_life for insert
  with check (province = nullif(current_setting('app.province', true), '')::smallint
    and current_setting('app.reach', true) in ('province', 'system'));

select app.guard_removes('listing_life', '{system}');

-- Panels are opened by a bureau or the clock.
select app.guard_again('panel_review', '{staff} or interested @> array[{me}] or member_organisations @> array[{me}]',
  '{staff}', '{staff}');

select app.guard_again('panel_draw', 'true', '{staff}', '{staff}');

select app.open_to_all('panel_draw');

select app.guard_again('panel_seed', '{system}', '{staff}', '{system}');

-- A price is verified by a bureau or read by the clock, which then compares.
select app.guard_again('price_touch', '{staff}', '{staff}', '{system}');

-- A warning comes from the institution whose order or bargain it is, from the enterprise whose price it is, or from the clock.
select app.guard_again('warning', '{staff} or institution_id = {me} or organisation_id = {me}',
  '{staff} or institution_id = {me} or organisation_id = {me}', '{staff}');

-- What a person has read is a matter of their organisation: the row takes it from the one who writes.
alter table notice_reader no force row level security;

alter table notice_reader add column organisation_id uuid;

update notice_reader r set organisation_id = a.organisation_id from account a where a.id = r.account_id;

delete from notice_reader where organisation_id is null;

alter table notice_reader alter column organisation_id set not null;

alter table notice_reader alter column organisation_id set default nullif(current_setting('app.organisation', true), '')::uuid;

select app.guard_again('notice_reader', 'organisation_id = {me}', 'organisation_id = {me}', 'organisation_id = {me}');

alter table notice_read no force row level security;

alter table notice_read add column organisation_id uuid;

update notice_read r set organisation_id = a.organisation_id from account a where a.id = r.account_id;

delete from notice_read where organisation_id is null;

alter table notice_read alter column organisation_id set not null;

alter table notice_read alter column organisation_id set default nullif(current_setting('app.organisation', true), '')::uuid;

select app.guard_again('notice_read', 'organisation_id = {me}', 'organisation_id = {me}', 'organisation_id = {me}');
