// The desk: “answered or not” is asked of calls only. The server asks it of calls only as well.
function fit(form) {
  const kind = form.querySelector('[name="kind"]:checked')?.value;
  for (const part of form.querySelectorAll("[data-for-kind]")) part.hidden = part.dataset.forKind !== kind;
}
function fitAll() {
  for (const form of document.querySelectorAll("form.quick")) fit(form);
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.quick");
  if (form) fit(form);
});
// After an answer of the server the page's forms are new, and what was sent may be sent again.
document.addEventListener("htmx:afterSettle", (event) => {
  fitAll();
  document.querySelector("#sheet [autofocus]")?.focus();
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  if (event.detail.xhr?.status === 422) document.querySelector("#quick .is-invalid")?.focus();
});
fitAll();
