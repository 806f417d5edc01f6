// Subjects in use are proposed while one types them: <textarea data-topics="address">.
// Without this file subjects are typed, separated by commas.
const SEPARATORS = /[,;\n]/;
const WAIT = 150;

function lastPiece(field) {
  const before = field.value.slice(0, field.selectionStart);
  const start = Math.max(before.lastIndexOf(","), before.lastIndexOf(";"), before.lastIndexOf("\n")) + 1;
  const rest = field.value.slice(field.selectionStart).search(SEPARATORS);
  const end = rest < 0 ? field.value.length : field.selectionStart + rest;
  return { start, end, text: before.slice(start).trim() };
}

function propose(field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-proposals`;
  list.className = "proposals";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  field.after(list, status);
  // A text of several lines cannot be a combobox; what is proposed is said by the status.
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.autocomplete = "off";

  let timer = 0;
  let asked = "";
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const take = (text) => {
    const piece = lastPiece(field);
    const before = field.value.slice(0, piece.start);
    const lead = before && !before.endsWith("\n") ? " " : "";
    const after = field.value.slice(piece.end);
    field.value = `${before}${lead}${text}${after || ", "}`;
    const caret = field.value.length - after.length;
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    field.focus();
  };

  const show = (topics) => {
    list.replaceChildren(...topics.map((topic, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dir = "auto";
      option.textContent = topic;
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(topic);
      });
      return option;
    }));
    chosen = -1;
    list.hidden = topics.length === 0;
    status.textContent = topics.join(", ");
  };

  const ask = async () => {
    const { text } = lastPiece(field);
    asked = text;
    if (!text) return close();
    try {
      const answer = await fetch(`${field.dataset.topics}?q=${encodeURIComponent(text)}`);
      if (!answer.ok || asked !== text) return;
      const known = new Set(field.value.split(SEPARATORS).map((topic) => topic.trim()));
      const { topics } = await answer.json();
      show(topics.filter((topic) => !known.has(topic)));
    } catch {
      close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].textContent);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

for (const field of document.querySelectorAll("[data-topics]")) propose(field);
