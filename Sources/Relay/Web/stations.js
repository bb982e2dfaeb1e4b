// The list of stations: a link each, with what plays now. A list is looked over, not followed,
// so it is asked for again now and then; each station's own page is pushed to.

// A proxy may serve the relay below a path of its own.
const root = new URL('..', import.meta.url);
const REFRESH_MS = 15_000;
const TONES = { live: 'live', waiting: 'warn', stalled: 'warn', failed: 'bad' };
const WORDS = {
  live: 'Live', connecting: 'Connecting…', stalled: 'Quiet', waiting: 'Not connected',
  failed: 'Off', idle: 'On demand',
};

const list = document.getElementById('stations');
const state = document.getElementById('state');
let timer = 0;
let shown = '';

function say(tone, words) {
  state.dataset.tone = tone;
  if (state.textContent !== words) state.textContent = words;
}

function span(className, words) {
  const element = document.createElement('span');
  element.className = className;
  element.dir = 'auto';
  element.textContent = words;
  return element;
}

function playing(title) {
  if (!title?.stream_title) return 'No title';
  return title.artist ? `${title.artist} - ${title.title}` : title.title || title.stream_title;
}

function row(station) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  const status = span('state', WORDS[station.state] || station.state || '');
  status.dataset.tone = TONES[station.state] || 'busy';
  const token = new URLSearchParams(location.search).get('token');
  const query = token ? `?${new URLSearchParams({ token })}` : '';
  link.href = new URL(station.href, root).pathname + query;
  link.append(
    span('name', station.name || station.station), status,
    span('playing', playing(station.now_playing)));
  item.append(link);
  return item;
}

function render(stations) {
  // Replacing rows would take the focus from a link: only when something changed, and give it back.
  const content = JSON.stringify(stations);
  if (content === shown) return;
  shown = content;
  const focused = document.activeElement?.getAttribute('href');
  list.replaceChildren(...stations.map(row));
  if (!focused) return;
  [...list.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
}

async function refresh() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const answer = await fetch(root.pathname + location.search, {
      headers: { Accept: 'application/json' }, cache: 'no-cache',
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { stations } = await answer.json();
    render(stations);
    const live = stations.filter((station) => station.state === 'live').length;
    say(live === stations.length ? 'live' : 'warn', `${live} of ${stations.length} live`);
  } catch {
    say('bad', 'The relay does not answer. Trying again in 15 s');
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, REFRESH_MS);
}

document.addEventListener('visibilitychange', refresh);
addEventListener('online', refresh);
refresh();
