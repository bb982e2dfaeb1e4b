// Node's eventsource (Debian's node-eventsource) with its defaults: node_events.js URL [LAST-ID]
//
// As python_events.py.
'use strict';

const EventSource = require('eventsource');
const [url, lastId] = process.argv.slice(2);
const say = (what, data, id) => console.log(JSON.stringify(
  {client: 'eventsource', what, data, id, at: Number(process.hrtime.bigint()) / 1e9}));

say('version', require('eventsource/package.json').version);
const source = new EventSource(
  url + 'eventsource', lastId ? {headers: {'Last-Event-ID': lastId}} : {});
source.onmessage = event => say('event', event.data, event.lastEventId);
source.onerror = event => {
  if (source.readyState === EventSource.CLOSED) say('error', String(event.status || ''));
};
