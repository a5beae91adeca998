-- The indexes of the catalogue as functions: a first load drops them and builds them once afterwards, which is several times
-- as fast. They run as their owner, for the application's role may not change tables.
create function app.catalogue_drop_indexes() returns void language plpgsql security definer set search_path = public as
$$
begin
  drop index if exists catalogue_item_tokens, catalogue_item_rank, catalogue_item_udi_di, catalogue_item_certificate,
    catalogue_item_product;
end
$$;

create function app.catalogue_build_token_index() returns void language plpgsql security definer set search_path = public as
$$
begin
  create index if not exists catalogue_item_tokens on catalogue_item using gin (tokens) with (gin_pending_list_limit = 16384);
end
$$;

create function app.catalogue_build_indexes() returns void language plpgsql security definer set search_path = public as
$$
begin
  -- Everything a scan in ranking order has to look at is in the index itself.
  create index if not exists catalogue_item_rank on catalogue_item (rank, item_code) include (state, search_text, certificate);
  create index if not exists catalogue_item_udi_di on catalogue_item (udi_di) where udi_di is not null;
  create index if not exists catalogue_item_certificate on catalogue_item (certificate text_pattern_ops);
  create index if not exists catalogue_item_product on catalogue_item (product_code);
end
$$;

revoke execute on function app.catalogue_drop_indexes() from public;

revoke execute on function app.catalogue_build_token_index() from public;

revoke execute on function app.catalogue_build_indexes() from public;

grant execute on function app.catalogue_drop_indexes() to daylight_app;

grant execute on function app.catalogue_build_token_index() to daylight_app;

grant execute on function app.catalogue_build_indexes() to daylight_app;

-- Items that are out of force, and items with a dirty certificate, are few and asked for by themselves.
create index catalogue_item_out_of_force on catalogue_item (state, rank, item_code) where state <> 'active';

-- A scan of an index alone needs the visibility map, which vacuum makes; an import asks for it when it is done.
grant maintain on catalogue_item to daylight_app;

grant maintain on catalogue_token to daylight_app;

-- Nothing chooses a plan by these, and sampling long arrays of a million rows takes seconds.
alter table catalogue_item alter column tokens set statistics 0;

alter table catalogue_item alter column search_text set statistics 0;

select app.catalogue_build_token_index();

select app.catalogue_build_indexes();
