// A client file that the worker has: looks again every second, and opens the page anew at the end.
const place = document.querySelector(".club-file-state");
document.querySelector(".club-file-again")?.remove();

const look = async () => {
  try {
    const response = await fetch(place.dataset.stateUrl, { headers: { Accept: "text/html" } });
    if (response.ok && response.headers.get("X-Club-State") === "moving") {
      const text = await response.text();
      if (place.innerHTML !== text) place.innerHTML = text;
    } else if (response.ok || response.status === 404) {
      location.reload();
      return;
    }
  } catch {
    // The network is away: the next look may find it again.
  }
  setTimeout(look, 1000);
};
if (place) setTimeout(look, 800);
