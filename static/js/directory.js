// Search while one types, in a form that works without this file: the same address is asked for, and
// the parts of the page that changed are put in place. The field keeps focus and caret, the address
// bar follows, and the number of results is said.
const WAIT = 220;
const form = document.querySelector("form[data-live-search]");
const said = form.querySelector("[data-said]");
const part = (name, from) => from.querySelector(`form[data-live-search] [data-part="${name}"]`);
let timer = 0;
let asked = null;
let typing = false;

function addressOf() {
  const filled = [...new FormData(form)].filter(([name, value]) => value && !(name === "sort" && value === "name"));
  const query = new URLSearchParams(filled).toString();
  return form.action.split("?")[0] + (query ? `?${query}` : "");
}

function keepOpen(old, fresh) {
  for (const facet of fresh.querySelectorAll("[data-facet]")) {
    const known = old.querySelector(`[data-facet="${CSS.escape(facet.dataset.facet)}"]`);
    if (known) facet.open = known.open;
  }
  const all = fresh.querySelector(".facets-all");
  if (all) all.open = old.querySelector(".facets-all")?.open ?? all.open;
}

// What had the focus in a part that is replaced has it again.
function focusAgain(from, focused) {
  if (!focused) return;
  const named = `[name="${CSS.escape(focused.name)}"]`;
  const valued = focused.type === "checkbox" ? `[value="${CSS.escape(focused.value)}"]` : "";
  const again = from.querySelector(named + valued);
  if (again) again.focus({ preventScroll: true });
  else form.q.focus({ preventScroll: true });
}

function place(fresh) {
  for (const name of ["filters", "results"]) {
    const old = part(name, document);
    const next = part(name, fresh);
    const active = document.activeElement;
    const focused = old.contains(active) && active.name ? active : null;
    if (name === "filters") keepOpen(old, next);
    old.replaceWith(next);
    focusAgain(next, focused);
  }
  form.className = fresh.querySelector("form[data-live-search]").className;
  const similar = document.getElementById("dir-similar");
  const words = [form.querySelector("[data-count]"), similar].filter(Boolean);
  said.textContent = words.map((found) => found.textContent.trim()).join(". ");
}

async function ask() {
  const address = addressOf();
  const replaces = typing;
  typing = false;
  asked?.abort();
  const mine = new AbortController();
  asked = mine;
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asked !== mine) return;
    place(fresh);
    if (replaces) history.replaceState(history.state, "", address);
    else history.pushState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  ask();
});
form.q.addEventListener("input", () => {
  clearTimeout(timer);
  typing = true;
  timer = setTimeout(ask, WAIT);
});
// The field's own change is asked for while one types.
form.q.addEventListener("change", (event) => event.stopPropagation());
addEventListener("popstate", () => location.reload());
