// Follows live logs: one socket for the page, and plain requests where there is none.
//
//   join("thread", "7", 41, { log: "/forum/…/log/", onEvent(seq, data), onReset(), onState(name) })
//
// Each log has a cursor: event 42 is applied after event 41, never twice and never out of turn.
// What is missing is read from `log`, an address that answers the same events above ?after=N.
// States: "live", "reconnecting", "polling", "gone" (nothing there that one may follow).
const HELLO_MS = 5_000;
const SILENCE_MS = 45_000;
const LONGEST_WAIT_MS = 30_000;
const POLL_MS = [5_000, 30_000];
const SOCKET_AGAIN_MS = 60_000;
const CLOSED_FOR_GOOD = new Set([4404, 4429]);

const logs = new Map();
let socket = null;
let failures = 0;
let timer = 0;
let watchdog = 0;
let isPolling = false;
let ended = false;

export function join(topic, key, after, handlers) {
  const log = {
    topic, key: String(key), seq: Number(after) || 0, epoch: "", ahead: new Map(),
    isReading: false, isDown: false, pollMs: POLL_MS[0], pollTimer: 0, state: "", ...handlers,
  };
  logs.set(`${topic}/${key}`, log);
  if (socket?.readyState === WebSocket.OPEN) ask(log);
  else if (!socket && !timer) connect();
  if (isPolling) poll(log);
  return () => {
    logs.delete(`${topic}/${key}`);
    clearTimeout(log.pollTimer);
    say({ type: "part", topic, key: log.key });
  };
}

// For `onState`: says the state in an element of components/_live_state.html.
export function showState(element) {
  return (state) => {
    if (!element) return;
    element.hidden = false;
    element.dataset.state = state;
    element.querySelector("[data-words]").textContent = element.dataset[state];
  };
}

function tell(log, state) {
  if (log.state !== state) log.onState?.(log.state = state);
}
const tellAll = (state) => { for (const log of logs.values()) if (!log.isDown) tell(log, state); };

// --- The socket ------------------------------------------------------------------------------
function connect() {
  clearTimeout(timer);
  timer = 0;
  const isWanted = [...logs.values()].some((log) => !log.isDown);
  if (ended || socket || !isWanted || navigator.onLine === false) return;
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`);
  socket = mine;
  hear(HELLO_MS);
  mine.onopen = () => { for (const log of logs.values()) ask(log); };
  mine.onmessage = (event) => { if (mine === socket) take(JSON.parse(event.data)); };
  mine.onclose = (event) => { if (mine === socket) lose(event.code); };
}

const say = (words) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(words)); };
const ask = (log) => { if (!log.isDown) say({ type: "join", topic: log.topic, key: log.key, after: log.seq }); };

// A line that says nothing for too long is dead, whatever the browser believes.
function hear(patience) {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => drop(1006), patience);
}

function drop(code) {
  const mine = socket;
  if (!mine) return;
  mine.onclose = mine.onmessage = null;
  mine.close();
  lose(code);
}

function lose(code) {
  socket = null;
  clearTimeout(watchdog);
  failures += 1;
  if (CLOSED_FOR_GOOD.has(code)) ended = true;
  if (ended || failures >= 2) startPolling();
  if (!isPolling) tellAll("reconnecting");
  if (!ended) again(code);
}

function again(code) {
  let most = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures);
  if (code === 1012 || code === 1001) most = 10_000; // the server restarts: not all at once
  if (isPolling) most = SOCKET_AGAIN_MS;
  let wait = Math.random() * most;
  if (document.hidden) wait += 2_000; // who looks goes first
  clearTimeout(timer);
  timer = setTimeout(connect, isPolling ? Math.max(wait, POLL_MS[0]) : wait);
}

function take(words) {
  hear(SILENCE_MS);
  const log = logs.get(`${words.topic}/${words.key}`);
  if (!log) return;
  if (words.type === "hello") {
    failures = 0;
    stopPolling();
    if (receive(log, words)) tell(log, "live");
  } else if (words.type === "event") {
    offer(log, words);
  } else if (words.type === "reset") {
    reset(log, words);
    ask(log);
  } else if (words.type === "missing") {
    log.isDown = true;
    tell(log, "gone");
  }
}

// --- The cursor ------------------------------------------------------------------------------
// A whole answer, from the socket or from the log's address; false when it began anew instead.
function receive(log, answer) {
  if (answer.reset || (log.epoch && log.epoch !== answer.epoch)) {
    reset(log, answer);
    return false;
  }
  log.epoch = answer.epoch;
  for (const event of answer.events) offer(log, event);
  return true;
}

function reset(log, answer) {
  log.epoch = answer.epoch;
  log.seq = answer.seq;
  log.ahead.clear();
  log.onReset?.(log.seq);
}

function offer(log, event) {
  if (event.seq > log.seq) log.ahead.set(event.seq, event);
  for (let next; (next = log.ahead.get(log.seq + 1)); ) {
    log.ahead.delete(next.seq);
    log.seq = next.seq;
    if (next.data) log.onEvent?.(next.seq, next.data);
  }
  for (const seq of log.ahead.keys()) if (seq <= log.seq) log.ahead.delete(seq);
  if (log.ahead.size) read(log);
}

// One request at a time for what is missing.
async function read(log) {
  if (log.isReading || !log.log) return false;
  log.isReading = true;
  try {
    const query = new URLSearchParams({ after: log.seq, ...(log.epoch && { epoch: log.epoch }) });
    const response = await fetch(`${log.log}?${query}`, { headers: { Accept: "application/json" } });
    if (response.status === 404 || response.redirected) {
      log.isDown = true;
      tell(log, "gone");
      return false;
    }
    if (response.ok) receive(log, await response.json());
    return response.ok || response.status === 304;
  } catch {
    return false;
  } finally {
    log.isReading = false;
  }
}

// --- Without a socket ------------------------------------------------------------------------
function startPolling() {
  if (isPolling) return;
  isPolling = true;
  for (const log of logs.values()) poll(log);
}

function stopPolling() {
  isPolling = false;
  for (const log of logs.values()) {
    clearTimeout(log.pollTimer);
    log.pollMs = POLL_MS[0];
  }
}

async function poll(log) {
  clearTimeout(log.pollTimer);
  if (!isPolling || log.isDown || !logs.has(`${log.topic}/${log.key}`)) return;
  const before = log.seq;
  const worked = !document.hidden && await read(log);
  if (log.isDown || !isPolling) return;
  if (!document.hidden) tell(log, worked ? "polling" : "reconnecting");
  log.pollMs = log.seq > before ? POLL_MS[0] : Math.min(POLL_MS[1], log.pollMs * 1.3);
  clearTimeout(log.pollTimer);
  log.pollTimer = setTimeout(poll, log.pollMs, log);
}

// --- What the browser knows ------------------------------------------------------------------
function retryNow() {
  if (ended || document.hidden) return;
  for (const log of logs.values()) {
    log.pollMs = POLL_MS[0];
    if (isPolling) poll(log);
  }
  if (!socket) {
    failures = Math.min(failures, 1);
    connect();
  }
}
addEventListener("online", retryNow);
addEventListener("offline", () => {
  clearTimeout(timer);
  timer = 0;
  if (socket) drop(1006);
  clearTimeout(timer);
  timer = 0;
  tellAll("reconnecting");
});
document.addEventListener("visibilitychange", retryNow);
addEventListener("pagehide", () => {
  if (socket) { socket.onclose = null; socket.close(); socket = null; }
});
addEventListener("pageshow", (event) => { if (event.persisted) retryNow(); });
