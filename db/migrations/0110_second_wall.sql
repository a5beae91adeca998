-- The second wall for the rows below an order, a delivery, an invoice, a payment and a bargain: each names its two sides, so
-- that a policy needs no other table. Rows that are there already get the sides of what they belong to.
create function app.guard_again(name text, reads text, adds text, changes text) returns void language plpgsql as
$$
begin
  execute format('drop policy if exists reads on %I', name);
  execute format('drop policy if exists adds on %I', name);
  execute format('drop policy if exists changes on %I', name);
  execute format('drop policy if exists removes on %I', name);
  perform app.guard(name, reads, adds, changes);
end
$$;

-- Gives the rows of a table columns of the thing they belong to. The wall stands for its owner too, so it steps aside for the
-- table (guard_again puts it back) and is passed province by province for the one above.
create function app.inherit(name text, key text, parent text, columns text[], kinds text[], inherited text[]) returns void
  language plpgsql as
$$
declare
  here record;
begin
  execute format('alter table %I no force row level security', name);
  for at in 1 .. array_length(columns, 1) loop
    execute format('alter table %I add column %I %s', name, columns[at], kinds[at]);
  end loop;
  for here in select distinct left(code, 2)::int as province from jurisdiction union select 0 loop
    perform set_config('app.province', here.province::text, true);
    perform set_config('app.reach', 'system', true);
    execute format('update %I child set %s from %I above where above.province = child.province and above.id = child.%I'
      ' and child.province = %s', name,
      (select string_agg(format('%I = above.%I', columns[n], inherited[n]), ', ') from generate_series(1, array_length(columns, 1)) n),
      parent, key, here.province);
  end loop;
  for at in 1 .. array_length(columns, 1) loop
    execute format('alter table %I alter column %I set not null', name, columns[at]);
  end loop;
end
$$;

select app.inherit('order_line', 'order_id', 'purchase_order', '{institution_id,distributor_id}', '{uuid,uuid}',
  '{institution_id,distributor_id}');

select app.guard_again('order_line',
  '{staff} or institution_id = {me} or distributor_id = {me} or manufacturer_id = {me}',
  '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me} or distributor_id = {me}');

select app.inherit('shipment_line', 'shipment_id', 'shipment', '{institution_id,distributor_id}', '{uuid,uuid}',
  '{institution_id,distributor_id}');

-- Of a delivery of several makers each sees its own lots.
alter table shipment_line no force row level security;

alter table order_line no force row level security;

alter table shipment_line add column manufacturer_id uuid;

update shipment_line l set manufacturer_id = o.manufacturer_id
from order_line o where o.province = l.province and o.order_id = l.order_id and o.line = l.order_line;

alter table shipment_line alter column manufacturer_id set not null;

alter table order_line force row level security;

select app.guard_again('shipment_line',
  '{staff} or institution_id = {me} or distributor_id = {me} or manufacturer_id = {me}',
  '{staff} or distributor_id = {me}',
  '{staff} or institution_id = {me} or distributor_id = {me}');

select app.inherit('acceptance', 'shipment_id', 'shipment', '{institution_id,distributor_id}', '{uuid,uuid}',
  '{institution_id,distributor_id}');

alter table acceptance no force row level security;

alter table shipment_line no force row level security;

alter table acceptance add column manufacturer_id uuid;

update acceptance a set manufacturer_id = l.manufacturer_id
from shipment_line l where l.province = a.province and l.shipment_id = a.shipment_id and l.line = a.shipment_line;

alter table acceptance alter column manufacturer_id set not null;

alter table shipment_line force row level security;

select app.guard_again('acceptance', '{staff} or institution_id = {me} or distributor_id = {me} or manufacturer_id = {me}',
  '{system} or institution_id = {me}', null);

select app.inherit('stock_in', 'shipment_id', 'shipment', '{institution_id,distributor_id}', '{uuid,uuid}',
  '{institution_id,distributor_id}');

select app.guard_again('stock_in', '{staff} or institution_id = {me} or distributor_id = {me}',
  '{system} or institution_id = {me}', null);

-- What was paid of an invoice covers its lines in their order, so each of its makers needs the amounts of all.
select app.inherit('invoice_line', 'invoice_id', 'invoice', '{institution_id,distributor_id,maker_ids}', '{uuid,uuid,uuid[]}',
  '{institution_id,distributor_id,manufacturer_ids}');

select app.guard_again('invoice_line',
  '{staff} or institution_id = {me} or distributor_id = {me} or maker_ids @> array[{me}]',
  '{staff} or distributor_id = {me}',
  '{staff} or institution_id = {me} or distributor_id = {me}');

select app.inherit('payment_line', 'payment_id', 'payment', '{institution_id,distributor_id}', '{uuid,uuid}',
  '{institution_id,distributor_id}');

select app.guard_again('payment_line', '{staff} or institution_id = {me} or distributor_id = {me}',
  '{staff} or institution_id = {me}', '{staff} or institution_id = {me} or distributor_id = {me}');

-- leader_id: the institution that opened the bargain; it closes a pool for all members, and so does the manufacturer.
select app.inherit('bargain_member', 'bargain_id', 'bargain', '{leader_id,manufacturer_id,pooled}', '{uuid,uuid,boolean}',
  '{institution_id,manufacturer_id,pooled}');

select app.guard_again('bargain_member',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or leader_id = {me} or (pooled and {signed in})',
  '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or leader_id = {me}');

select app.inherit('bargain_offer', 'bargain_id', 'bargain', '{leader_id,manufacturer_id,pooled}', '{uuid,uuid,boolean}',
  '{institution_id,manufacturer_id,pooled}');

select app.guard_again('bargain_offer',
  '{staff} or organisation_id = {me} or leader_id = {me} or manufacturer_id = {me} or (pooled and {signed in})',
  '{staff} or organisation_id = {me}',
  '{staff} or organisation_id = {me}');

select app.inherit('delivery_choice', 'relation_id', 'delivery_relation', '{distributor_id}', '{uuid}', '{distributor_id}');

select app.guard_again('delivery_choice',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or distributor_id = {me}',
  '{staff} or institution_id = {me}',
  '{staff} or institution_id = {me} or manufacturer_id = {me} or distributor_id = {me}');
