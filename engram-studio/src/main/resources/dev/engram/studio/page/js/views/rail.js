import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {local, set} from '../state/store.js';
import {TOOLS} from '../tools/tools.js';
import {commandOf, give} from '../commands/table.js';
import {commandButton, icon, tip} from './parts.js';

export const keys = ['tool', 'cursor', 'loaded', 'objects', 'copied', 'references', 'frame'];

const ids = Object.keys(TOOLS);

/** The tools as radio buttons: arrow keys move among them, their letters choose them from anywhere. */
export const rail = () => html`
  <div class="tools" role="radiogroup" aria-label="Tool" aria-orientation="vertical" @keydown=${arrows}>
    ${ids.map((id) => {
      const command = commandOf(`tool-${id}`);
      const chosen = local.tool === id;
      return html`<button type="button" class="tool ${id === 'pan' || id === 'scribble' ? 'last' : ''}" role="radio" data-test=${command.id}
        aria-checked=${chosen} aria-label=${command.title} title=${tip(command)} tabindex=${chosen ? 0 : -1}
        @click=${() => give(command.id)}>${icon(command.icon)}<kbd aria-hidden="true">${command.keys[0].toUpperCase()}</kbd></button>`;
    })}
  </div>
  <div class="rail-end">
    ${commandButton('keyboard-cursor', {pressed: Boolean(local.cursor), kind: 'tool'})}
  </div>`;

function arrows(event) {
  const by = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1}[event.key];
  if (!by) {
    return;
  }
  event.preventDefault();
  const id = ids[(ids.indexOf(local.tool) + by + ids.length) % ids.length];
  set({tool: id});
  event.currentTarget.querySelector(`[data-test="tool-${id}"]`).focus();
}
