// Companies of a form are found while one types and shown as chips to take off.
// Without this file names are typed, one on each line, and boxes take chips off.
const WAIT = 150;

function pick(place) {
  const ids = place.querySelector("input[type=hidden]");
  const chips = place.querySelector(".club-chips");
  const lines = place.querySelector(".club-picker-lines");
  const text = lines.querySelector("textarea");
  const template = (role) => place.querySelector(`template[data-role=${role}]`).content;
  place.insertBefore(template("search").cloneNode(true), lines);
  const field = place.querySelector("input[type=search]");
  const list = place.querySelector("[role=listbox]");
  const status = place.querySelector("[role=status]");
  list.id = `${text.id}-found`;
  field.setAttribute("aria-controls", list.id);
  if (!text.value) {
    // The label leads to the search.
    field.id = text.id;
    text.removeAttribute("id");
    lines.hidden = true;
  } else {
    field.setAttribute("aria-label", field.placeholder);
  }

  let timer = 0;
  let asked = "";
  let marked = -1;

  const chosen = () => ids.value.split(",").filter(Boolean);
  const keep = (next) => {
    ids.value = next.join(",");
    ids.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const dress = (name, city, pk) => {
    const chip = template("chip").cloneNode(true).firstElementChild;
    const [first, second] = chip.querySelectorAll("bdi");
    const button = chip.querySelector("button");
    first.textContent = name;
    second.textContent = city;
    chip.dataset.pk = pk;
    button.setAttribute("aria-label", `${button.getAttribute("aria-label")} ${name}`);
    button.addEventListener("click", () => {
      const next = (chip.nextElementSibling ?? chip.previousElementSibling)?.querySelector("button");
      chip.remove();
      keep(chosen().filter((one) => one !== chip.dataset.pk));
      (next ?? field).focus();
    });
    return chip;
  };

  for (const old of [...chips.children]) {
    const words = old.querySelector("span");
    const chip = dress(words.querySelector("bdi").textContent, "", old.dataset.pk);
    chip.querySelector("span").replaceWith(words);
    old.replaceWith(chip);
  }

  const close = () => {
    list.hidden = true;
    marked = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (place_) => {
    const options = [...list.children];
    marked = (place_ + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === marked)));
    options[marked].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[marked].id);
  };

  const take = (option) => {
    const { pk, name, city } = option.dataset;
    if (!chosen().includes(pk)) {
      chips.append(dress(name, city, pk));
      keep([...chosen(), pk]);
    }
    field.value = "";
    close();
    field.focus();
  };

  const show = (rows) => {
    list.replaceChildren(...rows.map((row, n) => {
      const option = document.createElement("li");
      const name = document.createElement("bdi");
      const city = document.createElement("bdi");
      name.textContent = row.name;
      city.textContent = row.city;
      city.className = "club-meta";
      option.append(name, " ", city);
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, { pk: row.id, name: row.name, city: row.city });
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(option);
      });
      return option;
    }));
    marked = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = rows.length === 0;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    status.textContent = rows.length
      ? `${status.dataset.found} ${rows.map((row) => row.name).join(", ")}`
      : status.dataset.none;
    status.classList.toggle("w-sr-only", rows.length > 0);
    list.scrollIntoView({ block: "nearest" });
  };

  const ask = async () => {
    asked = field.value.trim();
    if (!asked) {
      status.textContent = "";
      close();
      return;
    }
    const mine = asked;
    try {
      const answer = await fetch(`${place.dataset.findUrl}?q=${encodeURIComponent(mine)}`);
      if (!answer.ok || asked !== mine) return;
      const taken = new Set(chosen());
      const { companies } = await answer.json();
      show(companies.filter((row) => !taken.has(String(row.id))));
    } catch {
      // The network is away: names can be typed, one on each line.
      lines.hidden = false;
      close();
    }
  };

  field.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      // Enter takes what is marked, or the only one found; it never sends the form.
      event.preventDefault();
      if (!list.hidden && (marked >= 0 || list.children.length === 1)) {
        take(list.children[Math.max(marked, 0)]);
      }
      return;
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? marked + 1 : Math.max(marked, 0) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

for (const place of document.querySelectorAll(".club-picker")) pick(place);
