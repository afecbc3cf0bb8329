import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {local, set} from '../state/store.js';
import {previewImport, runImport} from '../state/work.js';
import {plural} from './format.js';
import {icon} from './parts.js';

/** Files of masks: chosen or dropped, looked at first, then taken. */
export function importDialog(frame) {
  const {importing} = local;
  if (!importing) {
    return frame('Import masks', html`
      <p>PNG masks named after their frames, a zip of them, a COCO or YouTube-VIS JSON file, or a CVAT XML file.</p>
      <label class="drop" data-test="import-drop">${icon('upload', 'large')}<span>Drop files here, or choose them</span>
        <input type="file" multiple class="unseen" data-test="import-files" accept=".png,.zip,.json,.xml"
          @change=${(event) => event.target.files.length && previewImport([...event.target.files])}></label>`);
  }
  const {files, state, preview, error} = importing;
  const names = files.length === 1 ? files[0].name : plural(files.length, 'file');
  if (state === 'asking') {
    return frame('Import masks', html`<p role="status">Looking into ${names}…</p>`);
  }
  if (state === 'refused') {
    return frame('Import masks', html`<p class="refusal" role="alert">${icon('exclamation-triangle')} ${error}</p>`, again());
  }
  const {frames = [], objects, warnings = []} = preview ?? {};
  return frame('Import masks', html`
    <p>${names}: masks of <b data-test="import-count">${plural(frames.length, 'frame')}</b>${frames.length
      ? html` <span class="muted">(${ranges(frames)})</span>` : nothing}.</p>
    ${found(objects)}
    ${shortened(warnings).map((line) => html`<p class="warning">${icon('exclamation-triangle')} ${line}</p>`)}
    <p class="muted">The frames become references. Masks that they have now are replaced; undo brings them back.</p>`,
  html`${again()}<button type="button" class="button primary text" data-test="import-run" ?disabled=${!frames.length || state === 'sending'}
    @click=${runImport}>${icon('check-lg')}<span>${state === 'sending' ? 'Importing…' : 'Import'}</span></button>`);
}

const again = () => html`<button type="button" class="button text" data-test="import-again"
  @click=${() => set({importing: null})}>Other files</button>`;

function found(objects) {
  if (!Array.isArray(objects) || !objects.length) {
    return Number.isInteger(objects) ? html`<p>${plural(objects, 'object')} in them.</p>` : nothing;
  }
  return html`<ul class="found">${objects.map((object) => html`<li><span class="dot" .style=${`--dot:${object.colour ?? '#808080'}`}></span>
    ${object.name ?? `Object ${object.label ?? object}`}</li>`)}</ul>`;
}

/** Frames as text: 0–4, 9. */
export function ranges(frames) {
  const sorted = [...frames].sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) {
      end++;
    }
    parts.push(end > i ? `${sorted[i]}–${sorted[end]}` : `${sorted[i]}`);
    i = end + 1;
  }
  return parts.length > 8 ? `${parts.slice(0, 8).join(', ')}, …` : parts.join(', ');
}

const MOST_WARNINGS = 4;

const shortened = (warnings) =>
  warnings.length > MOST_WARNINGS
    ? [...warnings.slice(0, MOST_WARNINGS - 1), `And ${warnings.length - MOST_WARNINGS + 1} more of this kind.`]
    : warnings;

/** Takes files that are dropped anywhere on the page. */
export function mountDrop() {
  const isFiles = (event) => event.dataTransfer?.types.includes('Files');
  const over = (on) => document.body.classList.toggle('dropping', on);
  document.addEventListener('dragover', (event) => {
    if (isFiles(event)) {
      event.preventDefault();
      over(true);
    }
  });
  document.addEventListener('dragleave', (event) => !event.relatedTarget && over(false));
  document.addEventListener('drop', (event) => {
    if (isFiles(event)) {
      event.preventDefault();
      over(false);
      previewImport([...event.dataTransfer.files]);
    }
  });
}
