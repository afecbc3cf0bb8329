import {html, nothing} from '/webjars/lit-html/lit-html.js';
import {local, project, set} from '../state/store.js';
import {prefer, preferences, theme} from '../state/preferences.js';
import {OVERLAYS} from '../canvas/compose.js';
import {chosenOverlay, zoomTo} from '../canvas/stage.js';
import {commandOf} from '../commands/table.js';
import {showKeys} from '../commands/keys.js';
import {plural} from './format.js';
import {commandButton, icon} from './parts.js';

export const keys = ['name', 'folder', 'input', 'frames', 'width', 'height', 'history', 'preferences', 'zoom',
  'overlayHidden', 'comparison', 'loaded', 'objects', 'panel', 'session'];

const ZOOMS = [0.25, 0.5, 1, 2, 4, 8, 16, 32];

export const topbar = () => html`
  <div class="brand">
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><path d="M4 11 16 4l12 7-12 7z"/><path class="line" d="m4 17 12 7 12-7M4 23l12 7 12-7"/></svg>
    <h1 class="project-name" title=${project.folder || nothing} data-test="project-name">${project.name || 'Engram studio'}</h1>
    <span class="muted clip project-facts" title=${project.input || nothing}>${project.frames
      ? `${project.input} · ${project.width} × ${project.height} · ${plural(project.frames, 'frame')}`
      : nothing}</span>
  </div>
  <div class="group">
    ${commandButton('undo', {title: historyTip('undo', project.history.undo)})}
    ${commandButton('redo', {title: historyTip('redo', project.history.redo)})}
  </div>
  <div class="group">
    <label class="field-inline"><span class="unseen">Overlay</span>
      <select class="overlay-select" data-test="overlay" title="How the mask is shown (O)" .value=${chosenOverlay()}
        @change=${(event) => chooseOverlay(event.target.value)}>
        ${OVERLAYS.map(({id, title, about}) => html`<option value=${id} title=${about} ?selected=${id === chosenOverlay()}
          ?disabled=${id === 'difference' && !project.comparison}>${title}</option>`)}
      </select></label>
    ${overlayOption()}
    ${commandButton('overlay-hide', {pressed: local.overlayHidden, icon: local.overlayHidden ? 'eye-slash' : 'eye'})}
  </div>
  <div class="group">
    ${commandButton('zoom-out', {kind: 'narrow'})}
    <label class="field-inline"><span class="unseen">Zoom</span>
      <select class="zoom-select" data-test="zoom" title="Zoom in device pixels" @change=${chooseZoom}>
        <option value="" selected>${Math.round(local.zoom * 100)} %</option>
        ${ZOOMS.map((zoom) => html`<option value=${zoom}>${zoom * 100} %</option>`)}
      </select></label>
    ${commandButton('zoom-in', {kind: 'narrow'})}
    ${commandButton('zoom-fit')}
    ${commandButton('zoom-pixel', {icon: null, text: '1:1', label: 'Zoom 1:1', kind: 'text'})}
  </div>
  <div class="group end">
    ${commandButton('theme', {icon: theme() === 'dark' ? 'moon' : 'sun'})}
    ${commandButton('help')}
    ${commandButton('import', {text: 'Import', kind: 'text collapses', label: 'Import masks'})}
    ${commandButton('panel-export', {text: 'Export', kind: 'primary text'})}
  </div>`;

function historyTip(id, what) {
  const command = commandOf(id);
  return what ? `${command.title}: ${what} (${showKeys(command)})` : `Nothing to ${id}`;
}

function overlayOption() {
  const {opacity, background} = preferences;
  const overlay = chosenOverlay();
  if (overlay === 'colour') {
    return html`<label class="field-inline" title="Colour of the background"><span class="unseen">Background colour</span>
      <input type="color" class="swatch" data-test="background-colour" .value=${background}
        @input=${(event) => prefer({background: event.target.value})}></label>`;
  }
  const used = ['mask', 'side', 'fade', 'difference'].includes(overlay);
  return html`<label class="field-inline" title="Strength of the overlay"><span class="unseen">Opacity</span>
    <input type="range" class="opacity" data-test="opacity" min="0.05" max="1" step="0.05" ?disabled=${!used}
      .value=${String(opacity)} aria-valuetext=${`${Math.round(opacity * 100)} %`}
      @input=${(event) => prefer({opacity: Number(event.target.value)})}></label>`;
}

function chooseOverlay(overlay) {
  prefer({overlay});
  set({overlayHidden: false});
}

function chooseZoom(event) {
  if (event.target.value) {
    zoomTo(Number(event.target.value));
  }
  event.target.selectedIndex = 0;
}

export const banner = () =>
  local.connection === 'lost'
    ? html`<div class="banner">${icon('wifi-off')}<span>The connection to the server is lost. Trying again…</span></div>`
    : nothing;
