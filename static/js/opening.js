// The state of the test mail: asked for again while it may still change. Reloading does the same.
const EVERY_MS = 1500;
const place = document.querySelector("[data-refresh]");

async function look() {
  if (!place.querySelector("[data-moving]")) return;
  try {
    const answer = await fetch(place.dataset.refresh, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const words = await answer.text();
      if (!words.includes("data-moving")) {
        location.reload(); // the steps beside it follow
        return;
      }
      if (words !== look.last) place.innerHTML = words;
      look.last = words;
    }
  } catch {
    // The next look says more.
  }
  setTimeout(look, EVERY_MS);
}

if (place) setTimeout(look, EVERY_MS);
