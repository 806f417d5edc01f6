// Tables of the desk on a phone: each cell says what stands in it, because css/cms.css stacks the
// rows. A table that is laid out as blocks would be none for a screen reader: hence the roles.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

function label(table) {
  const heads = [...table.querySelectorAll("thead th")];
  const names = heads.map((head) => (head.querySelector(".w-sr-only") ? "" : head.firstElementChild?.textContent ?? head.textContent).trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, place) => {
      const isEmpty = !cell.textContent.trim() && !cell.querySelector("input, select, img, svg");
      if (isEmpty) cell.dataset.empty = "";
      else if (names[place]) cell.dataset.label = names[place];
    });
  }
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td")]) part.setAttribute("role", ROLES[part.tagName]);
  for (const head of heads) head.setAttribute("role", "columnheader");
}

for (const table of document.querySelectorAll(".club-desk table.listing:not(.club-counts)")) label(table);
