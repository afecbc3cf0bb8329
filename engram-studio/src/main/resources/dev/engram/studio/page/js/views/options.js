import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {local, objectOf, project} from '../state/store.js';
import {prefer, preferences} from '../state/preferences.js';
import {activeObject} from '../state/objects.js';
import {readOut} from '../canvas/cursor.js';
import {MODES, endSession} from '../tools/prompts.js';
import {polygonOpen} from '../tools/shapes.js';
import {TOOLS} from '../tools/tools.js';
import {confidences} from '../timeline/quality.js';
import {percent} from './format.js';
import {button, commandButton, icon, slider} from './parts.js';

export const keys = ['tool', 'label', 'objects', 'preferences', 'session', 'busy', 'pointer', 'cursor', 'frame', 'mask',
  'confidence', 'confidences', 'loaded', 'copied', 'references', 'masks'];

/** The strip above the picture: which object is worked on, the tool's options, and what is under the pointer. */
export function options() {
  const tool = TOOLS[local.tool];
  const object = activeObject();
  return html`
    <div class="aim clip" title=${object ? `Tools work on ${object.name}` : nothing}>
      ${object
        ? html`<span class="dot" .style=${`--dot:${object.colour}`}></span><span class="clip">${object.name}</span>
          ${object.locked ? icon('lock-fill') : nothing}`
        : html`<span class="muted">No object</span>`}
    </div>
    <div class="tool-options">
      ${tool.size ? sizeOf(tool.size) : nothing}
      ${tool.prompts ? modes() : nothing}
      ${local.session
        ? button({test: 'end-session', title: 'End these prompts and begin new ones (Esc)', name: 'check-lg', text: 'Done', kind: 'text', run: endSession})
        : nothing}
      ${local.tool === 'polygon' && polygonOpen() ? commandButton('close-polygon', {icon: 'check-lg', text: 'Close', kind: 'text'}) : nothing}
      ${local.busy ? html`<span class="busy" role="status">Segmenting…</span>` : nothing}
      ${local.session || tool.prompts ? nothing : html`<span class="muted clip">${tool.help}</span>`}
    </div>
    <div class="read-out" data-test="read-out">
      <span>${under()}</span>
      <span class="confidence" title="How sure the model is of this frame">${sure()}</span>
    </div>
    <div class="group">
      ${commandButton('copy-mask')}${commandButton('paste-mask')}${commandButton('absent')}
    </div>`;
}

const under = () => {
  const at = local.cursor ?? local.pointer;
  return at && project.frames ? readOut(at) : '';
};

function sure() {
  const value = confidences()[local.frame];
  return value === undefined || Number.isNaN(value) ? '' : percent(value);
}

const sizeOf = (name) => slider({
  test: 'tool-size', title: 'Size', value: Math.sqrt(preferences[name]), min: 1, max: 20, step: 0.1,
  shown: `${preferences[name]} px`, about: 'Diameter in pixels of the video ([ and ])',
  change: (value) => prefer({[name]: Math.max(1, Math.round(value * value))}),
});

const modes = () => html`<div class="segments" role="radiogroup" aria-label="What prompts do to the mask">
  ${MODES.map(({id, title, about}) => html`<label title=${about}><input type="radio" name="prompt-mode" value=${id}
    data-test=${`mode-${id}`} .checked=${preferences.promptMode === id}
    @change=${() => {
      endSession();
      prefer({promptMode: id});
    }}><span>${title}</span></label>`)}
</div>`;

/** What to do first, over the picture, until there is something to look at. */
export function hint() {
  if (!local.loaded) {
    return html`<div class="hint" role="status"><p class="hint-title">Opening the project…</p></div>`;
  }
  if (!project.frames || project.references.length || project.masks.ranges.length || local.session || local.busy) {
    return nothing;
  }
  return html`<div class="hint" data-test="hint">
    <p class="hint-title">Show what to follow</p>
    <ol>
      <li>${project.objects.length
        ? html`Choose the frame that shows <b>${objectOf(local.label)?.name ?? 'the object'}</b> best.`
        : html`Press <kbd>N</kbd> for a new object, or begin at once.`}</li>
      <li>Click it <kbd>C</kbd>, drag a box <kbd>R</kbd> or paint it <kbd>B</kbd>.</li>
      <li>Propagate to all frames <kbd>A</kbd>, then correct where it is wrong.</li>
    </ol>
  </div>`;
}
