// The search of the CMS' menu says what it is: pages have a search of their own, and a screen reader
// tells two searches apart by their names. The menu is drawn by a script of the CMS, hence the wait.
const menu = document.getElementById("wagtail-sidebar");

function name() {
  const form = menu.querySelector("form[role=search]:not([aria-label])");
  const field = form?.querySelector("input[name=q]");
  if (field) form.setAttribute("aria-label", field.getAttribute("placeholder"));
}

if (menu) {
  new MutationObserver(name).observe(menu, { childList: true, subtree: true });
  name();
}
