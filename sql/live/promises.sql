-- Is every promise to customers kept?
select p.ok, p.name, p.detail
from ops.customer_promises as p;
