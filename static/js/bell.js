// Keeps the number on the bell true while the page is open.
import { join } from "./live.js";

const bell = document.querySelector("[data-bell]");

function show(unread, isNews) {
  const dot = bell.querySelector("[data-bell-count]");
  dot.textContent = unread > 99 ? "99+" : unread;
  dot.hidden = !unread;
  const words = unread === 1 ? bell.dataset.one : bell.dataset.many.replace("[n]", unread);
  bell.querySelector("[data-bell-words]").textContent = unread ? `: ${words}` : "";
  const status = document.querySelector("[data-bell-status]");
  if (status && isNews) status.textContent = unread ? words : "";
  for (const part of document.querySelectorAll("[data-bell-some]")) part.hidden = !unread;
}

if (bell) {
  const { key, seq, log } = bell.dataset;
  join("bell", key, seq, {
    log,
    onEvent: (_seq, data) => show(data.unread, true),
    onReset: async (last) => {
      const response = last ? await fetch(`${log}?after=${last - 1}`) : null;
      const events = response?.status === 200 ? (await response.json()).events : [];
      show(events?.at(-1)?.data?.unread ?? 0, false);
    },
  });
}
