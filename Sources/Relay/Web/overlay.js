// The title of a station over a picture: a browser source of OBS and its kin. It shows titles and
// nothing else; without a title, or before the first one, it shows nothing. A lost connection does
// not show either: the last title stays until the next.

import { follow } from './follow.js';

const TRANSITION_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 350;

const now = document.getElementById('now');
const title = document.getElementById('title');
const artist = document.getElementById('artist');
const station = location.pathname.split('/').at(-2);
const address = new URL(`../${station}`, import.meta.url);
const token = new URLSearchParams(location.search).get('token');
if (token) address.searchParams.set('token', token);

let timer = 0;

// The old words go, and the new ones come when they are gone.
function show({ stream_title: all, title: song, artist: by }) {
  now.classList.add('gone');
  clearTimeout(timer);
  if (!all) return;
  timer = setTimeout(() => {
    title.textContent = song || all;
    artist.textContent = by || '';
    now.classList.remove('gone');
  }, title.textContent ? TRANSITION_MS : 0);
}

follow(address, { title: show });
