// What every page has: menus, dialogs, the search palette, theme, toasts, forms that are sent once.
// Everything works without this file; it only makes it quicker.
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Menus: <details data-menu>. A click elsewhere or Escape closes them.
function closeMenus(except) {
  for (const menu of all("[data-menu][open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

// A strip that is wider than the screen begins where one is.
for (const strip of all(".me-nav, .chips, .ev-months")) {
  const here = strip.querySelector("[aria-current]")?.getBoundingClientRect();
  const box = strip.getBoundingClientRect();
  if (here?.right > box.right) strip.scrollLeft += here.left + here.width / 2 - box.left - box.width / 2;
}

// Toasts: from the server, or document.dispatchEvent(new CustomEvent("club:toast", {detail: {text}})).
const toasts = document.querySelector(".toasts");
const TOAST_STAYS = 8000;

function leave(toast) {
  let timer = setTimeout(() => toast.remove(), TOAST_STAYS);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), TOAST_STAYS); };
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", go);
  toast.addEventListener("focusout", go);
}

function buildToast(text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-sm";
  close.dataset.dismiss = ".toast";
  close.textContent = toasts.dataset.closeLabel;
  toast.append(words, close);
  return toast;
}

if (toasts) {
  // Text that is there when the page opens is not announced; text that arrives is.
  const waiting = all(".toast", toasts);
  for (const toast of waiting) toast.remove();
  setTimeout(() => { for (const toast of waiting) { toasts.append(toast); leave(toast); } }, 120);
  document.addEventListener("club:toast", (event) => {
    const toast = buildToast(event.detail.text);
    toasts.append(toast);
    leave(toast);
  });
}

// Copying needs this file, and a browser that lets it: only then the button is there.
for (const button of all("[data-copy]")) button.hidden = !navigator.clipboard;

// Dialogs and other things that a click does.
document.addEventListener("click", (event) => {
  const target = event.target;
  closeMenus(target);
  const opener = target.closest("[data-open]");
  const dialog = opener && document.getElementById(opener.dataset.open);
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    dialog.showModal();
  }
  if (target.nodeName === "DIALOG" || target.closest("[data-close]")) target.closest("dialog")?.close();
  const dismiss = target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(dismiss.dataset.dismiss)?.remove();
  if (target.closest("[data-print]")) window.print();
  const copy = target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      document.dispatchEvent(new CustomEvent("club:toast", { detail: { text: copy.dataset.copiedWords } }));
    });
  }
});

document.addEventListener("keydown", (event) => {
  const palette = document.getElementById("palette");
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k" && palette && !palette.open) {
    event.preventDefault();
    palette.showModal();
  }
  if (event.key === "Escape") {
    const menu = document.activeElement?.closest("[data-menu][open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
});
if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of all("[data-shortcut]")) key.textContent = "⌘K";
}

// Theme: at once here, and remembered by the server.
for (const form of all("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const theme = event.submitter.value;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of all("button", form)) button.setAttribute("aria-pressed", button === event.submitter);
    closeMenus();
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}

// Forms: a button that was pressed shows it, and a form is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post" || form.hasAttribute("data-no-busy")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of all("[aria-busy]", form)) button.removeAttribute("aria-busy");
  }
});

// A form that came back is met at its first mistake, however far down the page it stands.
const mistake = document.querySelector('main :is([aria-invalid="true"], form .alert-danger)');
if (mistake) {
  mistake.focus({ preventScroll: true });
  mistake.scrollIntoView({ block: "center" });
}

// Filters that are sent when they change.
document.addEventListener("change", (event) => {
  event.target.closest("form[data-auto]")?.requestSubmit();
});

// Characters left: <textarea maxlength data-count>.
for (const field of all("[data-count][maxlength]")) {
  const count = document.createElement("span");
  count.className = "form-text count";
  count.setAttribute("aria-hidden", "true");
  const show = () => { count.textContent = `${field.value.length} / ${field.maxLength}`; };
  field.addEventListener("input", show);
  field.after(count);
  show();
}

// Filters of a list start closed where they would push the list away.
if (matchMedia("(max-width: 61.99em)").matches) {
  for (const filters of all("details.facets-all")) filters.open = false;
}
