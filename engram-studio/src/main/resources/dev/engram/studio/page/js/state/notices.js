import {local, set} from './store.js';

let serial = 0;

/** Shows a line for a while; errors stay until they are put away. */
export function notice(text, level = 'info') {
  const id = ++serial;
  const others = local.notices.filter((other) => other.text !== text).slice(-3);
  set({notices: [...others, {id, text, level}]});
  if (level !== 'error') {
    setTimeout(() => dismiss(id), level === 'warning' ? 9000 : 5000);
  }
}

export function dismiss(id) {
  set({notices: local.notices.filter((other) => other.id !== id)});
}

/** Takes a line away that is no longer true. */
export function withdraw(text) {
  set({notices: local.notices.filter((other) => other.text !== text)});
}

/** Tells a screen reader what has no other sign it could read. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
