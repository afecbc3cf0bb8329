import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {local, project, set} from '../state/store.js';
import {preferences} from '../state/preferences.js';
import {propagating} from '../state/work.js';
import {focusCanvas} from '../canvas/stage.js';
import {jump} from '../media/player.js';
import {duration, perFrame, timecode} from './format.js';
import {commandButton, icon, progress} from './parts.js';

export const keys = ['frame', 'frames', 'frameRate', 'playing', 'propagation', 'references', 'objects', 'preferences',
  'loaded', 'follow', 'asked', 'until', 'suggestions', 'masks'];

export const transport = () => html`
  <div class="group">
    ${commandButton('first-frame')}${commandButton('previous-reference')}${commandButton('previous-frame')}
    ${commandButton('play', {icon: local.playing ? 'pause-fill' : 'play-fill', kind: 'play', pressed: Boolean(local.playing)})}
    ${commandButton('next-frame')}${commandButton('next-reference')}${commandButton('last-frame')}
    ${commandButton('loop', {pressed: preferences.loop})}
  </div>
  <div class="where">
    <label><span class="unseen">Frame</span><input class="frame-number" type="number" min="0" max=${Math.max(0, project.frames - 1)}
      data-test="frame-number" .value=${String(local.frame)} title="Frame: type a number and press Enter" @change=${typed}
      @keydown=${(event) => event.key === 'Enter' && requestAnimationFrame(focusCanvas)}></label>
    <span class="muted of">/ ${Math.max(0, project.frames - 1)}</span>
    <span class="muted time" title=${project.frameNames?.[local.frame] ?? nothing}>${timecode(local.frame, project.frameRate)}</span>
  </div>
  <div class="group">${commandButton('next-suggestion')}${commandButton('next-low')}</div>
  <div class="propagation" role="group" aria-label="Propagation">${propagating() ? running() : standing()}</div>
  <div class="group">${commandButton('timeline-out', {kind: 'narrow'})}${commandButton('timeline-in', {kind: 'narrow'})}</div>`;

function typed(event) {
  const {value} = event.target;
  if (value !== '') {
    jump(Number(value));
  }
  event.target.value = String(local.frame);
}

const standing = () => html`
  ${project.propagation.state === 'failed'
    ? html`<span class="refusal clip" role="alert" title=${project.propagation.error}>${icon('exclamation-triangle')} ${project.propagation.error}</span>`
    : html`<span class="muted propagation-title">Propagate</span>`}
  <label class="field-inline"><span class="unseen">Until</span><select data-test="until" title="How far to propagate"
    @change=${(event) => set({until: event.target.value})}>
    <option value="end" ?selected=${local.until === 'end'}>to the end</option>
    <option value="reference" ?selected=${local.until === 'reference'}>to next reference</option>
  </select></label>
  <div class="group joined">
    ${commandButton('propagate-backward', {text: 'Backward', kind: 'text', label: 'Propagate backward'})}
    ${commandButton('propagate-all', {text: 'All', kind: 'text primary', label: 'Propagate to all frames'})}
    ${commandButton('propagate-forward', {text: 'Forward', kind: 'text', label: 'Propagate forward'})}
  </div>`;

function running() {
  const {state, done, total, secondsPerFrame, direction, frame} = project.propagation;
  const words = {running: 'Propagating', pausing: 'Pausing', paused: 'Paused', stopping: 'Stopping'};
  const rest = secondsPerFrame && state === 'running' ? duration((total - done) * secondsPerFrame) : '';
  return html`
    <span class="propagation-title" title=${`${direction}, at frame ${frame}`}>${words[local.asked ?? state]}</span>
    ${progress({title: 'Propagation', done, total, test: 'propagation-progress'})}
    <span class="muted clip" data-test="propagation-text">${done} / ${total}${secondsPerFrame ? html`<span class="rate"> · ${perFrame(secondsPerFrame)}</span>` : nothing}${rest ? ` · ${rest} left` : ''}</span>
    <div class="group">
      ${commandButton('follow', {pressed: local.follow})}
      ${commandButton('pause', {icon: state === 'paused' ? 'play-fill' : 'pause-fill', text: state === 'paused' ? 'Resume' : 'Pause', kind: 'text'})}
      ${commandButton('stop', {text: 'Stop', kind: 'text', label: 'Stop propagating'})}
    </div>`;
}
