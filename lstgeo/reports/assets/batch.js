"use strict";
// Sorting and filtering of the table of scenes; without scripts it is a plain table.

const table = document.getElementById("scenes");
const body = table.tBodies[0];
const all = [...body.rows];
const words = new Intl.Collator();

function key(row, column, kind) {
  const cell = row.cells[column];
  const text = cell.dataset.value ?? cell.textContent.trim();
  if (kind === "text") return text.toLowerCase();
  return text === "" ? NaN : Number(text.replace("\u2212", "-"));
}

function order(heading) {
  const column = heading.cellIndex;
  const { kind } = heading.dataset;
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const each of table.querySelectorAll("th[aria-sort]")) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const keys = new Map(all.map((row) => [row, key(row, column, kind)]));
  const compared = (one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    // What has no value comes last, whichever way.
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
    const ahead = kind === "text" ? words.compare(a, b) : a - b;
    return down ? -ahead : ahead;
  };
  all.sort(compared);
  body.append(...all);
}

function filter() {
  const wanted = document.getElementById("find").value.toLowerCase();
  const state = document.getElementById("state").value;
  let shown = 0;
  for (const row of all) {
    const fits = row.textContent.toLowerCase().includes(wanted);
    row.hidden = !fits || (state !== "" && row.dataset.state !== state);
    shown += !row.hidden;
  }
  document.getElementById("shown").textContent = `${shown} of ${all.length}`;
}

for (const heading of table.tHead.querySelectorAll("th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = heading.textContent;
  button.addEventListener("click", () => order(heading));
  heading.replaceChildren(button);
}
document.getElementById("toolbar").hidden = false;
document.getElementById("find").addEventListener("input", filter);
document.getElementById("state").addEventListener("change", filter);
document.getElementById("toolbar").addEventListener("submit", (event) => event.preventDefault());
filter();
document.body.dataset.state = "ready";
