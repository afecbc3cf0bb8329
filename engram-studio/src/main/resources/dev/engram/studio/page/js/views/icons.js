import {html} from '/webjars/lit-html/lit-html.js';

const SPRITE = '/webjars/bootstrap-icons/bootstrap-icons.svg';
const SVG = 'http://www.w3.org/2000/svg';

/**
 * Icons of the sprite. Those in use are copied into the page once, so that the large sprite is read only once and icons
 * still show when the server is gone.
 */
const shelf = document.createElementNS(SVG, 'svg');
const wanted = new Set();
let sprite = null;

shelf.setAttribute('aria-hidden', 'true');
shelf.classList.add('unseen');
document.body.append(shelf);

fetch(SPRITE)
  .then((response) => response.text())
  .then((text) => {
    sprite = new DOMParser().parseFromString(text, 'image/svg+xml');
    wanted.forEach(copy);
  })
  .catch(() => {});

function copy(name) {
  const symbol = sprite.getElementById(name);
  if (symbol) {
    const own = document.importNode(symbol, true);
    own.id = `icon-${name}`;
    shelf.append(own);
  }
}

export function icon(name, extra = '') {
  if (!wanted.has(name)) {
    wanted.add(name);
    if (sprite) {
      copy(name);
    }
  }
  return html`<svg class="icon ${extra}" aria-hidden="true" focusable="false"><use href="#icon-${name}"></use></svg>`;
}
