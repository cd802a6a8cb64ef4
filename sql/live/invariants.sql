-- Does the data satisfy every invariant? It reads the whole ledger: minutes on a large one.
select i.ok, i.name, i.detail
from ops.invariants as i;
