// Node's WebSockets with their defaults: node_sockets.js URL LIBRARY ...
//
// As python_sockets.py. `ws` is Debian's node-ws, `built-in` the WebSocket of Node itself.
'use strict';

const SUBPROTOCOLS = {text: undefined, json: 'icy.json.v1', chat: 'chat'};
const say = (client, what, data) => console.log(JSON.stringify({client, what, data}));
const [url, ...names] = process.argv.slice(2);

function run(name, form) {
  const client = `${name}.${form}`, address = url + client;
  const Library = name === 'ws' ? require('ws') : WebSocket;
  const socket = new Library(address, SUBPROTOCOLS[form]);
  socket.onopen = () => say(client, 'open', socket.protocol);
  socket.onmessage = event => say(client, 'text', String(event.data));
  socket.onerror = event => say(client, 'error', String(event.message || event.error || ''));
  socket.onclose = event => say(client, 'close', event.code);
}

for (const name of names) {
  say(name, 'version', name === 'ws' ? require('ws/package.json').version : process.version);
  for (const form in SUBPROTOCOLS) run(name, form);
}
