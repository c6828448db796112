/** Hides what does not fit. The page is whole without it; its hash is in the page's policy. */
export const CATALOGUE_SCRIPT = `
const form = document.querySelector("form");
const items = [...document.querySelectorAll("main li[data-text]")];
const count = document.querySelector("[role=status]");
const levels = ["none", "bronze", "silver", "gold"];
form.hidden = false;
function show() {
  const field = (name) => form.elements.namedItem(name);
  const words = field("text").value.toLowerCase().split(/\\s+/).filter(Boolean);
  const channel = field("channel").value;
  const country = field("country").value;
  const only = field("only").checked;
  const level = levels.indexOf(field("level").value);
  let shown = 0;
  for (const item of items) {
    const countries = item.dataset.countries.split(" ").filter(Boolean);
    const fits =
      words.every((word) => item.dataset.text.includes(word)) &&
      (channel === "" || item.dataset.channels.split(" ").includes(channel)) &&
      (country === "" || (only
        ? item.dataset.chosen === "false" && countries.every((one) => one === country)
        : countries.includes(country))) &&
      levels.indexOf(item.dataset.level) >= level;
    item.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = shown + " of " + items.length + " shown";
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
show();
`;
