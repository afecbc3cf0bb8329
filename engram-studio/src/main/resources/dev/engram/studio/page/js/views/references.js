import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {repeat} from '/webjars/lit-html/directives/repeat.js';
import {BASE} from '../state/api.js';
import {local, objectOf, project, referenceAt} from '../state/store.js';
import {prefer, preferences} from '../state/preferences.js';
import {acceptSuggestion, clearSuggestions, dismissSuggestion, removeReference, replaceMask, suggest} from '../state/work.js';
import {possible, commandOf, isReference} from '../commands/table.js';
import {jump} from '../media/player.js';
import {plural} from './format.js';
import {button, commandButton, empty, icon, progress, slider} from './parts.js';

export const keys = ['references', 'suggestions', 'frame', 'preferences', 'objects', 'loaded', 'propagation'];

export const referencesPanel = () => html`
  <div class="panel-head">
    <h2>References</h2><span class="muted">${project.references.length || ''}</span>
    ${commandButton('reference', {
      text: isReference() ? 'Take out' : 'Add this frame', kind: 'text', icon: isReference() ? 'diamond' : 'diamond-fill',
      label: isReference() ? 'Take out this frame as a reference' : 'Add this frame as a reference',
    })}
  </div>
  ${project.references.length
    ? html`<ul class="cards" data-test="references">${repeat(project.references, ({frame}) => frame, reference)}</ul>`
    : empty('diamond', 'No reference yet', 'Frames that you draw on become references. The model remembers them for the whole video.')}
  ${suggestions()}`;

const picture = (frame, revision) => html`<img alt="" loading="lazy" decoding="async" width="160" height="90"
  src="${BASE}/frames/${frame}/thumbnail?width=320&r=${revision ?? 0}">`;

function reference({frame, revision, labels = [], absent = []}) {
  const names = (list) => list.map((label) => objectOf(label)?.name ?? label).join(', ');
  const about = [labels.length && names(labels), absent.length && `not here: ${names(absent)}`].filter(Boolean).join(' · ');
  return html`<li class="card ${local.frame === frame ? 'chosen' : ''}" data-test=${`reference-${frame}`}>
    <button type="button" class="card-main" title=${`Go to frame ${frame}${about ? ` (${about})` : ''}`} aria-label=${`Reference, frame ${frame}`}
      aria-current=${local.frame === frame ? 'true' : nothing} data-test=${`reference-${frame}-go`} @click=${() => jump(frame)}>${picture(frame, revision)}</button>
    <div class="card-foot"><span class="clip">${icon('diamond-fill', 'accent')} ${frame}</span>
      <label class="button small quiet" title="Replace by a mask file" data-test=${`reference-${frame}-replace`}>${icon('arrow-repeat')}
        <input type="file" class="unseen" accept="image/png" aria-label=${`Replace the mask of frame ${frame} by a file`} @change=${(event) => replace(frame, event.target)}></label>
      ${button({test: `reference-${frame}-remove`, title: `Take out reference ${frame}`, name: 'x-lg', kind: 'small quiet', run: () => removeReference(frame)})}
    </div>
  </li>`;
}

function replace(frame, input) {
  if (input.files[0]) {
    replaceMask(frame, input.files[0]);
    input.value = '';
  }
}

function suggestions() {
  const {state, frames = [], done, total, error} = project.suggestions;
  const {count, alpha, minimumMask} = preferences;
  return html`<div class="block">
    <div class="panel-head"><h2>Suggested frames</h2>
      ${frames.length || state === 'running'
        ? button({test: 'clear-suggestions', title: state === 'running' ? 'Stop looking' : 'Clear the suggestions', name: 'x-lg', kind: 'small quiet', run: clearSuggestions})
        : nothing}
    </div>
    <p class="muted small-text">Frames that differ most from all references: correcting these helps most.</p>
    ${slider({test: 'suggest-alpha', title: 'Objects’ weight', value: alpha, min: 0, max: 1, step: 0.05, shown: alpha.toFixed(2),
      about: 'Alpha: 0 looks at the whole frame, 1 only at the objects', change: (value) => prefer({alpha: value})})}
    ${slider({test: 'suggest-minimum', title: 'Smallest mask', value: minimumMask, min: 0, max: 0.05, step: 0.0005,
      shown: `${(minimumMask * 100).toFixed(2)} %`, about: 'Frames where objects cover less of the picture are left out',
      change: (value) => prefer({minimumMask: value})})}
    <div class="row">
      <button type="button" class="button primary text grow" data-test="suggest" ?disabled=${!possible(commandOf('suggest'))}
        title="Suggest frames to correct (Shift+U)" @click=${suggest}>${icon('lightbulb')}<span>Suggest ${plural(count, 'frame')}</span></button>
      <label class="field-inline"><span class="unseen">How many frames</span>
        <input type="number" class="count" min="1" max="50" data-test="suggest-count" .value=${String(count)}
          @change=${(event) => prefer({count: Math.min(50, Math.max(1, Math.round(Number(event.target.value)) || 5))})}></label>
    </div>
    ${state === 'running' ? html`<div class="row">${progress({title: 'Looking for frames', done, total, test: 'suggest-progress'})}
      <span class="muted numbers">${done ?? 0} / ${total ?? 0}</span></div>` : nothing}
    ${state === 'failed' ? html`<p class="refusal" role="alert">${icon('exclamation-triangle')} ${error}</p>` : nothing}
    ${frames.length ? html`<ol class="suggestions" data-test="suggestions">${repeat(frames, ({frame}) => frame, suggestion)}</ol>` : nothing}
  </div>`;
}

function suggestion({frame, score, reason, revision}) {
  return html`<li class="suggestion ${local.frame === frame ? 'chosen' : ''}" data-test=${`suggestion-${frame}`}>
    <button type="button" class="suggestion-main" data-test=${`suggestion-${frame}-go`} @click=${() => jump(frame)}
      aria-current=${local.frame === frame ? 'true' : nothing} title=${`Go to frame ${frame}`}>
      ${picture(frame, revision)}
      <span class="suggestion-text"><b>Frame ${frame}${referenceAt(frame) ? html` ${icon('diamond-fill', 'accent')}` : nothing}</b><span class="muted">${reason}</span>
        ${Number.isFinite(score) ? html`<span class="muted score" title="How unlike the references">${score.toFixed(2)}</span>` : nothing}</span>
    </button>
    <span class="suggestion-buttons">
      ${referenceAt(frame) ? nothing : button({test: `suggestion-${frame}-accept`, title: `Frame ${frame} is right as it is: make it a reference`, name: 'check-lg', kind: 'small quiet', run: () => acceptSuggestion(frame)})}
      ${button({test: `suggestion-${frame}-dismiss`, title: `Dismiss frame ${frame}`, name: 'x-lg', kind: 'small quiet', run: () => dismissSuggestion(frame)})}
    </span>
  </li>`;
}
