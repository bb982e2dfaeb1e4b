// The compact view of a station, for a frame on another page: the element, and a link to the
// station's own page.

import './now-playing.js';

const asked = new URLSearchParams(location.search);
const element = document.getElementById('now');
const station = decodeURIComponent(location.pathname.split('/').at(-2));
const page = new URL(`../${encodeURIComponent(station)}`, import.meta.url);

for (const key of ['scheme', 'token']) {
  const value = asked.get(key);
  if (!value) continue;
  if (key === 'scheme') document.documentElement.dataset.scheme = value;
  if (key === 'token') {
    element.setAttribute('token', value);
    page.searchParams.set('token', value);
  }
}
element.setAttribute('href', page.href);
element.setAttribute('station', station);
element.addEventListener('titlechange', ({ detail }) => {
  document.title = detail.display || station;
});
