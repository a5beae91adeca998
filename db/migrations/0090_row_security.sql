-- The second wall (ARCHITECTURE: Access). Every query narrows by itself; where one forgets to, the database still shows only
-- what the settings of the transaction allow: app.province, app.organisation and app.reach ('own': one's organisation,
-- 'province': supervisors, 'system': jobs, 'public': the portal). Without them nothing is shown. Policies ask settings and
-- columns of the row only, so that they hold on every node of a cluster and cost next to nothing.
create function app.policy(rule text) returns text language sql immutable as
$$ select replace(replace(replace(replace(rule,
     '{staff}', 'current_setting(''app.reach'', true) in (''province'', ''system'')'),
     '{system}', 'current_setting(''app.reach'', true) = ''system'''),
     '{signed in}', 'current_setting(''app.reach'', true) in (''own'', ''province'', ''system'')'),
     '{me}', 'nullif(current_setting(''app.organisation'', true), '''')::uuid') $$;

-- Who may read, add and change rows of a table, always within the province. No `changes` rule: rows stay as they are.
create function app.guard(name text, reads text, adds text, changes text) returns void language plpgsql as
$$
declare
  here text := 'province = nullif(current_setting(''app.province'', true), '''')::smallint and (';
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy reads on %I for select using (%s)', name, here || app.policy(reads) || ')');
  execute format('create policy adds on %I for insert with check (%s)', name, here || app.policy(adds) || ')');
  if changes is not null then
    execute format('create policy changes on %I for update using (%s)', name, here || app.policy(changes) || ')');
    execute format('create policy removes on %I for delete using (%s)', name, here || app.policy(changes) || ')');
  end if;
end
$$;

-- What anyone may read is not filtered at all: a filter on rows would keep the search indexes from being used.
create function app.open_to_all(name text) returns void language plpgsql as
$$
begin
  execute format('alter policy reads on %I using (true)', name);
end
$$;

-- Partitions are reached through their table only (app.month_partition sees to those to come).
revoke all on journal_rest, purchase_order_rest, order_line_rest, trade_rest from daylight_app;

-- The witness: written once, by whoever acts; read by those named in it and by supervisors; changed by nobody.
select app.guard('journal', '{staff} or readers @> array[{me}]', '{signed in}', null);

select app.guard('journal_seal', 'true', '{system}', null);

select app.guard('journal_checkpoint', 'true', '{system}', null);

select app.guard('journal_head', '{signed in}', '{system}', '{system}');

select app.guard('idempotency', '{system} or organisation_id = {me}', '{system} or organisation_id = {me}', '{system}');

select app.guard('counter', '{system}', '{system}', '{system}');

-- An inbox is its organisation's alone; who acts may leave a line in the inbox of another.
select app.guard('notice', '{system} or organisation_id = {me}', '{signed in}', '{system}');

select app.guard('notice_reader', '{signed in}', '{signed in}', '{signed in}');

select app.guard('notice_read', '{signed in}', '{signed in}', '{signed in}');

select app.guard('task', '{system} or organisation_id = {me}', '{system} or organisation_id = {me}', '{system} or organisation_id = {me}');

-- The directory and its prices are public (JS-39); only the bureau and the operator write them.
select app.guard('listing', 'true', '{staff}', '{staff}');

select app.open_to_all('listing');

select app.guard('listing_price', 'true', '{staff}', '{staff}');

select app.open_to_all('listing_price');

select app.guard('listing_origin', 'true', '{staff}', '{staff}');

select app.open_to_all('listing_origin');

select app.guard('listing_import', '{staff}', '{staff}', '{staff}');

select app.guard('listing_import_row', '{staff}', '{staff}', '{staff}');

select app.guard('listing_change', '{signed in}', '{staff}', '{staff}');

-- Who delivers where is known to all who trade; only the two sides change it.
select app.guard('delivery_relation', '{signed in}', '{staff} or manufacturer_id = {me}',
  '{staff} or manufacturer_id = {me} or distributor_id = {me}');

select app.guard('delivery_area', '{signed in}', '{staff} or manufacturer_id = {me}', '{staff} or manufacturer_id = {me}');

select app.guard('delivery_choice', '{signed in}', '{signed in}', '{signed in}');

select app.guard('delivery_site', '{signed in}', '{staff} or institution_id = {me}', '{staff} or institution_id = {me}');

-- A pool is open to every institution that may join it.
select app.guard('bargain', '{staff} or institution_id = {me} or manufacturer_id = {me} or (pooled and {signed in})',
  '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or (pooled and {signed in})');

select app.guard('bargain_member', '{signed in}', '{signed in}', '{signed in}');

select app.guard('bargain_offer', '{signed in}', '{signed in}', '{signed in}');

-- Agreed prices are public (JS-11); one side closes a bargain for all members of a pool.
select app.guard('agreed_price', 'true', '{signed in}', '{signed in}');

select app.open_to_all('agreed_price');

-- A cart is seen by nobody else, supervisors included.
select app.guard('cart_line', '{system} or institution_id = {me}', '{system} or institution_id = {me}', '{system} or institution_id = {me}');

select app.guard('order_setting', '{system} or institution_id = {me}', '{system} or institution_id = {me}', '{system} or institution_id = {me}');

select app.guard('order_reference', '{system} or institution_id = {me}', '{system} or institution_id = {me}', '{system} or institution_id = {me}');

alter table purchase_order add column manufacturer_ids uuid[] not null default '{}';

select app.guard('purchase_order',
  '{staff} or institution_id = {me} or distributor_id = {me} or site_id = {me} or manufacturer_ids @> array[{me}]',
  '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me} or distributor_id = {me}');

select app.guard('order_line', '{signed in}', '{signed in}', '{signed in}');

select app.guard('shipment', '{staff} or institution_id = {me} or distributor_id = {me} or site_id = {me}',
  '{staff} or distributor_id = {me}', '{staff} or institution_id = {me} or distributor_id = {me}');

select app.guard('shipment_line', '{signed in}', '{signed in}', '{signed in}');

select app.guard('acceptance', '{signed in}', '{signed in}', null);

select app.guard('stock_in', '{signed in}', '{signed in}', null);

select app.guard('goods_return', '{staff} or institution_id = {me} or distributor_id = {me}',
  '{staff} or institution_id = {me}', '{staff} or institution_id = {me} or distributor_id = {me}');

-- What was really paid, by whom for what: bargaining and zones compare with it (JS-11B, JS-12).
select app.guard('trade', 'true', '{staff} or institution_id = {me} or distributor_id = {me}', '{system}');

select app.guard('invoice', '{staff} or institution_id = {me} or distributor_id = {me} or manufacturer_ids @> array[{me}]',
  '{staff} or distributor_id = {me}', '{staff} or institution_id = {me} or distributor_id = {me}');

select app.guard('invoice_line', '{signed in}', '{signed in}', '{signed in}');

select app.guard('payment', '{staff} or institution_id = {me} or distributor_id = {me}',
  '{staff} or institution_id = {me}', '{staff} or institution_id = {me} or distributor_id = {me}');

select app.guard('payment_line', '{signed in}', '{signed in}', '{signed in}');

select app.guard('warning', '{staff} or institution_id = {me} or organisation_id = {me}', '{signed in}', '{staff}');

select app.guard('public_notice', '{staff} or state = ''published''', '{staff}', '{staff}');
