// The checkout page of the payment providers: /pay/<provider>/<number>.

const [, , provider, number] = location.pathname.split("/");
const PROVIDERS = {
  crypto: { name: "Crypto Pay", list: "/sandbox/crypto/invoices", id: "invoice_id", back: "paid_btn_url" },
  yookassa: { name: "YooKassa", list: "/sandbox/yookassa/payments", id: "id" },
  stripe: { name: "Stripe", list: "/sandbox/stripe/sessions", id: "id", minor: true },
  heleket: { name: "Heleket", list: "/sandbox/heleket/invoices", id: "uuid" },
};
const service = PROVIDERS[provider];
const $ = (id) => document.getElementById(id);

async function draw() {
  const bills = await (await fetch(service.list)).json();
  const bill = bills.find((candidate) => String(candidate[service.id]) === number);
  if (!bill) {
    $("about").textContent = "There is no such bill.";
    $("pay").disabled = true;
    return;
  }
  const [value, unit] = typeof bill.amount === "object" ? [bill.amount.value, bill.amount.currency] : [service.minor ? (bill.amount / 100).toFixed(2) : bill.amount, (bill.fiat ?? bill.asset ?? bill.currency).toUpperCase()];
  $("provider").textContent = service.name;
  $("price").textContent = `${value} ${unit}`;
  $("about").textContent = bill.description || "No description";
  const done = ["paid", "paid_over", "succeeded", "complete"].includes(bill.status) || bill.paid === true;
  $("pay").textContent = done ? "✓ Paid" : ["active", "pending", "open", "check"].includes(bill.status) ? "Pay" : bill.status;
  $("pay").disabled = done;
}

async function pay(how) {
  const answer = await fetch(`${service.list}/${number}/pay`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(how),
  });
  if (!answer.ok) $("about").textContent = (await answer.json()).detail;
  else await draw();
}

$("pay").onclick = () => pay({});
for (const button of document.querySelectorAll("[data-how]")) button.onclick = () => pay(JSON.parse(button.dataset.how));
draw();
