import {touch} from './store.js';

const KEY = 'engram-studio';

const DEFAULTS = {
  theme: 'system', overlay: 'mask', opacity: 0.5, background: '#00b140', brush: 24, scribble: 8, promptMode: 'auto',
  alpha: 0.5, minimumMask: 0.0025, count: 5, loop: false, singleKeys: true, format: null, lowConfidence: 0.75,
};

/** What this browser remembers between visits. Nothing here is part of the project. */
export const preferences = {...DEFAULTS, ...stored()};

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export function prefer(changes) {
  Object.assign(preferences, changes);
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // private windows may refuse storage: the choice then lasts as long as the page
  }
  applyTheme();
  touch('preferences');
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');

export const theme = () =>
  preferences.theme === 'system' ? (systemDark.matches ? 'dark' : 'light') : preferences.theme;

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

systemDark.addEventListener('change', () => prefer({}));
applyTheme();
