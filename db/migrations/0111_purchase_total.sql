-- The yearly totals of what institutions bought on the platform (GD-3), for an installation that traded before they were kept:
-- what was accepted, less what was taken back, in the year of Shanghai in which it happened. What was bought outside is not in
-- here: its own sums (self_purchase_quota) have been kept since the first of them. Totals are counted anew, never added to, so
-- that it does not matter since when they are kept; the lock makes goods that are received at this moment wait and come on top.
create function app.fill_purchase_totals() returns void language plpgsql as
$$
declare
  here record;
begin
  lock table purchase_total in exclusive mode;
  for here in select distinct left(code, 2)::smallint as province from jurisdiction loop
    perform set_config('app.province', here.province::text, true);
    perform set_config('app.reach', 'system', true);
    delete from purchase_total where province = here.province;
    insert into purchase_total (province, institution_id, year, slot, amount)
    select here.province, bought.institution_id, bought.year, 0, sum(bought.amount)
    from (
      select institution_id, extract(year from traded_at at time zone 'Asia/Shanghai')::integer as year,
        round(price * quantity, 2) as amount
      from trade where province = here.province
      union all
      select institution_id, extract(year from answered_at at time zone 'Asia/Shanghai')::integer, -amount
      from goods_return where province = here.province and state = 'accepted'
    ) bought
    group by bought.institution_id, bought.year;
  end loop;
end
$$;

select app.fill_purchase_totals();

drop function app.fill_purchase_totals();
