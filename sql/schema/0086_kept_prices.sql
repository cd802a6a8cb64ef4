-- What somebody has paid since begins with the price that it is bought at. Only what sets a price can begin: an end
-- does not, and a renewal that ended before the shop heard of its money goes on with the price that it had. (It also
-- cost each end a lock of its row.)
create or replace trigger prices_are_kept
  before update of price_id on billing.subscriptions
  for each row
  when (old.price_id is distinct from new.price_id or old.status <> 'active')
  execute function billing.keep_price();

-- Its users were an array of whole notices; now by rule.
drop function if exists billing.give_offers(billing.planned_notice[]);
