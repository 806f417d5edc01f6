// One box that ticks a whole page of a list at the desk, and how many are ticked.
const form = document.querySelector(".club-listing")?.closest("form");
const bar = form?.querySelector(".club-bulk");
const boxes = form ? [...form.querySelectorAll('input[name="row"]')] : [];

if (bar && boxes.length) {
  const head = form.querySelector("thead .club-tick-cell");
  const every = document.createElement("input");
  every.type = "checkbox";
  every.setAttribute("aria-label", head.textContent.trim());
  head.replaceChildren(every);
  const count = document.createElement("output");
  bar.querySelector("label").append(" ", count);
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? `(${ticked})` : "";
    every.checked = ticked === boxes.length;
    every.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    show();
  });
  form.addEventListener("change", show);
  show();
}
