// The raw metadata blocks of one station, live: bytes as `Relay dump` shows them, and the title that
// was read. Whatever comes from outside is set as textContent, never as markup.

import { follow } from './follow.js';
import { describe } from './words.js';

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

let station = null;
let connection = { state: 'connecting', attempts: 0 };

function sayState() {
  const { tone, words } = connection.state === 'open' && station
    ? { tone: station.state === 'live' ? 'live' : 'warn', words: station.reason || station.state }
    : describe(station, connection);
  say(tone, words);
}

// Titles and states come by the usual client part. Raw blocks are not for pages, so it does not
// have them.
function followBlocks(receive) {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, 'icy.raw.v1');
  socket.binaryType = 'arraybuffer';
  socket.onmessage = (event) => receive(new Uint8Array(event.data));
  socket.onclose = () => (
    setTimeout(() => followBlocks(receive), RETRY_MS * (0.5 + Math.random())));
}

const link = document.getElementById('station');
link.textContent = name;
link.href = address;
document.title = `Raw blocks of ${name}`;
followBlocks((bytes) => add(`block of ${bytes.length} bytes`, hexDump(bytes), 'block'));
follow(address, {
  title(event) {
    const flags = event.flags.length > 0 ? `, ${event.flags.join(', ')}` : '';
    add(`title ${event.id} (${event.charset}${flags})`, event.display || '(no title)', 'read');
  },
  ad(event) { add('ad', JSON.stringify(event), 'read'); },
  station(event) {
    station = event;
    sayState();
  },
  connection(event) {
    connection = event;
    sayState();
  },
});
