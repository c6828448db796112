/**
 * Orders, and hides what does not fit; what is chosen stands in the address, so that it can be passed on and gone back to. The page is whole without
 * it; its hash is in the page's policy.
 */
export const CATALOGUE_SCRIPT = `
const form = document.querySelector("#filters");
const list = document.querySelector("ul.cards");
const items = [...document.querySelectorAll("li.card")];
const count = document.querySelector("[role=status]");
const nothing = document.querySelector("#nothing");
const levels = ["none", "bronze", "silver", "gold"];
const field = (name) => form.elements.namedItem(name);
const orders = {
  name: (a, b) => a.dataset.name.localeCompare(b.dataset.name),
  level: (a, b) => levels.indexOf(b.dataset.level) - levels.indexOf(a.dataset.level) || orders.name(a, b),
  listed: (a, b) => b.dataset.listed.localeCompare(a.dataset.listed) || orders.name(a, b),
};
let order = "";
function within(item, country, only) {
  if (country === "") return true;
  const allowed = country.startsWith("only:") ? country.slice(5).split(" ") : [country];
  const countries = item.dataset.countries.split(" ").filter(Boolean);
  if (only || country.startsWith("only:"))
    return item.dataset.chosen === "false" && countries.length > 0 && countries.every((one) => allowed.includes(one));
  return countries.includes(country);
}
function show() {
  const words = field("text").value.toLowerCase().split(/\\s+/).filter(Boolean);
  const channel = field("channel").value;
  const country = field("country").value;
  const level = levels.indexOf(field("level").value);
  const single = /^[A-Z]/.test(country);
  field("only").disabled = !single;
  let shown = 0;
  for (const item of items) {
    const fits =
      words.every((word) => item.dataset.text.includes(word)) &&
      (channel === "" || item.dataset.channels.split(" ").includes(channel)) &&
      within(item, country, single && field("only").checked) &&
      levels.indexOf(item.dataset.level) >= level;
    item.hidden = !fits;
    if (fits) shown += 1;
  }
  if (order !== field("sort").value) {
    order = field("sort").value;
    list.append(...[...items].sort(orders[order]));
  }
  count.textContent = items.length === 0 ? "" : shown + " of " + items.length + " shown";
  nothing.hidden = shown > 0 || items.length === 0;
}
function usual(one) {
  return one.options ? one.options[0].value : "";
}
function remember() {
  const chosen = new URLSearchParams();
  for (const one of form.elements) {
    if (one.name === "" || one.disabled) continue;
    const value = one.type === "checkbox" ? (one.checked ? "yes" : "") : one.value;
    if (value !== usual(one)) chosen.set(one.name, value);
  }
  try {
    history.replaceState(null, "", chosen.size > 0 ? "#" + chosen : location.pathname + location.search);
  } catch {
    // A page that was opened as a document without an address has none to keep it in.
  }
}
function recall() {
  for (const one of form.elements) {
    if (one.type === "checkbox") one.checked = false;
    else if (one.name !== "") one.value = usual(one);
  }
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const one = field(name);
    if (one === null) continue;
    if (one.type === "checkbox") one.checked = value === "yes";
    else if (!one.options || [...one.options].some((option) => option.value === value)) one.value = value;
  }
}
form.hidden = items.length === 0;
form.addEventListener("input", () => (show(), remember()));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => (show(), remember(), field("text").focus())));
addEventListener("hashchange", () => location.hash === "#list" || (recall(), show()));
recall();
show();
`;
