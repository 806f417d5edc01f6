// One thread, live. Posts stand by their number, whatever order they arrive in; the form is never
// touched by what arrives; what is sent is kept until the club has it, and sent twice it is one post.
import { join, showState } from "./live.js";
import { clockTime, keepDraft, newKey, offerNames, readStore, writeStore } from "./editor.js";

const PER_PAGE = 50;
const READ_MS = 2000;
const LONGEST_WAIT = 30_000;
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

const posts = $("#posts");
const facts = posts.dataset;
const page = Number(facts.page);
const me = Number(facts.me);
const acts = $("#acts");
const token = $("[name=csrfmiddlewaretoken]", acts).value;
const composer = $("form.composer[data-draft]");
const templates = { post: $("#t-post"), gone: $("#t-gone"), wait: $("#t-wait") };
let seq = Number(facts.seq);

const placeOf = (number) => document.getElementById(`p${number}`);
const isOnPage = (number) => Math.ceil(number / PER_PAGE) === page;
const addressOf = (number) => `${facts.url}${number > PER_PAGE ? `?page=${Math.ceil(number / PER_PAGE)}` : ""}#p${number}`;
const isSeen = (element) => element.getBoundingClientRect().top < innerHeight - 40;
const say = (text) => document.dispatchEvent(new CustomEvent("club:toast", { detail: { text } }));

function post(address, fields = {}, headers = {}) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json", ...headers }, redirect: "manual" });
}

// --- Posts ----------------------------------------------------------------------------------
function make(kind, number) {
  const element = templates[kind].content.firstElementChild.cloneNode(true);
  element.id = `p${number}`;
  element.dataset.number = number;
  for (const button of all("[data-act]", element)) button.setAttribute("formaction", `${facts.url}${number}/${button.dataset.act}/`);
  return element;
}

function fillName(element, words) {
  const name = $(".name", element);
  name.textContent = words.name || facts.former;
  if (words.url) name.href = words.url;
  const avatar = $(".avatar", element);
  if (words.face) {
    const face = new Image(40, 40);
    face.className = "avatar";
    face.src = words.face;
    face.alt = "";
    avatar.replaceWith(face);
  } else {
    avatar.textContent = words.initials;
    avatar.classList.add(words.name ? `a${words.tint}` : "avatar-gone");
  }
  $("[data-house]", element).textContent = words.staff ? facts.club : words.house;
}

function build(words) {
  const element = make("post", words.number);
  const heading = $("h2", element);
  heading.id = `pn${words.number}`;
  element.setAttribute("aria-labelledby", heading.id);
  fillName(element, words);
  const at = $("time", element);
  at.dateTime = words.at;
  at.textContent = `${facts.today}, ${clockTime(new Date(words.at))}`;
  $(".post-t", element).href = `${facts.url}${words.number}/`;
  const may = {
    reply: "canReply" in facts,
    accept: "canAccept" in facts && words.number > 1,
    own: words.author === me && "canReply" in facts,
    staff: "staff" in facts && words.author !== me,
  };
  for (const act of all("[data-for]", element)) if (!may[act.dataset.for]) act.remove();
  const edit = $("[data-edit]", element);
  if (edit) edit.href = `${facts.url}${words.number}/edit/`;
  const quote = $("[data-quote]", element);
  if (quote) quote.href = `?page=${page}&quote=${words.number}#composer`;
  return element;
}

function setWords(element, words) {
  if (!$("[data-edit-form]", element)) $(".post-b", element).innerHTML = words.body; // the server made it safe
  const edited = $("[data-edited]", element);
  if (edited) edited.hidden = !words.edited;
}

function put(element) {
  const number = Number(element.dataset.number);
  const known = placeOf(number);
  if (known) return known.replaceWith(element);
  const next = all("[data-number]", posts).find((other) => Number(other.dataset.number) > number);
  const wait = $(".post-wait", posts);
  posts.insertBefore(element, next ?? wait ?? null);
}

function showPost(words) {
  const arrived = settle(words.key);
  if (!isOnPage(words.number)) {
    if (words.number > page * PER_PAGE) announce(words, null, arrived);
    return;
  }
  const known = placeOf(words.number);
  const isNew = !known;
  let element = known;
  if (!known || known.classList.contains("post-gone")) {
    element = build(words);
    put(element);
  }
  setWords(element, words);
  if (isNew) announce(words, element, arrived);
}

function removePost(number) {
  const known = placeOf(number);
  if (!isOnPage(number) || known?.classList.contains("post-gone")) return;
  const element = make("gone", number);
  const isOwn = Boolean(known && $("[data-edit]", known)) || ownTaken.has(number);
  for (const part of all("[data-own]", element)) part.hidden = !isOwn;
  $("[data-other]", element).hidden = isOwn;
  put(element);
}

// How many posts there are, by what changed since the page was made: the same news twice counts once.
const count = $("[data-count]");
const changed = new Map();

function recount(number, isShown, before = number <= Number(facts.lastNumber)) {
  const wasShown = changed.get(number)?.wasShown ?? before;
  changed.set(number, { wasShown, isShown });
  let many = Number(count.dataset.count);
  for (const post of changed.values()) many += post.isShown - post.wasShown;
  count.textContent = many === 1 ? count.dataset.one : count.dataset.many.replace("%n", many);
}

function markAnswer(number) {
  for (const old of all(".post-sol", posts)) {
    old.classList.remove("post-sol");
    const flag = $(".sol-flag", old);
    if (flag) flag.hidden = true;
  }
  const element = number && placeOf(number);
  if (element?.matches("article")) {
    element.classList.add("post-sol");
    if (!$(".sol-flag", element)) $(".post-h", element).after($(".sol-flag", templates.post.content).cloneNode(true));
    $(".sol-flag", element).hidden = false;
  }
  $("[data-solved]").hidden = !number;
}

const ownTaken = new Set();
const effects = {
  "post.published": (data) => { showPost(data.post); recount(data.post.number, true); },
  "post.edited": (data) => showPost(data.post),
  "post.restored": (data) => { showPost(data.post); recount(data.post.number, true, false); },
  "post.removed": (data) => { removePost(data.number); recount(data.number, false); },
  "thread.locked": () => { $("[data-locked]").hidden = false; },
  "thread.unlocked": () => { $("[data-locked]").hidden = true; },
  "thread.pinned": () => { $("[data-pinned]").hidden = false; },
  "thread.unpinned": () => { $("[data-pinned]").hidden = true; },
  "thread.answered": (data) => markAnswer(data.number),
  "thread.unanswered": () => markAnswer(0),
};

// Each of these may come twice: the same event over the socket, in an answer and from the log.
function apply(data) {
  if (data) effects[data.kind]?.(data);
}

// --- New posts below ------------------------------------------------------------------------
const fresh = $("#fresh");
let waiting = [];

function announce(words, element, isOwn) {
  if (isOwn) {
    if (!element) location.assign(addressOf(words.number));
    else if (!isSeen(element)) element.scrollIntoView({ block: "nearest" });
  }
  if (isOwn || words.author === me) return;
  element?.classList.add("is-new");
  if (element && isSeen(element) && document.visibilityState === "visible") return noteRead();
  if (!waiting.includes(words.number)) waiting.push(words.number);
  showFresh();
}

function showFresh() {
  const words = $("[data-many]", fresh);
  fresh.hidden = waiting.length === 0;
  if (!waiting.length) return;
  words.textContent = waiting.length === 1 ? words.dataset.one : words.dataset.many.replace("%n", waiting.length);
}

fresh.addEventListener("click", () => {
  const first = Math.min(...waiting);
  waiting = [];
  showFresh();
  const element = placeOf(first);
  if (!element) return location.assign(addressOf(first));
  element.scrollIntoView({ block: "start" });
  element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
});

// --- Reading --------------------------------------------------------------------------------
let reached = Number(facts.read);
let told = reached;
let readTimer = 0;

function noteRead() {
  if (document.visibilityState !== "visible") return;
  for (const element of all("[data-number]", posts)) {
    if (isSeen(element)) reached = Math.max(reached, Number(element.dataset.number));
  }
  const before = waiting.length;
  waiting = waiting.filter((number) => number > reached || !placeOf(number));
  if (waiting.length !== before) showFresh();
  if (reached > told && !readTimer) readTimer = setTimeout(tellRead, READ_MS);
}

function tellRead() {
  readTimer = 0;
  if (reached <= told) return;
  const number = reached;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("number", number);
  fetch(`${facts.url}read/`, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true })
    .then((answer) => { if (answer.ok) told = Math.max(told, number); })
    .catch(() => {});
}

let isNoting = false;
addEventListener("scroll", () => {
  if (isNoting) return;
  isNoting = true;
  requestAnimationFrame(() => { isNoting = false; noteRead(); });
}, { passive: true });
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? noteRead() : tellRead()));
addEventListener("pagehide", tellRead);
noteRead();

// --- Writing --------------------------------------------------------------------------------
const OUT = `club:out:${me}-${facts.key}`;
let out = readStore(OUT, []);
const bubbles = new Map();

// The post of this key is here: nothing waits for it any more.
function settle(key) {
  if (!key || !out.some((item) => item.key === key)) return false;
  out = out.filter((item) => item.key !== key);
  writeStore(OUT, out.length ? out : null);
  bubbles.get(key)?.remove();
  bubbles.delete(key);
  return true;
}

function bubbleOf(item) {
  let bubble = bubbles.get(item.key);
  if (bubble) return bubble;
  bubble = templates.wait.content.firstElementChild.cloneNode(true);
  $(".post-b", bubble).textContent = item.text;
  $("[data-again]", bubble).addEventListener("click", () => send(item));
  $("[data-back]", bubble).addEventListener("click", () => takeBack(item));
  bubbles.set(item.key, bubble);
  posts.append(bubble);
  return bubble;
}

function state(item, words, isStuck) {
  const bubble = bubbleOf(item);
  $("[data-state]", bubble).textContent = words;
  $(".post-acts", bubble).hidden = !isStuck;
}

function takeBack(item, sentence = "") {
  clearTimeout(item.timer);
  settle(item.key);
  const { text, key } = composer.elements;
  text.value = text.value.trim() ? `${item.text.trimEnd()}\n\n${text.value}` : item.text;
  key.value = item.key;
  draft.keep();
  showError(sentence);
  text.focus();
}

function showError(sentence) {
  const box = $("[data-error]", composer);
  box.hidden = !sentence;
  $("[data-words]", box).textContent = sentence;
}

async function send(item) {
  clearTimeout(item.timer);
  state(item, composer.dataset.sending, false);
  let answer;
  try {
    answer = await post(composer.action, { text: item.text, key: item.key });
  } catch {
    return sendLater(item);
  }
  if (answer.status >= 500 || answer.status === 429) return sendLater(item);
  const words = await answer.json().catch(() => null);
  if (answer.ok && words?.post) return apply({ kind: "post.published", post: words.post });
  return takeBack(item, words?.said || composer.dataset.refused);
}

function sendLater(item) {
  item.tries = (item.tries ?? 0) + 1;
  state(item, composer.dataset.failed, true);
  const most = Math.min(LONGEST_WAIT, 1000 * 2 ** item.tries);
  item.timer = setTimeout(send, most / 2 + Math.random() * (most / 2), item);
}

let draft = { keep() {}, drop() {} };
if (composer) {
  draft = keepDraft(composer);
  const { text, key } = composer.elements;
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    showError("");
    if (!text.value.trim()) return text.focus();
    const item = { key: key.value || newKey(), text: text.value };
    out.push(item);
    writeStore(OUT, out.map(({ key, text }) => ({ key, text })));
    draft.drop();
    text.value = "";
    key.value = newKey();
    send(item);
    bubbleOf(item).scrollIntoView({ block: "nearest" });
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) composer.requestSubmit();
  });
  addEventListener("online", () => { for (const item of out) send(item); });
  for (const item of out) send(item);
}

// --- Quoting, editing, and what buttons do --------------------------------------------------
function quote(element) {
  const picked = getSelection();
  const body = $(".post-b", element);
  const isInside = picked.toString().trim() && body.contains(picked.anchorNode) && body.contains(picked.focusNode);
  const words = (isInside ? picked.toString() : body.innerText).trim().split("\n");
  const { text } = composer.elements;
  const name = $(".name", element).textContent.trim();
  const quoted = [`**${name}**`, ...words].map((line) => `> ${line}`.trimEnd()).join("\n");
  text.value = `${text.value.trim() ? `${text.value.trimEnd()}\n\n` : ""}${quoted}\n\n`;
  draft.keep();
  text.focus();
  text.scrollIntoView({ block: "center" });
}

async function openEdit(element, address) {
  const answer = await fetch(address, { headers: { "X-Part": "1" } });
  if (!answer.ok) return location.assign(address);
  showEdit(element, await answer.text());
}

function showEdit(element, html) {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const form = holder.firstElementChild;
  $("[data-edit-form]", element)?.remove();
  $(".post-b", element).after(form);
  const field = $("textarea", form);
  offerNames(field);
  field.focus();
  $("[data-edit-cancel]", form).addEventListener("click", (event) => { event.preventDefault(); closeEdit(element); });
  form.addEventListener("submit", (event) => { event.preventDefault(); saveEdit(element, form); });
  for (const part of all(".post-b, .post-acts", element)) part.hidden = true;
}

function closeEdit(element) {
  $("[data-edit-form]", element)?.remove();
  for (const part of all(".post-b, .post-acts", element)) part.hidden = false;
  $("[data-edit]", element)?.focus();
}

async function saveEdit(element, form) {
  const button = $("[type=submit]", form);
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await post(form.action, { text: form.elements.text.value }, { "X-Part": "1" });
    if (answer.status === 422) return showEdit(element, await answer.text());
    const words = await answer.json();
    if (!answer.ok) return say(words.said);
    closeEdit(element);
    setWords(element, words.post);
  } catch {
    say(composer?.dataset.refused ?? "");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-quote], [data-edit]");
  const element = link?.closest("[data-number]");
  if (!element || (link.matches("[data-quote]") && !composer)) return;
  event.preventDefault();
  if (link.matches("[data-quote]")) quote(element);
  else openEdit(element, link.href);
});

acts.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await post(button.formAction);
    const words = await answer.json();
    if (answer.ok && button.formAction.endsWith("/delete/")) ownTaken.add(Number(button.closest("[data-number]").dataset.number));
    say(words.said);
    if (button.closest(".th-side") && answer.ok) return location.reload();
    await catchUp();
  } catch {
    acts.action = button.formAction;
    acts.submit();
  } finally {
    button.removeAttribute("aria-busy");
  }
});

// --- The line -------------------------------------------------------------------------------
async function catchUp() {
  const answer = await fetch(`${facts.log}?after=${seq}`, { headers: { Accept: "application/json" } });
  if (answer.status !== 200) return;
  const { events } = await answer.json();
  for (const event of events ?? []) apply(event.data);
}

async function beginAnew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.reload();
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  const read = $("#posts", other);
  if (!read) return location.reload();
  posts.replaceChildren(...read.children, ...bubbles.values());
  seq = Number(read.dataset.seq);
  noteRead();
}

const sayState = showState($("[data-live-state]"));
join(facts.topic, facts.key, seq, {
  log: facts.log,
  onEvent(number, data) {
    seq = Math.max(seq, number);
    apply(data);
  },
  onReset: beginAnew,
  onState(state) {
    sayState(state);
    $("#offline").hidden = state !== "reconnecting";
  },
});
