import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {project} from '../state/store.js';
import {count, perFrame, plural} from './format.js';
import {empty, gauge} from './parts.js';

export const keys = ['memory', 'propagation', 'model', 'references'];

/** What the model remembers, and how fast it is. */
export function memoryPanel() {
  const {memory, propagation, model} = project;
  return html`
    <div class="panel-head"><h2>Memory</h2></div>
    ${memory ? gauges(memory) : empty('memory', 'Nothing remembered yet', 'The memory fills while masks are propagated.')}
    <dl class="facts">
      ${fact('Time', propagation.secondsPerFrame ? perFrame(propagation.secondsPerFrame) : 'not measured yet')}
      ${propagation.secondsPerFrame ? fact('Speed', `${(1 / propagation.secondsPerFrame).toFixed(1)} frames a second`) : nothing}
      ${model ? html`${fact('Model', model.name)}${fact('Device', [model.device, model.precision].filter(Boolean).join(', '))}` : nothing}
    </dl>
    ${model?.description ? html`<p class="muted small-text">${model.description}</p>` : nothing}`;
}

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function gauges({working, permanent, longTerm}) {
  return html`<div class="gauges">
    ${working ? gauge({
      test: 'memory-working', title: 'Working memory', value: working.elements ?? 0, most: working.capacity,
      text: `${count(working.elements)} of ${count(working.capacity)}`,
    }) : nothing}
    <p class="muted small-text">The frames just seen, given up one by one.</p>
    ${permanent ? gauge({
      test: 'memory-permanent', title: 'Permanent memory', value: permanent.elements ?? 0, most: permanent.capacity,
      text: `${count(permanent.elements)} · ${plural(permanent.references ?? 0, 'reference')}`,
    }) : nothing}
    <p class="muted small-text">Your references. They are never given up.</p>
    ${longTerm ? gauge({
      test: 'memory-long-term', title: 'Long-term memory', value: longTerm.elements ?? 0, most: longTerm.capacity,
      text: `${count(longTerm.elements)} of ${count(longTerm.capacity)}`,
    }) : nothing}
    <p class="muted small-text">What mattered of frames long past, compressed.</p>
  </div>`;
}
