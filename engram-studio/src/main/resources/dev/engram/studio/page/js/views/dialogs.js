import {html, nothing, render} from '/webjars/lit-html/lit-html.js';
import {local, set, watch} from '../state/store.js';
import {COMMANDS} from '../commands/table.js';
import {showKey} from '../commands/keys.js';
import {importDialog} from './imports.js';
import {icon} from './parts.js';

/** Dialogs of the page. <dialog> keeps the focus inside and gives it back. */
const host = document.createElement('dialog');

export function mountDialogs(element) {
  host.addEventListener('close', () => set({dialog: null, importing: null}));
  host.addEventListener('click', (event) => event.target === host && host.close());
  element.append(host);
  watch(['dialog', 'importing', 'objects'], () => {
    const shown = local.dialog === 'help' ? help() : local.dialog === 'import' ? importDialog(frame) : nothing;
    host.setAttribute('aria-labelledby', 'dialog-title');
    host.dataset.test = local.dialog ? `dialog-${local.dialog}` : 'dialog';
    host.classList.toggle('large', local.dialog === 'help');
    render(shown, host);
    if (local.dialog && !host.open) {
      host.showModal();
    } else if (!local.dialog && host.open) {
      host.close();
    }
  });
}

/** A dialog's frame with its title and a button that closes it. */
function frame(title, body, actions = nothing) {
  return html`<div class="dialog">
    <div class="dialog-head"><h2 id="dialog-title">${title}</h2>
      <button type="button" class="button quiet" aria-label="Close" title="Close (Esc)" data-test="dialog-close" @click=${() => host.close()}>${icon('x-lg')}</button></div>
    <div class="dialog-body" tabindex="0">${body}</div>
    ${actions === nothing ? nothing : html`<div class="dialog-foot">${actions}</div>`}
  </div>`;
}

const GROUPS = [...new Set(COMMANDS.map(({group}) => group))];

const help = () => frame('Help', html`
  <p class="lead">Show the objects on one frame, propagate, look for frames that are wrong, correct them, propagate again, export.
    A frame that you correct becomes a reference <span class="accent">◆</span>: the model remembers it for the whole video.</p>
  <div class="help-groups">${GROUPS.map((group) => html`<section class="help-group"><h3>${group}</h3>
    <dl>${COMMANDS.filter((command) => command.group === group).map((command) => html`<div>
      <dt>${command.title}</dt>
      <dd>${command.shown ? html`<kbd>${command.shown}</kbd>` : command.keys.map((key) => html`<kbd>${showKey(key)}</kbd> `)}</dd></div>`)}
    </dl></section>`)}
    <section class="help-group"><h3>Pointer</h3><dl>
      ${[['Zoom at the pointer', 'wheel'], ['Move the picture', 'middle button, or hold Space'], ['Negative click, erase', 'right button or Shift'],
        ['Zoom the timeline', 'wheel on it'], ['Import masks', 'drop files on the page']].map(([what, how]) =>
        html`<div><dt>${what}</dt><dd class="muted">${how}</dd></div>`)}
    </dl></section>
  </div>`);
