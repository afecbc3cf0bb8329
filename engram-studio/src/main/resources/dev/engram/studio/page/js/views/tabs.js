import {html} from '/webjars/lit-html/lit-html.js';
import {local, set} from '../state/store.js';
import {commandOf} from '../commands/table.js';
import {exportPanel, keys as exportKeys} from './exports.js';
import {keys as memoryKeys, memoryPanel} from './memory.js';
import {tip} from './parts.js';
import {keys as referenceKeys, referencesPanel} from './references.js';
import {keys as settingKeys, settingsPanel} from './settings.js';

const PANELS = {
  references: {title: 'References', show: referencesPanel},
  memory: {title: 'Memory', show: memoryPanel},
  export: {title: 'Export', show: exportPanel},
  settings: {title: 'Settings', show: settingsPanel},
};

export const keys = ['panel', 'masks', ...referenceKeys, ...memoryKeys, ...exportKeys, ...settingKeys];

export function tabs() {
  const now = local.panel in PANELS ? local.panel : 'references';
  return html`
    <div class="tab-list" role="tablist" aria-label="Panels" @keydown=${arrows}>
      ${Object.entries(PANELS).map(([id, {title}]) => html`<button type="button" role="tab" id="tab-${id}" class="tab" data-test="tab-${id}"
        title=${tip(commandOf(`panel-${id}`))} aria-selected=${id === now} aria-controls="panel" tabindex=${id === now ? 0 : -1}
        @click=${() => set({panel: id})}>${title}</button>`)}
    </div>
    <div class="panel" role="tabpanel" id="panel" aria-labelledby="tab-${now}" tabindex="0" data-test="panel" data-panel=${now}>${PANELS[now].show()}</div>`;
}

function arrows(event) {
  const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (!by) {
    return;
  }
  event.preventDefault();
  const ids = Object.keys(PANELS);
  const id = ids[(ids.indexOf(local.panel) + by + ids.length) % ids.length];
  set({panel: id});
  document.getElementById(`tab-${id}`).focus();
}
