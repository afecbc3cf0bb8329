import {local, set} from '../state/store.js';
import {preferences} from '../state/preferences.js';
import {holdSpace, panned, spaceIsHeld} from '../canvas/pointer.js';
import {COMMANDS, give, possible} from './table.js';

/** The keyboard: finds the command of a key and gives it, except while the user types. */
const byKey = new Map(COMMANDS.flatMap((command) => command.keys.map((key) => [key, command])));
const HOLD = 300;
const held = new Map();

/** A key event as text: 'ctrl+shift+z'. Shift is named only where the key's own sign does not show it. */
export function parseKey(event) {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const control = event.ctrlKey || event.metaKey;
  const sign = key.length === 1 && !/[a-z0-9]/.test(key);
  return `${control ? 'ctrl+' : ''}${event.shiftKey && !sign ? 'shift+' : ''}${key}`;
}

/** Keys as they are written for people, of the computer at hand. */
export function showKey(key) {
  const mac = /mac/i.test(navigator.platform);
  const names = {
    ctrl: mac ? '⌘' : 'Ctrl', shift: 'Shift', space: 'Space', arrowleft: '←', arrowright: '→', arrowup: '↑',
    arrowdown: '↓', pageup: 'Page Up', pagedown: 'Page Down', home: 'Home', end: 'End', enter: 'Enter',
    escape: 'Esc', backspace: 'Backspace', delete: 'Delete',
  };
  return key
    .split(/(?<=.)\+/)
    .map((part) => names[part] ?? (part.length > 1 ? part.toUpperCase() : part.toUpperCase()))
    .join('+');
}

export const showKeys = (command) => command.shown ?? command.keys.map(showKey).join(' or ');

function types(target) {
  return target.closest?.('textarea, select, [contenteditable]') ||
    (target.matches?.('input') && !['checkbox', 'radio', 'range', 'color', 'file'].includes(target.type));
}

/** Keys that the focused control uses itself. */
function ownKey(target, key) {
  const bare = key.replace('shift+', '');
  if (['space', 'enter'].includes(bare)) {
    return target.matches('button, a, summary, input, [role=button]');
  }
  if (bare.startsWith('arrow') || ['home', 'end', 'pageup', 'pagedown'].includes(bare)) {
    return target.matches('input, [role=tab], [role=radio]');
  }
  return false;
}

export function mountKeys() {
  document.addEventListener('keydown', down);
  document.addEventListener('keyup', up);
  window.addEventListener('blur', () => {
    held.clear();
    holdSpace(false);
  });
}

function down(event) {
  const {target} = event;
  if (event.defaultPrevented || event.isComposing || event.altKey || types(target) || document.querySelector('dialog[open]')) {
    return;
  }
  const key = parseKey(event);
  const single = key.length === 1;
  if (single && !preferences.singleKeys) {
    return;
  }
  if (key.startsWith('ctrl+c') && !getSelection().isCollapsed) {
    return;
  }
  const command = byKey.get(key);
  if (!command || ownKey(target, key)) {
    return;
  }
  event.preventDefault();
  if (event.repeat && !command.repeat) {
    return;
  }
  if (key === 'space') {
    panned.bySpace = false;
    holdSpace(true);
    return;
  }
  if (command.hold) {
    held.set(key, performance.now());
  }
  if (possible(command)) {
    give(command.id, event.key);
  }
}

/** Space plays when it is lifted, unless it was held to pan; H shows the overlay again if it was held. */
function up(event) {
  const key = parseKey(event);
  if (key === 'space' && spaceIsHeld()) {
    holdSpace(false);
    if (!panned.bySpace) {
      give('play');
    }
    return;
  }
  if (held.has(key)) {
    const long = performance.now() - held.get(key) > HOLD;
    held.delete(key);
    if (long) {
      set({overlayHidden: !local.overlayHidden});
    }
  }
}
