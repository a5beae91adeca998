-- Who asks whether an item is cheaper anywhere looks once into the order of its prices and mostly finds nothing below; by date
-- alone all records of every item were read. In whole millionths rounded down: PostgreSQL does not look up a decimal in an
-- index before it has read the row and seen that row-level security shows it, but an integer it does. Decisions multiply across.
alter table price_record add column smallest_unit_micro bigint not null
  generated always as (floor(price * 1000000 / units_per_purchase_unit)::bigint) stored;

create index price_record_by_price on price_record (province, item_code, smallest_unit_micro) where state = 'verified';

-- Whatever else is asked of an item's verified records starts with the item as well.
drop index price_record_in_force;
