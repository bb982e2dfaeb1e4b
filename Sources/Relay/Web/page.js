// One station: follows its titles, and says in plain words how it is.
// Whatever comes from outside is set as textContent, never as markup.

import { follow } from './follow.js';
import { describe } from './words.js';

// A proxy may serve the relay below a path of its own.
const root = new URL('..', import.meta.url);
const SHOWN_TITLES = 20;
const LONG_TITLE = 60;

// What the page was opened with has to be said again: which station, and the token if one is needed.
function address() {
  const asked = new URLSearchParams(location.search);
  const kept = new URLSearchParams();
  for (const key of ['station', 'token']) {
    for (const value of asked.getAll(key)) kept.append(key, value);
  }
  const url = new URL(location.pathname, location.origin);
  url.search = kept;
  return url;
}

const byId = (id) => document.getElementById(id);
const show = (element, visible) => { element.hidden = !visible; };

// Setting the same text again would make a screen reader speak it again.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// ---- What is known -------------------------------------------------------------------------

let station = {};
// The title messages heard or fetched, newest first; `current` is what the relay said last.
let titles = [];
let current = null;
let link = { state: 'connecting', attempts: 0 };

// ---- Messages ------------------------------------------------------------------------------

follow(address(), {
  station(event) {
    station = event;
    render();
  },
  title(event) {
    current = event;
    remember([event]);
    render();
  },
  connection(event) {
    // Every title after the beginning arrives here, every one before it is in the history. A page
    // that never got through shows at least what plain HTTP gives.
    if (event.state === 'open' || event.state === 'waiting' && !current) fetchHistory();
    link = event;
    render();
  },
});

async function fetchHistory() {
  try {
    const answer = await fetch(address(), {
      headers: { Accept: 'application/json' }, cache: 'no-cache',
    });
    if (!answer.ok) return;
    const { station: about, now_playing: now, song_history: history } = await answer.json();
    if (!station.type && about) station = about;
    if (!current && now) current = now;
    remember(Array.isArray(history) ? history : []);
    render();
  } catch {
    // The connection state on the page says it already.
  }
}

const timeOf = (title) => Date.parse(title.at) || title.played_at * 1000 || 0;

function remember(more) {
  const known = new Set(titles.map((title) => title.id));
  const added = more.filter((title) => title && !known.has(title.id));
  if (added.length === 0) return;
  // The sort is stable: among equal times the order of arrival holds.
  titles = [...added, ...titles].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, 5 * SHOWN_TITLES);
}

// A restarted relay hears the running song as new: of neighbours that are equal the oldest stays.
function playedTitles() {
  const songs = titles.filter((title) => title.stream_title);
  return songs.filter((song, i) => song.stream_title !== songs[i + 1]?.stream_title);
}

// ---- Words ---------------------------------------------------------------------------------

const KINDS = {
  'audio/mpeg': 'MP3', 'audio/aac': 'AAC', 'audio/aacp': 'AAC', 'audio/ogg': 'Ogg',
  'application/ogg': 'Ogg', 'audio/flac': 'FLAC', 'audio/opus': 'Opus',
};

function facts() {
  const rate = station.bitrate_kbps ? `${station.bitrate_kbps} kbit/s` : '';
  const type = String(station.content_type || '').split(';')[0].trim().toLowerCase();
  return [station.genre, rate, KINDS[type] || type].filter(Boolean).join(' · ');
}

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const clockAndDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'short', hour: 'numeric', minute: '2-digit',
});

function setTime(element, title) {
  const date = new Date(timeOf(title));
  const today = date.toDateString() === new Date().toDateString();
  element.dateTime = date.toISOString();
  setText(element, (today ? clock : clockAndDay).format(date));
}

// ---- The page ------------------------------------------------------------------------------

let stateTimer = 0;

function render() {
  const name = station.name || station.station || 'Station';
  setText(byId('station'), name);
  setText(byId('facts'), facts());
  show(byId('facts'), facts() !== '');
  renderState();
  renderNow(name);
  renderHistory();
  renderPlayer(name);
}

function renderState() {
  clearTimeout(stateTimer);
  const { tone, words } = describe(station, link);
  byId('state').dataset.tone = tone;
  setText(byId('state'), words);
  const isNow = station.state === 'live' && link.state === 'open' || !current?.stream_title;
  setText(byId('now-heading'), isNow ? 'Now playing' : 'Last heard');
  const counting = link.state === 'waiting' || station.state === 'waiting';
  if (counting) stateTimer = setTimeout(renderState, 250);
}

function renderNow(name) {
  const song = current?.stream_title ? current.title || current.stream_title : '';
  const artist = song ? current.artist || '' : '';
  const words = song || (current ? 'No title' : 'Waiting for a title');
  const title = byId('title');
  const changed = title.textContent !== words || byId('artist').textContent !== artist;
  setText(title, words);
  setText(byId('artist'), artist);
  show(byId('artist'), artist !== '');
  renderArtwork();
  title.classList.toggle('quiet', !song);
  title.classList.toggle('long', words.length > LONG_TITLE);
  if (changed) arrive(byId('now'));
  show(byId('since'), Boolean(song) && timeOf(current) > 0);
  if (song && timeOf(current) > 0) {
    const first = playedTitles()[0];
    setTime(byId('since-time'), first?.stream_title === current.stream_title ? first : current);
  }
  const line = artist ? `${artist} - ${song}` : song;
  document.title = line ? `${line} · ${name}` : name;
}

// ---- The picture ---------------------------------------------------------------------------

const pictureHosts = (document.querySelector('meta[name="artwork-hosts"]')?.content || '')
  .split(' ').filter(Boolean);

// Whether the policy of this page lets it load a picture from there.
function isAllowed(url) {
  if (url.origin === location.origin) return true;
  if (url.protocol !== location.protocol && url.protocol !== 'https:') return false;
  return pictureHosts.some((host) => {
    const [name, port] = host.split(':');
    const standard = url.protocol === 'https:' ? '443' : '80';
    if ((port || standard) !== (url.port || standard)) return false;
    return name.startsWith('*.')
      ? url.hostname.endsWith(name.slice(1)) : url.hostname === name;
  });
}

function artworkURL() {
  if (!current?.stream_title || !current.artwork_url) return null;
  try {
    const url = new URL(current.artwork_url, root);
    if (!/^https?:$/.test(url.protocol) || !isAllowed(url)) return null;
    const token = new URLSearchParams(location.search).get('token');
    if (token && url.origin === location.origin) url.searchParams.set('token', token);
    return url;
  } catch {
    return null;
  }
}

// The picture of the song before never stands beside a new title: it is hidden until its own is
// there.
function renderArtwork() {
  const image = byId('artwork');
  const url = artworkURL();
  if (image.dataset.url === (url?.href || '')) return;
  image.dataset.url = url?.href || '';
  show(image, false);
  if (!url) return image.removeAttribute('src');
  image.onload = () => show(image, image.dataset.url === url.href);
  image.onerror = () => show(image, false);
  image.src = url.href;
}

function arrive(element) {
  element.classList.remove('arrived');
  void element.offsetWidth;
  element.classList.add('arrived');
}

function renderHistory() {
  const played = playedTitles();
  if (current && played[0]?.stream_title === current.stream_title) played.shift();
  const rows = played.slice(0, SHOWN_TITLES).map((song) => {
    const row = document.createElement('li');
    const time = document.createElement('time');
    const text = document.createElement('span');
    const name = document.createElement('bdi');
    setTime(time, song);
    name.textContent = song.title || song.stream_title;
    text.append(name);
    if (song.artist) {
      const by = document.createElement('span');
      const artist = document.createElement('bdi');
      by.className = 'by';
      artist.textContent = song.artist;
      by.append(' · ', artist);
      text.append(by);
    }
    row.append(time, text);
    return row;
  });
  byId('history').replaceChildren(...rows);
  show(byId('earlier'), rows.length > 0);
}

// ---- Listening -----------------------------------------------------------------------------

let audio = null;

function listenURL() {
  try {
    const url = new URL(station.listen_url, location.href);
    return station.listen_url && /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function renderPlayer(name) {
  show(byId('player'), listenURL() !== null || audio !== null);
  if (!audio || !('mediaSession' in navigator)) return;
  // What a phone shows on its lock screen.
  const picture = artworkURL();
  navigator.mediaSession.metadata = new MediaMetadata({
    title: byId('title').textContent, artist: byId('artist').textContent, album: name,
    artwork: picture ? [{ src: picture.href }] : [],
  });
}

function note(words, tone) {
  const element = byId('play-note');
  element.dataset.tone = tone || '';
  setText(element, words);
  show(byId('open'), tone === 'bad');
}

function play() {
  const url = listenURL();
  if (!url) return;
  const mine = new Audio();
  mine.preload = 'none';
  mine.id = 'audio';
  mine.src = url.href;
  audio = mine;
  document.body.append(mine);
  byId('open').href = url.href;
  byId('play').dataset.playing = '';
  setText(byId('play'), 'Stop');
  note('Loading…');
  mine.onplaying = () => note('');
  mine.onwaiting = () => note('Loading…');
  mine.onended = () => stop('The stream has ended. Press Play to try again.');
  mine.onerror = () => stop(whyNot(url));
  mine.play().catch((error) => {
    if (audio === mine) stop(error.name === 'NotAllowedError'
      ? 'The browser does not allow playing here.' : whyNot(url));
  });
  render();
}

function whyNot(url) {
  if (location.protocol === 'https:' && url.protocol === 'http:') {
    return 'This page is secure (https) but the stream is not (http), '
      + 'so the browser refuses to play it here.';
  }
  return 'The browser cannot play this stream.';
}

function stop(problem) {
  const old = audio;
  audio = null;
  if (old) {
    old.onplaying = old.onwaiting = old.onended = old.onerror = null;
    // Pausing alone would keep the connection to the station open.
    old.pause();
    old.removeAttribute('src');
    old.load();
    old.remove();
  }
  delete byId('play').dataset.playing;
  setText(byId('play'), 'Play');
  note(problem || '', problem ? 'bad' : '');
  render();
}

byId('play').addEventListener('click', () => (audio ? stop() : play()));
show(byId('footer'), location.pathname !== root.pathname);
const token = new URLSearchParams(location.search).get('token');
// The list needs it as well.
if (token) byId('footer').querySelector('a').search = new URLSearchParams({ token });
