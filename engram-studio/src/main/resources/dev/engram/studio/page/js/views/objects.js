import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {repeat} from '/webjars/lit-html/directives/repeat.js';
import {local, project, referenceAt, set} from '../state/store.js';
import {activeObject, changeObject, chooseObject, deleteObject} from '../state/objects.js';
import {pasteMask} from '../state/work.js';
import {notice} from '../state/notices.js';
import {focusCanvas} from '../canvas/stage.js';
import {clampFrame} from '../media/player.js';
import {button, commandButton, empty, icon} from './parts.js';

export const keys = ['objects', 'label', 'renaming', 'loaded', 'copied', 'frame', 'references'];

export const objectsPanel = () => html`
  <div class="panel-head">
    <h2 id="objects-title">Objects</h2>
    ${commandButton('add-object', {text: 'New', kind: 'text', label: 'New object'})}
  </div>
  ${project.objects.length
    ? html`<ul class="objects" data-test="objects">${repeat(project.objects, ({label}) => label, row)}</ul>
        ${copyFrom()}`
    : empty('layers', 'No object yet', 'An object is what you want to cut out. Each has its own colour and mask.')}`;

function row(object, index) {
  const {label, name, colour, locked, hidden} = object;
  const chosen = activeObject()?.label === label;
  const absent = referenceAt(local.frame)?.absent?.includes(label);
  return html`<li class="object ${chosen ? 'chosen' : ''} ${hidden ? 'faded' : ''}" data-test=${`object-${label}`}>
    <input type="color" class="swatch" data-test=${`object-${label}-colour`} .value=${colour} aria-label=${`Colour of ${name}`}
      title="Colour" @change=${(event) => changeObject(label, {colour: event.target.value})}>
    ${local.renaming === label
      ? html`<input class="rename" data-test=${`object-${label}-name`} aria-label=${`Name of object ${label}`} .value=${name}
          @keydown=${renameKey} @blur=${(event) => rename(object, event.target.value)}>`
      : html`<label class="object-name clip" title=${name} @dblclick=${() => beginRename(label)}>
          <input type="radio" class="unseen" name="object" data-test=${`object-${label}-choose`} .checked=${chosen}
            @change=${() => chooseObject(label)}><span class="clip">${name}</span>
          ${absent ? html`<span class="tag" title="You took it out of this frame">not here</span>` : nothing}
          ${index < 9 ? html`<kbd aria-hidden="true">${index + 1}</kbd>` : nothing}</label>`}
    <span class="object-buttons">
      ${button({test: `object-${label}-rename`, title: `Rename ${name}`, name: 'pencil', kind: 'small quiet', run: () => beginRename(label)})}
      ${button({test: `object-${label}-delete`, title: `Delete ${name}`, name: 'trash3', kind: 'small quiet', run: () => deleteObject(label)})}
      ${button({test: `object-${label}-lock`, title: `Lock ${name}`, name: locked ? 'lock-fill' : 'unlock', kind: `small ${locked ? '' : 'quiet'}`, pressed: locked, run: () => changeObject(label, {locked: !locked})})}
      ${button({test: `object-${label}-hide`, title: `Hide ${name}`, name: hidden ? 'eye-slash' : 'eye', kind: 'small', pressed: hidden, run: () => changeObject(label, {hidden: !hidden})})}
    </span>
  </li>`;
}

function beginRename(label) {
  set({renaming: label});
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector('.rename')?.select()));
}

function renameKey(event) {
  if (event.key === 'Enter') {
    focusCanvas();
  } else if (event.key === 'Escape') {
    event.target.value = '';
    focusCanvas();
  }
}

function rename(object, text) {
  set({renaming: 0});
  const name = text.trim();
  if (name && name !== object.name) {
    changeObject(object.label, {name});
  }
}

function copyFrom() {
  const all = (event, labels) => {
    const field = event.target.closest('form').elements.from;
    const from = clampFrame(Number(field.value));
    if (field.value === '' || from === local.frame) {
      notice('Name another frame to copy from.', 'warning');
      field.focus();
      return;
    }
    pasteMask(local.frame, from, labels === 'all');
    focusCanvas();
  };
  return html`<form class="copy-from" @submit=${(event) => {
    event.preventDefault();
    all(event, 'one');
  }}>
    <label for="copy-from">Copy from frame</label>
    <input id="copy-from" name="from" type="number" min="0" max=${Math.max(0, project.frames - 1)} data-test="copy-from" placeholder="…">
    <button type="submit" class="button text small" data-test="copy-from-object" title="Copy the chosen object's mask into this frame">Object</button>
    <button type="button" class="button text small" data-test="copy-from-all" title="Copy all objects' masks into this frame" @click=${(event) => all(event, 'all')}>All</button>
  </form>`;
}
