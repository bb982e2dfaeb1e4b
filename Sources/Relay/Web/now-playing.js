// What a station plays, on any page:
//
//   <script type="module" src="https://titles.example/assets/now-playing.js"></script>
//   <icy-now-playing station="jazz"></icy-now-playing>
//
// Attributes: `station`; `server`, another relay than the one of this script; `token`; `artwork`,
// to show pictures; `href` (and `target`), where
// the title leads. Text of a station is never taken for markup, and
// styles are adopted, so that a page's Content-Security-Policy needs to name the relay only.

const ROOT = new URL('..', import.meta.url);
const LOOSE = { title: '', artist: '', station: '' };

// Loaded beside this file and not before it: the place on the page is taken at the first moment.
const parts = Promise.all([import('./follow.js'), import('./words.js')]);

const STYLE = `
:host {
  --_icy-muted: var(--icy-muted-color, color-mix(in srgb, currentColor 72%, transparent));
  --_icy-line: 1.35;
  display: block;
  box-sizing: border-box;
  color: var(--icy-color, inherit);
  line-height: var(--_icy-line);
  text-align: start;
}
:host([hidden]) { display: none; }
.base { display: flex; align-items: center; gap: var(--icy-gap, 0.9em); min-inline-size: 0; }
.text { flex: 1 1 0; min-inline-size: 0; }
/* Every line has its height before it has words: nothing on the page moves when they come. */
.line {
  block-size: calc(1em * var(--_icy-line));
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.title {
  --_icy-lines: var(--icy-title-lines, 1);
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: var(--_icy-lines);
  block-size: calc(1em * var(--_icy-line) * var(--_icy-lines));
  overflow: hidden;
  overflow-wrap: anywhere;
  font-size: var(--icy-title-size, 1.25em);
  font-weight: var(--icy-title-weight, 650);
}
.title.quiet { color: var(--_icy-muted); font-weight: inherit; }
.artist { font-size: var(--icy-artist-size, 1em); }
.station, .state { color: var(--_icy-muted); font-size: var(--icy-small-size, 0.8125em); }
.state::before {
  content: "";
  display: inline-block;
  box-sizing: border-box;
  inline-size: 0.6em;
  block-size: 0.6em;
  margin-inline-end: 0.45em;
  border: 2px solid currentColor;
  border-radius: 50%;
}
.state[data-tone="live"] { color: var(--icy-live-color, light-dark(#176450, #7fcbb0)); }
.state[data-tone="warn"] { color: var(--icy-warn-color, light-dark(#8f4c00, #eab165)); }
.state[data-tone="bad"] { color: var(--icy-bad-color, light-dark(#a8271d, #f59a8f)); }
.state[data-tone="live"]::before, .state[data-tone="bad"]::before { background: currentColor; }
.link { color: inherit; text-decoration: none; }
.link[href]:hover { text-decoration: underline; }
.link:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
.frame {
  display: none;
  flex: none;
  inline-size: var(--icy-artwork-size, 4.75em);
  block-size: var(--icy-artwork-size, 4.75em);
  border-radius: var(--icy-radius, 0.5em);
  overflow: hidden;
  --_icy-bar: linear-gradient(var(--_icy-muted), var(--_icy-muted));
  /* Three bars where there is no picture. */
  background:
    var(--_icy-bar) 35% 50% / 7% 22% no-repeat, var(--_icy-bar) 50% 50% / 7% 46% no-repeat,
    var(--_icy-bar) 65% 50% / 7% 30% no-repeat,
    var(--icy-artwork-color, color-mix(in srgb, currentColor 10%, transparent));
}
:host([artwork]) .frame { display: block; }
.artwork { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
.artwork[hidden] { visibility: hidden; }
@media (prefers-reduced-motion: no-preference) {
  @keyframes arrive { from { opacity: 0.1; } }
  .arrived { animation: arrive var(--icy-transition, 0.4s) ease-out; }
}
`;

let sheet = null;

function sharedSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

// An element that a page can style by its name.
function make(tag, part, ...children) {
  const element = document.createElement(tag);
  element.className = part;
  element.setAttribute('part', part);
  element.append(...children);
  return element;
}

function slot(name, words = '') {
  const element = document.createElement('slot');
  element.name = name;
  element.textContent = words;
  return element;
}

// Setting the same text again would make a screen reader speak it again.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

class NowPlaying extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = ['station', 'server', 'token', 'artwork', 'href', 'target'];

  #link = make('a', 'link');
  #title = make('div', 'title', this.#link);
  #artist = make('div', 'artist');
  #station = make('div', 'station');
  #state = make('div', 'state');
  #image = make('img', 'artwork');
  #now = make('div', 'now', this.#title, this.#artist);
  #waiting = slot('waiting', 'Waiting for a title');
  #none = slot('none', 'No title');
  #following = null;
  #isPlanned = false;
  #describe = null;
  #stateTimer = 0;
  #about = null;
  #current = null;
  #connection = { state: 'connecting', attempts: 0 };

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sharedSheet()];
    for (const line of [this.#artist, this.#station, this.#state]) line.classList.add('line');
    for (const text of [this.#title, this.#artist, this.#station]) text.dir = 'auto';
    this.#now.setAttribute('aria-live', 'polite');
    this.#now.setAttribute('aria-atomic', 'true');
    this.#image.alt = '';
    this.#image.hidden = true;
    this.#image.referrerPolicy = 'no-referrer';
    const text = make(
      'div', 'text', slot('before'), this.#station, this.#now, this.#state, slot('after'));
    root.append(make('div', 'base', make('div', 'frame', this.#image), text));
    this.#render();
  }

  // The title event of now; null before the first one.
  get nowPlaying() { return this.#current; }

  connectedCallback() { this.#plan(); }

  disconnectedCallback() {
    this.#following?.close();
    this.#following = null;
    clearTimeout(this.#stateTimer);
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === 'station' || name === 'server' || name === 'token') this.#plan();
    else this.#render();
  }

  // Several attributes that change together are one change.
  #plan() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    parts.then(([{ follow }, { describe }]) => {
      this.#isPlanned = false;
      this.#describe = describe;
      this.#follow(follow);
    }, () => {
      this.#isPlanned = false;
      this.#fail('The script follow.js cannot be loaded.');
    });
  }

  #follow(follow) {
    this.#following?.close();
    this.#following = null;
    if (!this.isConnected) return;
    this.#about = this.#current = null;
    this.#connection = { state: 'connecting', attempts: 0 };
    try {
      this.#following = follow(this.#address(), {
        title: (event) => this.#heard(event),
        station: (event) => { this.#about = event; this.#render(); },
        connection: (event) => { this.#connection = event; this.#render(); },
      });
      this.#render();
    } catch (error) {
      this.#fail(error.message);
    }
  }

  #root() {
    const server = this.getAttribute('server');
    if (!server) return ROOT;
    return new URL(server.endsWith('/') ? server : `${server}/`, document.baseURI);
  }

  #address() {
    const address = new URL(encodeURIComponent(this.getAttribute('station') ?? ''), this.#root());
    const token = this.getAttribute('token');
    if (token) address.searchParams.set('token', token);
    return address;
  }

  #heard(event) {
    this.#current = event;
    this.#render();
    this.dispatchEvent(
      new CustomEvent('titlechange', { bubbles: true, composed: true, detail: event }));
  }

  // ---- What is shown -----------------------------------------------------------------------

  #render() {
    const { title, artist, stream_title: all } = this.#current?.stream_title
      ? this.#current : LOOSE;
    setText(this.#station, this.#about?.name || this.getAttribute('station') || '');
    this.#renderTitle(title || all || '', artist || '');
    this.#renderArtwork();
    this.#renderState();
  }

  #renderTitle(song, artist) {
    this.#renderLink(Boolean(song));
    const words = this.#current ? this.#none : this.#waiting;
    const changed = song ? this.#link.textContent !== song || this.#artist.textContent !== artist
      : this.#link.firstChild !== words;
    if (!changed) return;
    this.#link.replaceChildren(song || words);
    setText(this.#artist, artist);
    this.#title.classList.toggle('quiet', !song);
    // What is cut off can be read all the same.
    this.#title.title = song;
    this.#artist.title = artist;
    this.#now.classList.remove('arrived');
    void this.#now.offsetWidth;
    this.#now.classList.add('arrived');
  }

  #renderLink(isOn) {
    const href = this.getAttribute('href');
    const url = href && isOn && URL.canParse(href, document.baseURI)
      ? new URL(href, document.baseURI) : null;
    if (url && /^https?:$/.test(url.protocol)) this.#link.href = url.href;
    else this.#link.removeAttribute('href');
    this.#link.target = this.getAttribute('target') ?? '';
    this.#link.rel = this.#link.target === '_blank' ? 'noopener' : '';
  }

  #renderState() {
    clearTimeout(this.#stateTimer);
    const { tone, words } = this.#describe?.(this.#about, this.#connection)
      ?? { tone: 'busy', words: 'Connecting…' };
    this.#say(tone, words);
    const isCounting = this.#connection.state === 'waiting' || this.#about?.state === 'waiting';
    if (isCounting && this.#following) {
      this.#stateTimer = setTimeout(() => this.#renderState(), 500);
    }
  }

  #say(tone, words) {
    this.#state.dataset.tone = tone;
    setText(this.#state, words);
    if (this.#state.title !== words) this.#state.title = words;
  }

  #fail(words) { this.#say('bad', words); }

  // The picture of the song before is hidden until the one of a new title is there.
  #renderArtwork() {
    const url = this.hasAttribute('artwork') ? this.#artworkURL() : '';
    const image = this.#image;
    if (image.dataset.url === url) return;
    image.dataset.url = url;
    image.hidden = true;
    if (!url) return image.removeAttribute('src');
    image.onload = () => { image.hidden = image.dataset.url !== url; };
    image.src = url;
  }

  #artworkURL() {
    const path = this.#current?.stream_title ? this.#current.artwork_url : '';
    if (!path) return '';
    try {
      const root = this.#root();
      const url = new URL(path, root);
      if (!/^https?:$/.test(url.protocol)) return '';
      const token = this.getAttribute('token');
      if (token && url.origin === root.origin) url.searchParams.set('token', token);
      return url.href;
    } catch {
      return '';
    }
  }
}

// A second script of another relay uses the element of the first.
if (globalThis.customElements && !customElements.get('icy-now-playing')) {
  customElements.define('icy-now-playing', NowPlaying);
}
