// The companies of a segment follow the form while it is filled in.
const place = document.querySelector(".club-fitting");
const form = place?.closest("form");
let timer = 0;
let asked = 0;

const ask = async () => {
  const mine = ++asked;
  try {
    const response = await fetch(place.dataset.companiesUrl, {
      method: "POST",
      body: new FormData(form),
    });
    const text = await response.text();
    if (response.ok && mine === asked) place.innerHTML = text;
  } catch {
    // The network is away: the button “Show” stays.
  }
};
if (form) {
  form.querySelector(".club-fitting-show").hidden = true;
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
}
