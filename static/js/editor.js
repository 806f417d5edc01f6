// Fields in which one writes: a draft that survives the page, and names after an @.
// Everything works without this file; it only keeps what was typed.
const DRAFTS = "club:draft:";
const KEPT_MS = 600;
const ASK_MS = 150;

// --- Drafts: text, title and the key under which it is sent, so that twice is once.
export function readStore(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function writeStore(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // private windows may refuse; the field itself still holds the text
  }
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The hour as the pages write it, on the clock that the reader chose: `9 h`, `12 h 30`; `09:00`, `12:30`.
export function clockTime(at) {
  const { lang, dataset } = document.documentElement;
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: dataset.zone };
  const shown = new Intl.DateTimeFormat("en-GB", options).format(at);
  if (lang !== "fr") return shown;
  const [hour, minute] = shown.split(":");
  return `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}`;
}

export function keepDraft(form) {
  const name = DRAFTS + form.dataset.draft;
  const { text, title, key } = form.elements;
  const note = form.querySelector("[data-draft-note]");
  let timer = 0;

  function keep() {
    clearTimeout(timer);
    if (!text.value.trim() && !title?.value.trim()) {
      writeStore(name, null);
      if (note) note.textContent = "";
      return;
    }
    const kept = writeStore(name, { text: text.value, title: title?.value ?? "", key: key.value });
    if (note && kept) note.textContent = `${form.dataset.draftKept} ${clockTime(new Date())}`;
  }

  function take() {
    const draft = readStore(name, null);
    if (!draft?.text && !draft?.title) return;
    // What the server put there (a quotation, a text it refused) stands; the draft comes first.
    if (!text.value.trim()) text.value = draft.text;
    else if (!text.value.includes(draft.text) && location.search.includes("quote=")) {
      text.value = `${draft.text.trimEnd()}\n\n${text.value}`;
    }
    if (title && !title.value.trim()) title.value = draft.title;
    if (draft.key) key.value = draft.key;
    if (note) note.textContent = form.dataset.draftKept;
  }

  take();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEPT_MS);
  });
  addEventListener("pagehide", keep);
  return { keep, drop: () => { clearTimeout(timer); writeStore(name, null); if (note) note.textContent = ""; } };
}

// A draft whose text stands on this page has been sent.
export function dropWritten(key) {
  for (let n = localStorage.length - 1; key && n >= 0; n -= 1) {
    const name = localStorage.key(n);
    if (name.startsWith(DRAFTS) && readStore(name, {})?.key === key) localStorage.removeItem(name);
  }
}

// --- Names: a list below the field, for those whom the club's directory offers.
let lists = 0;

export function offerNames(field) {
  const address = field.form?.dataset.people;
  const place = field.parentElement;
  if (!address || !place) return;
  place.classList.add("names-at");
  const list = document.createElement("ul");
  list.className = "names";
  list.id = `names-${(lists += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  list.hidden = true;
  place.append(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let timer = 0;
  let asked = "";
  let chosen = 0;

  const begun = () => /(?:^|[\s(])@([^\s@][^@\n]{0,60})$/u.exec(field.value.slice(0, field.selectionStart));
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  };

  function mark(index) {
    const options = [...list.children];
    chosen = (index + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", n === chosen));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function insert(words) {
    const found = begun();
    if (!found) return close();
    const end = field.selectionStart;
    field.setRangeText(`@${words} `, end - found[1].length - 1, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    field.focus();
  }

  function show(people) {
    if (!people.length) return close();
    list.replaceChildren(...people.map((person, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      const face = document.createElement("span");
      face.className = `avatar avatar-sm a${person.tint}`;
      face.setAttribute("aria-hidden", "true");
      face.textContent = person.initials;
      const name = document.createElement("span");
      name.textContent = person.name;
      const house = document.createElement("span");
      house.className = "small muted";
      house.textContent = person.house;
      option.append(face, name, house);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); insert(person.insert); });
      option.words = person.insert;
      return option;
    }));
    list.hidden = false;
    mark(0);
  }

  async function ask() {
    const found = begun();
    if (!found || found[1].trim().length < 2) return close();
    asked = found[1];
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(asked)}`, { headers: { Accept: "application/json" } });
      const { people } = await answer.json();
      if (begun()?.[1] === asked) show(people);
    } catch {
      close();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, ASK_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen - 1);
    else if (event.key === "Enter" || event.key === "Tab") insert(list.children[chosen].words);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", () => setTimeout(close, 120));
}

for (const field of document.querySelectorAll("[data-editor]")) offerNames(field);
const begin = document.querySelector("form[data-draft*=new]");
if (begin) keepDraft(begin);
dropWritten(document.querySelector("[data-written]")?.dataset.written);
