// The checkout page of Crypto Pay and YooKassa: /pay/<provider>/<number>.

const [, , provider, number] = location.pathname.split("/");
const PROVIDERS = {
  crypto: { name: "Crypto Pay", list: "/sandbox/crypto/invoices", id: "invoice_id", back: "paid_btn_url" },
  yookassa: { name: "YooKassa", list: "/sandbox/yookassa/payments", id: "id" },
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
  const [value, unit] = typeof bill.amount === "object" ? [bill.amount.value, bill.amount.currency] : [bill.amount, bill.fiat ?? bill.asset];
  $("provider").textContent = service.name;
  $("price").textContent = `${value} ${unit}`;
  $("about").textContent = bill.description || "No description";
  const done = bill.status === "paid" || bill.status === "succeeded" || bill.paid === true;
  $("pay").textContent = done ? "✓ Paid" : bill.status === "active" || bill.status === "pending" ? "Pay" : bill.status;
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
