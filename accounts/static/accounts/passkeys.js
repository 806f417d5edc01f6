/* Passkeys: a form with data-passkey="get" or "create" asks the browser, then posts what it gave.
   The options stand in data-options, or are fetched from data-options-url. */
(() => {
  const ask = async (form) => {
    const options = form.dataset.options
      ? JSON.parse(form.dataset.options)
      : (await (await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } })).json()).request_options;
    if (form.dataset.passkey === "get") return window.webauthnJSON.get(options);
    const alone = form.elements.passwordless?.checked ?? false;
    Object.assign(options.publicKey.authenticatorSelection, {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "discouraged",
    });
    return window.webauthnJSON.create(options);
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form || form.elements.credential.value) return;
    event.preventDefault();
    const error = form.querySelector("[data-passkey-error]");
    const button = form.querySelector("button[type=submit]");
    error.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      button.removeAttribute("aria-busy");
      error.hidden = false;
    }
  });
})();
