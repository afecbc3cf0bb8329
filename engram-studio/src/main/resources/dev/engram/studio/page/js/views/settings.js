import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {project} from '../state/store.js';
import {prefer, preferences} from '../state/preferences.js';
import {changeSettings, compareWith, endComparison} from '../state/work.js';
import {percent} from './format.js';
import {button, slider} from './parts.js';

export const keys = ['settings', 'width', 'height', 'preferences', 'comparison', 'comparisons', 'model'];

const number = (test, title, value, least, most, about, change) => html`<label class="field"><span>${title}</span>
  <input type="number" min=${least} max=${most} data-test=${test} .value=${String(value ?? '')}
    @change=${(event) => event.target.value !== '' && change(Number(event.target.value))}>
  <span class="muted small-text wide">${about}</span></label>`;

const choice = (test, title, value, options, change, about) => html`<label class="field"><span>${title}</span>
  <select data-test=${test} @change=${(event) => change(event.target.value)}>${options.map(([id, text]) =>
    html`<option value=${id} ?selected=${String(id) === String(value)}>${text}</option>`)}</select>
  ${about ? html`<span class="muted small-text wide">${about}</span>` : nothing}</label>`;

const tick = (test, title, value, change, about) => html`<label class="field tick"><input type="checkbox" data-test=${test}
  .checked=${Boolean(value)} @change=${(event) => change(event.target.checked)}><span>${title}</span>
  ${about ? html`<span class="muted small-text wide">${about}</span>` : nothing}</label>`;

export const settingsPanel = () => html`
  <div class="panel-head"><h2>Propagation</h2></div>
  ${shared(project.settings)}
  <div class="block"><div class="panel-head"><h2>Compare</h2></div>${comparison()}</div>
  <div class="block"><div class="panel-head"><h2>This window</h2></div>
    ${choice('setting-theme', 'Theme', preferences.theme, [['system', 'As the system'], ['dark', 'Dark'], ['light', 'Light']],
      (theme) => prefer({theme}))}
    ${slider({test: 'setting-low', title: 'Low confidence', value: preferences.lowConfidence, min: 0.3, max: 0.99, step: 0.01,
      shown: percent(preferences.lowConfidence), change: (lowConfidence) => prefer({lowConfidence}),
      about: 'Frames below this are marked in the timeline, and L goes from one to the next'})}
    ${tick('setting-single-keys', 'Keys without Ctrl', preferences.singleKeys, (singleKeys) => prefer({singleKeys}),
      'Letters and digits give commands. Turn off for speech input.')}
  </div>`;

const CLICKS = {walk: 'Random walks', grabcut: 'GrabCut'};

const OWN_SIZE = -1;

function sizes(now) {
  const shorter = Math.min(project.width, project.height);
  const usual = [240, 320, 400, 480, 600, 720, 1080].filter((size) => size < shorter || size === now);
  const listed = usual.includes(now) || now === OWN_SIZE ? usual : [...usual, now].sort((a, b) => a - b);
  return [...listed.map((size) => [size, `${size} px`]), [OWN_SIZE, `As the video (${shorter} px)`]];
}

function shared(settings) {
  const {memEvery, internalSize, longTerm, clickMethod, clickMethods} = settings;
  return html`
    ${memEvery === undefined ? nothing : number('setting-memory-every', 'Remember every', memEvery, 1, 100,
      'Frames between two that are memorised. Fewer: more exact, slower.', (value) => changeSettings({memEvery: value}))}
    ${internalSize === undefined ? nothing : choice('setting-internal-size', 'Internal size', internalSize, sizes(internalSize),
      (value) => changeSettings({internalSize: Number(value)}),
      'Shorter side that the model works at. Smaller: faster; larger: finer. Masks keep the video’s size.')}
    ${longTerm === undefined ? nothing : tick('setting-long-term', 'Long-term memory', longTerm,
      (value) => changeSettings({longTerm: value}), 'For videos of more than a few hundred frames.')}
    ${clickMethods?.length ? choice('setting-click-method', 'Clicks by', clickMethod,
      clickMethods.map((id) => [id, CLICKS[id] ?? id]), (value) => changeSettings({clickMethod: value})) : nothing}`;
}

function comparison() {
  if (project.comparison) {
    return html`<div class="row"><span class="grow clip" title=${project.comparison.name}>${project.comparison.name}</span>
      ${button({test: 'compare-end', title: 'End the comparison', name: 'x-lg', text: 'End', kind: 'text', run: endComparison})}</div>
      <p class="muted small-text">Choose the overlay Difference to see it.</p>`;
  }
  const open = (event) => {
    event.preventDefault();
    const {folder} = event.target.elements;
    if (folder.value) {
      compareWith(folder.value);
    }
  };
  return html`<form class="row" @submit=${open}>
    <label class="grow"><span class="unseen">Folder of the other result</span>
      ${project.comparisons
        ? html`<select name="folder" data-test="compare-folder" ?disabled=${!project.comparisons.length}>${project.comparisons.length
            ? project.comparisons.map((folder) => html`<option value=${folder}>${folder}</option>`)
            : html`<option value="">none was given at start</option>`}</select>`
        : html`<input name="folder" data-test="compare-folder" placeholder="folder of masks">`}</label>
    <button type="submit" class="button text" data-test="compare-open">Compare</button>
  </form>
  <p class="muted small-text">Another result of the same video, to see where it differs.</p>`;
}
