// One station: follows its titles over WebSocket, and says in plain words how it stands.
// Whatever comes from outside is set as textContent, never as markup.

// A proxy may serve the relay below a path of its own.
const root = new URL('..', import.meta.url);
const SUBPROTOCOL = 'icy.json.v1';
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
// A connection has to last this long before the next loss starts again with the shortest delay.
const STABLE_AFTER_MS = 10_000;
// Browsers wait minutes for a host that does not answer.
const OPEN_WITHIN_MS = 10_000;
const SHOWN_TITLES = 20;
const LONG_TITLE = 60;
// Close codes whose reason says why the server refused the page.
const POLICY = 1008;
const TRY_LATER = 1013;

// What the page was opened with has to be said again: which station, and the token if one is needed.
function address() {
  const asked = new URLSearchParams(location.search);
  const kept = new URLSearchParams();
  for (const key of ['station', 'token']) {
    for (const value of asked.getAll(key)) kept.append(key, value);
  }
  return location.pathname + (kept.size > 0 ? `?${kept}` : '');
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
const link = { phase: 'connecting', retryAt: 0, attempts: 0, openedAt: 0, lost: '' };

// ---- The connection to the relay -----------------------------------------------------------

let socket = null;
let retryTimer = 0;
let openTimer = 0;

function connect() {
  abandon();
  link.phase = 'connecting';
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const mine = new WebSocket(`${scheme}//${location.host}${address()}`, SUBPROTOCOL);
  socket = mine;
  openTimer = setTimeout(() => { if (socket === mine) lose('No answer.'); }, OPEN_WITHIN_MS);
  mine.onopen = () => {
    clearTimeout(openTimer);
    link.phase = 'open';
    link.openedAt = Date.now();
    // Every title after this moment arrives here, every one before it is in the history.
    fetchHistory();
    render();
  };
  mine.onmessage = (event) => receive(event.data);
  mine.onclose = ({ code, reason }) => lose(
    code === POLICY || code === TRY_LATER ? reason : '', code === TRY_LATER);
  render();
}

// Lets go of a socket without waiting for its close event, which may take long on a dead network.
function abandon() {
  clearTimeout(retryTimer);
  clearTimeout(openTimer);
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
  socket = null;
}

function lose(reason, isFull) {
  const wasOpen = link.phase === 'open';
  if (wasOpen && Date.now() - link.openedAt >= STABLE_AFTER_MS) link.attempts = 0;
  // A page that never got through shows at least what plain HTTP gives, or why there is nothing.
  if (!wasOpen) fetchHistory();
  if (isFull) link.attempts = Math.max(link.attempts, 4);
  abandon();
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** link.attempts);
  const delay = Math.random() * ceiling;
  link.attempts += 1;
  link.phase = 'waiting';
  link.lost = reason || 'Connection lost.';
  link.retryAt = Date.now() + delay;
  retryTimer = setTimeout(connect, delay);
  render();
}

function retryNow() {
  if (link.phase === 'waiting') connect();
}

addEventListener('online', connect);
document.addEventListener('visibilitychange', () => { if (!document.hidden) retryNow(); });
addEventListener('pageshow', (event) => { if (event.persisted) connect(); });

// ---- Messages ------------------------------------------------------------------------------

function receive(data) {
  let message;
  try { message = JSON.parse(data); } catch { return; }
  if (message?.type === 'station') {
    station = message;
  } else if (message?.type === 'title') {
    current = message;
    remember([message]);
  } else {
    return;
  }
  render();
}

async function fetchHistory() {
  try {
    const answer = await fetch(address(), {
      headers: { Accept: 'application/json' }, cache: 'no-store',
    });
    if (answer.status === 503) return beRefused(await answer.text());
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

// The server has no room, and says so in its own words.
function beRefused(words) {
  if (link.phase === 'open') return;
  link.lost = words.trim();
  link.attempts = Math.max(link.attempts, 4);
  render();
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

function describe(now) {
  if (link.phase === 'waiting') {
    return ['warn', `${link.lost} Reconnecting ${inSeconds(link.retryAt - now)}`];
  }
  if (link.phase === 'connecting') {
    return ['busy', link.attempts > 0 ? 'Reconnecting…' : 'Connecting…'];
  }
  const because = station.reason ? `: ${station.reason}` : '';
  const advice = station.advice ? `. To do: ${station.advice}` : '';
  switch (station.state) {
    // A stream may be live and show no title all the same.
    case 'live': return station.reason_code ? ['warn', `Live${because}${advice}`] : ['live', 'Live'];
    case 'connecting': return ['busy', 'Connecting to the station…'];
    case 'stalled': return ['warn', `The station has gone quiet${because}${advice}`];
    case 'idle': return ['busy', 'The station is connected on demand…'];
    case 'failed': return ['bad', `The station cannot be followed${because}${advice}`];
    case 'waiting': {
      const next = station.retry_at ? `. Next try ${inSeconds(station.retry_at * 1000 - now)}` : '';
      return ['warn', `No connection to the station${because}${advice}${next}`];
    }
    default: return ['busy', 'Connected'];
  }
}

function inSeconds(ms) {
  const seconds = Math.ceil(ms / 1000);
  return seconds > 0 ? `in ${seconds} s` : 'now';
}

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
  const [tone, words] = describe(Date.now());
  byId('state').dataset.tone = tone;
  setText(byId('state'), words);
  const isNow = station.state === 'live' && link.phase === 'open' || !current?.stream_title;
  setText(byId('now-heading'), isNow ? 'Now playing' : 'Last heard');
  const counting = link.phase === 'waiting' || station.state === 'waiting';
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
connect();
