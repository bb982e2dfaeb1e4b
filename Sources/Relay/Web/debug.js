// The raw metadata blocks of one station, live: bytes as `Relay dump` shows them, and the title that
// was read. Whatever comes from outside is set as textContent, never as markup.

const SHOWN_ENTRIES = 100;
const BYTES_A_LINE = 16;
const RETRY_MS = 3_000;

// A proxy may serve the relay below a path of its own.
const root = new URL('..', import.meta.url);
const name = decodeURIComponent(
  location.pathname.slice(`${root.pathname}debug/`.length).replace(/\/$/, ''));
const address = new URL(encodeURIComponent(name), root);
const token = new URLSearchParams(location.search).get('token');
if (token) address.searchParams.set('token', token);
const list = document.getElementById('blocks');
const state = document.getElementById('state');

function say(tone, words) {
  state.dataset.tone = tone;
  if (state.textContent !== words) state.textContent = words;
}

function hexDump(bytes) {
  const lines = [];
  for (let start = 0; start < bytes.length; start += BYTES_A_LINE) {
    const part = [...bytes.subarray(start, start + BYTES_A_LINE)];
    const offset = start.toString(16).padStart(4, '0');
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ').padEnd(47);
    const text = part.map((byte) => (byte >= 0x20 && byte < 0x7F ? String.fromCharCode(byte) : '.'));
    lines.push(`${offset}  ${hex}  |${text.join('')}|`);
  }
  return lines.join('\n');
}

function add(heading, text, className) {
  const item = document.createElement('li');
  item.className = className;
  const head = document.createElement('p');
  head.className = 'facts';
  head.textContent = `${new Date().toLocaleTimeString()}  ${heading}`;
  const body = document.createElement('pre');
  body.dir = 'auto';
  body.textContent = text;
  item.append(head, body);
  list.prepend(item);
  while (list.children.length > SHOWN_ENTRIES) list.lastChild.remove();
}

function told(message) {
  if (message.type === 'station') {
    say(message.state === 'live' ? 'live' : 'warn', message.reason || message.state);
  } else if (message.type === 'title') {
    const flags = message.flags.length > 0 ? `, ${message.flags.join(', ')}` : '';
    add(`title ${message.id} (${message.charset}${flags})`, message.display || '(no title)', 'read');
  } else if (message.type === 'ad') {
    add('ad', JSON.stringify(message), 'read');
  }
}

function follow(subprotocol, receive) {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, subprotocol);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = (event) => receive(event.data);
  socket.onclose = () => {
    say('bad', 'Connection lost. Trying again');
    setTimeout(() => follow(subprotocol, receive), RETRY_MS * (0.5 + Math.random()));
  };
}

const link = document.getElementById('station');
link.textContent = name;
link.href = address;
document.title = `Raw blocks of ${name}`;
follow('icy.raw.v1', (data) => {
  const bytes = new Uint8Array(data);
  add(`block of ${bytes.length} bytes`, hexDump(bytes), 'block');
});
follow('icy.json.v1', (data) => told(JSON.parse(data)));
