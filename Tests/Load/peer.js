// The peer on Node: Debian's `ws`, as its README says to broadcast. Reads the titles of one stream.
//   node peer.js SOURCE-PORT PATH       prints its port
'use strict';
const http = require('http');
const { WebSocketServer } = require('ws');

const [sourcePort, path] = process.argv.slice(2);
const server = http.createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
let title = null;

sockets.on('connection', (socket) => { if (title !== null) socket.send(title); });

function tell(block) {
  title = /^StreamTitle='(.*?)';/.exec(block.toString('utf8'))[1];
  for (const socket of sockets.clients) socket.send(title);
}

http.get({ port: sourcePort, path: `/${path}`, headers: { 'Icy-MetaData': '1' } }, (answer) => {
  const metaint = Number(answer.headers['icy-metaint']);
  let audioLeft = metaint;
  let kept = Buffer.alloc(0);
  answer.on('data', (bytes) => {
    let rest = kept.length ? Buffer.concat([kept, bytes]) : bytes;
    for (;;) {
      const audio = Math.min(audioLeft, rest.length);
      audioLeft -= audio;
      rest = rest.subarray(audio);
      if (audioLeft || !rest.length || rest.length < 1 + rest[0] * 16) break;
      const size = rest[0] * 16;
      if (size) tell(rest.subarray(1, 1 + size));
      rest = rest.subarray(1 + size);
      audioLeft = metaint;
    }
    kept = rest;
  });
});

server.listen(0, '127.0.0.1', 4096, () => console.log(server.address().port));
