// Follows a station of Relay: each title once and in order, and the state of the station.
//
//   import { follow } from 'https://titles.example/assets/follow.js';
//   const following = follow('jazz', { title(event) {}, station(event) {} });
//   following.close();
//
// The address is that of the station, or is relative to the server of this script. Events are the
// messages of the push interface; beside `title` and `station` there are handlers for `ad`,
// `resumed` and `connection`, see `report`. It speaks WebSocket, and server-sent events where
// something on the way refuses that. A lost connection is resumed after the last title.

const ROOT = new URL('..', import.meta.url);
const SUBPROTOCOL = 'icy.json.v1';
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
// Who was refused is refused again, until the operator changes something.
const REFUSED_DELAY_MS = 60_000;
// A connection has to last this long before the next loss starts again with the shortest delay.
const STABLE_AFTER_MS = 10_000;
// Browsers wait minutes for a host that does not answer.
const OPEN_WITHIN_MS = 10_000;
// An event stream has a comment every 15 seconds.
const SILENT_AFTER_MS = 45_000;
// Close codes and statuses whose words say why the server refused.
const REFUSED = [1008, 401, 403, 404];
const FULL = [1013, 429, 503];
const EVENTS = ['title', 'station', 'ad', 'resumed'];
// What makes a title another one. A server that has started again hears the running title as new.
const CONTENT = ['stream_title', 'display', 'stream_url', 'artwork_url'];

export function follow(url, handlers = {}) {
  const hasSocket = typeof WebSocket === 'function';
  const hasStreams = typeof fetch === 'function' && typeof TextDecoderStream === 'function';
  if (!hasSocket && !hasStreams) {
    throw new Error('follow() needs a global WebSocket, or fetch and TextDecoderStream.');
  }
  const address = new URL(url, ROOT);
  if (!/^(https?|wss?):$/.test(address.protocol)) {
    throw new TypeError(`follow() needs the http address of a station, not ${address}`);
  }
  address.hash = '';
  let usesSocket = hasSocket;
  let isClosed = false;
  let state = 'connecting';
  let isRefused = false;
  let attempts = 0;
  let openedAt = 0;
  let hasHeard = false;
  // Ends the connection of now; it changes with each.
  let end = null;
  let retryTimer = 0;
  let silenceTimer = 0;
  // The newest title of each station, and the id from which to resume.
  const newest = new Map();
  let since = '';

  function emit(name, event) {
    if (isClosed) return;
    try {
      handlers[name]?.(event);
    } catch (error) {
      // A mistake of the page does not end what it follows.
      (globalThis.reportError ?? console.error)(error);
    }
  }

  // { state: 'connecting' | 'open' | 'waiting', reason, isRefused, retryAt, attempts, transport };
  // `reason` and `retryAt` (ms) say why and until when it waits.
  function report(now, reason = '', retryAt = 0) {
    state = now;
    const transport = usesSocket ? 'websocket' : 'events';
    emit('connection', { state, reason, isRefused, retryAt, attempts, transport });
  }

  function connect() {
    abandon();
    if (isClosed) return;
    const target = new URL(address);
    if (since) target.searchParams.set('since', since);
    hasHeard = false;
    report('connecting');
    // Nothing that comes late from an abandoned connection counts.
    let isCurrent = true;
    const ifCurrent = (does) => (...values) => { if (isCurrent && !isClosed) does(...values); };
    const on = {
      open: ifCurrent(opened), message: ifCurrent(receive), lost: ifCurrent(lose),
      alive: ifCurrent(() => expect(SILENT_AFTER_MS)),
    };
    end = () => { isCurrent = false; };
    expect(OPEN_WITHIN_MS);
    try {
      const stop = (usesSocket ? overSocket : overEvents)(target, on);
      end = () => { isCurrent = false; stop(); };
    } catch (error) {
      lose(error.message);
    }
  }

  // Does not wait for the end of a connection, which may take long on a dead network.
  function abandon() {
    clearTimeout(retryTimer);
    clearTimeout(silenceTimer);
    end?.();
    end = null;
  }

  function expect(withinMs) {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(() => lose('No answer.'), withinMs);
  }

  function opened() {
    clearTimeout(silenceTimer);
    isRefused = false;
    openedAt = Date.now();
    report('open');
  }

  function lose(words, code, waitMs = 0) {
    const wasOpen = state === 'open';
    abandon();
    if (wasOpen && Date.now() - openedAt >= STABLE_AFTER_MS) attempts = 0;
    isRefused = REFUSED.includes(code);
    if (FULL.includes(code)) {
      attempts = Math.max(attempts, 4);
    } else if (!hasHeard && !isRefused && hasSocket && hasStreams) {
      // What was not answered may pass by the other way.
      usesSocket = !usesSocket;
    }
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
    const delay = isRefused
      ? REFUSED_DELAY_MS * (1 + Math.random()) : Math.max(waitMs, Math.random() * ceiling);
    attempts += 1;
    retryTimer = setTimeout(connect, delay);
    const reason = words || (wasOpen ? 'Connection lost.' : 'No connection.');
    report('waiting', reason, Date.now() + delay);
  }

  function receive(data) {
    let event;
    try { event = JSON.parse(data); } catch { return; }
    if (!EVENTS.includes(event?.type)) return;
    hasHeard = true;
    if (event.type !== 'title' || isNew(event)) emit(event.type, event);
  }

  function isNew(title) {
    const before = newest.get(title.station);
    const [epoch, number] = String(title.id).split(':');
    const [epochBefore, numberBefore] = String(before?.id).split(':');
    if (epoch === epochBefore && Number(number) <= Number(numberBefore)) return false;
    newest.set(title.station, title);
    since = title.id;
    return !before || CONTENT.some((key) => title[key] !== before[key]);
  }

  const listening = new AbortController();
  const listen = (target, name, does) => (
    target?.addEventListener?.(name, does, { signal: listening.signal }));
  const retry = () => { if (state === 'waiting' && !isRefused) connect(); };
  listen(globalThis, 'online', connect);
  // A page that is left may be kept, to be shown again by the button Back.
  listen(globalThis, 'pagehide', abandon);
  listen(globalThis, 'pageshow', (event) => { if (event.persisted) connect(); });
  listen(globalThis.document, 'visibilitychange', () => { if (!document.hidden) retry(); });
  queueMicrotask(connect);
  return {
    close() {
      isClosed = true;
      abandon();
      listening.abort();
    },
  };
}

// Each transport calls `open`, `message` for each JSON text, and `lost` once, and returns what
// ends it.
function overSocket(target, on) {
  target.protocol = target.protocol.replace('http', 'ws');
  const socket = new WebSocket(target, SUBPROTOCOL);
  socket.onopen = on.open;
  socket.onmessage = (event) => on.message(event.data);
  // The words of other codes are for programs.
  socket.onclose = ({ code, reason }) => (
    on.lost(REFUSED.includes(code) || FULL.includes(code) ? reason : '', code));
  // A policy that does not name the address ends it without a close.
  socket.onerror = () => setTimeout(() => on.lost(''));
  return () => {
    socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
    socket.close();
  };
}

// By fetch, which shows the words of a refusal; an EventSource does not, and gives up for good
// after any status but 200.
function overEvents(target, on) {
  target.protocol = target.protocol.replace('ws', 'http');
  const abort = new AbortController();
  readEvents(target, on, abort.signal).catch(() => on.lost(''));
  return () => abort.abort();
}

async function readEvents(target, on, signal) {
  const answer = await fetch(target, {
    headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal,
  });
  const type = answer.headers.get('Content-Type') ?? '';
  if (!answer.ok || !type.startsWith('text/event-stream')) {
    const words = type.startsWith('text/plain') ? await answer.text() : '';
    // The words of a 404 are a list of what there is.
    return on.lost(
      answer.status === 404 ? 'There is no such station.' : words.split('\n')[0], answer.status);
  }
  on.open();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  // Of a server without room: nothing but a comment that says so, and when to come again.
  let words = '';
  let waitMs = 0;
  let isEmpty = true;
  for (;;) {
    on.alive();
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: ')) {
        isEmpty = false;
        on.message(line.slice(6));
      } else if (line.startsWith('retry: ')) {
        waitMs = Number(line.slice(7)) || 0;
      } else if (line.startsWith(': ')) {
        words = line.slice(2);
      }
    }
  }
  if (isEmpty && words) return on.lost(words, 503, waitMs);
  return on.lost('', 0, isEmpty ? waitMs : 0);
}
