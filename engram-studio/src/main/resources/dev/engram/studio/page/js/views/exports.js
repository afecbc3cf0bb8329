import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {repeat} from '/webjars/lit-html/directives/repeat.js';
import {BASE} from '../state/api.js';
import {local, project, set, touch} from '../state/store.js';
import {prefer, preferences} from '../state/preferences.js';
import {removeExport, startExport} from '../state/work.js';
import {bytes} from './format.js';
import {button, empty, icon, progress} from './parts.js';

export const keys = ['exports', 'exportFormats', 'preferences', 'objects', 'frames', 'exportForm'];

/** What the form holds, by option; it lasts as long as the page. */
const form = {};

/** What the formats are for, and what they are called here; others are listed under their own names. */
const GROUPS = {
  'Masks': {masks: 'Palette PNG', binary: 'Black and white PNG', mattes: 'Soft mattes, PNG'},
  'Compositing': {
    rgba: 'ProRes 4444 with alpha', 'rgba-png': 'PNG with alpha', green: 'Green screen', layer: 'Layer behind objects',
    overlay: 'Overlay video',
  },
  'Annotations': {coco: 'COCO', 'youtube-vis': 'YouTube-VIS', cvat: 'CVAT for video'},
};

const TITLES = Object.assign({}, ...Object.values(GROUPS));

const titleOf = ({id, title}) => title ?? TITLES[id] ?? id;

function formatChoices(chosen) {
  const option = (format) => html`<option value=${format.id} ?selected=${format.id === chosen}>${titleOf(format)}</option>`;
  const others = project.exportFormats.filter(({id}) => !(id in TITLES));
  return html`${Object.entries(GROUPS).map(([title, ids]) => html`<optgroup label=${title}>${project.exportFormats
    .filter(({id}) => id in ids).map(option)}</optgroup>`)}${others.map(option)}`;
}

const formatNow = () =>
  project.exportFormats.find(({id}) => id === preferences.format) ?? project.exportFormats[0];

/** Options may be plain names or descriptions; both become descriptions here. */
const described = (option) =>
  typeof option === 'string' ? {id: option, title: option, type: 'text'} : option;

export function exportPanel() {
  const format = formatNow();
  if (!format) {
    return empty('download', 'Nothing to export to', 'The server names no formats.');
  }
  const options = (format.options ?? []).map(described);
  const has = (id) => options.some((option) => option.id === id);
  return html`
    <div class="panel-head"><h2>Export</h2></div>
    <form class="export-form" @submit=${(event) => submit(event, options)}>
      <label class="field format"><span>Format</span>
        <select data-test="export-format" @change=${(event) => prefer({format: event.target.value})}>${formatChoices(format.id)}</select></label>
      ${format.description ? html`<p class="muted small-text">${format.description}.</p>` : nothing}
      ${has('from') || has('to') ? range() : nothing}
      ${has('objects') && project.objects.length > 1 ? whichObjects() : nothing}
      ${options.filter(({id}) => !['from', 'to', 'objects'].includes(id)).map(field)}
      <button type="submit" class="button primary text wide" data-test="export-start" ?disabled=${!project.masks.ranges.length}
        title=${project.masks.ranges.length ? 'Start the export' : 'There are no masks to export yet'}>${icon('download')}<span>Export</span></button>
    </form>
    ${project.exports.length
      ? html`<div class="block"><div class="panel-head"><h2>Exported</h2><span class="muted">${project.exports.length}</span></div>
          <ul class="exports" data-test="exports">${repeat([...project.exports].reverse(), ({id}) => id, line)}</ul></div>`
      : nothing}`;
}

function range() {
  const change = (key) => (event) => {
    form[key] = event.target.value === '' ? null : Number(event.target.value);
    const whole = [form.from ?? 0, form.to ?? project.frames - 1];
    set({range: form.from == null && form.to == null ? null : whole});
  };
  const box = (key, title, placeholder) => html`<label class="field half"><span>${title}</span>
    <input type="number" min="0" max=${project.frames - 1} data-test=${`export-${key}`} placeholder=${placeholder}
      .value=${form[key] == null ? '' : String(form[key])} @change=${change(key)}></label>`;
  return html`<div class="row">${box('from', 'From', '0')}${box('to', 'to', String(project.frames - 1))}</div>`;
}

function whichObjects() {
  const toggle = (label) => (event) => {
    const all = project.objects.map((object) => object.label);
    const now = new Set(form.labels ?? all);
    event.target.checked ? now.add(label) : now.delete(label);
    form.labels = now.size === all.length ? null : all.filter((other) => now.has(other));
    touch('exportForm');
  };
  return html`<fieldset class="which"><legend>Objects</legend>${project.objects.map(({label, name, colour}) =>
    html`<label class="clip" title=${name}><input type="checkbox" data-test=${`export-object-${label}`}
      .checked=${!form.labels || form.labels.includes(label)} @change=${toggle(label)}>
      <span class="dot" .style=${`--dot:${colour}`}></span><span class="clip">${name}</span></label>`)}</fieldset>`;
}

function field(option) {
  const {id, type, description, min, max, step, choices} = option;
  const title = option.title ?? id;
  const value = form[id] ?? option.default;
  const put = (given) => {
    form[id] = given;
    touch('exportForm');
  };
  const test = `export-option-${id}`;
  const about = description ? html`<span class="muted small-text wide">${description}</span>` : nothing;
  if (type === 'boolean') {
    return html`<label class="field tick"><input type="checkbox" data-test=${test} .checked=${Boolean(value)}
      @change=${(event) => put(event.target.checked)}><span>${title}</span>${about}</label>`;
  }
  if (type === 'choice') {
    return html`<label class="field"><span>${title}</span><select data-test=${test} @change=${(event) => put(event.target.value)}>
      ${(choices ?? []).map((one) => html`<option value=${one} ?selected=${String(one) === String(value)}>${one}</option>`)}</select>${about}</label>`;
  }
  if (type === 'colour') {
    return html`<label class="field"><span>${title}</span><input type="color" class="swatch" data-test=${test} .value=${value ?? '#00b140'}
      @change=${(event) => put(event.target.value)}>${about}</label>`;
  }
  const numeric = type === 'number';
  return html`<label class="field"><span>${title}</span><input type=${numeric ? 'number' : 'text'} data-test=${test}
    min=${min ?? nothing} max=${max ?? nothing} step=${numeric ? step ?? 'any' : nothing} .value=${value == null ? '' : String(value)}
    @change=${(event) => put(event.target.value === '' ? undefined : numeric ? Number(event.target.value) : event.target.value)}>${about}</label>`;
}

function submit(event, options) {
  event.preventDefault();
  const body = {format: formatNow().id, from: null, to: null, labels: null};
  for (const {id, default: usual} of options) {
    if (id === 'objects') {
      body.labels = form.labels ?? null;
    } else {
      const value = form[id] ?? usual;
      if (value !== undefined) {
        body[id] = value;
      }
    }
  }
  startExport(body).then(() => document.querySelector('.export')?.scrollIntoView({block: 'nearest'}));
}

/** Where room is short a name is cut in its middle, for its end tells the format. */
function inTwo(name) {
  const [, beginning, end] = /^(.*?)(.{0,17})$/su.exec(name);
  return html`<span class="export-file"><span class="clip">${beginning}</span><span class="export-end">${end}</span></span>`;
}

function line({id, name, format, state, done, total, error, bytes: size, path}) {
  const running = state === 'running';
  return html`<li class="export" data-test=${`export-${id}`}>
    <div class="export-name clip" title=${path ?? name}>${icon(running ? 'hourglass-split' : state === 'done' ? 'check-circle' : 'exclamation-triangle')}
      ${inTwo(name ?? format)}</div>
    ${running
      ? html`${progress({title: `Export of ${name ?? format}`, done, total, test: `export-${id}-progress`})}<span class="muted small-text">${done} / ${total}</span>`
      : html`<span class="muted small-text export-facts">${state === 'done' ? bytes(size) : error ?? state}</span>`}
    <span class="export-buttons">
      ${state === 'done'
        ? html`<a class="button small" download href="${BASE}/exports/${encodeURIComponent(id)}/file" data-test=${`export-${id}-download`}
            title=${`Download ${name}`} aria-label=${`Download ${name}`}>${icon('download')}</a>`
        : nothing}
      ${button({test: `export-${id}-remove`, title: running ? 'Stop this export' : 'Remove this export', name: running ? 'stop-fill' : 'trash3', kind: 'small quiet', run: () => removeExport(id)})}
    </span>
  </li>`;
}
