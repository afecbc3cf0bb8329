import {render} from '/webjars/lit-html/lit-html.js';
import {local, project, watch} from './state/store.js';
import {connect} from './state/events.js';
import {propagating} from './state/work.js';
import {focusCanvas, mountStage} from './canvas/stage.js';
import {cursorStyle, mountPointer} from './canvas/pointer.js';
import {mountKeys} from './commands/keys.js';
import {clampFrame, move} from './media/player.js';
import {putMask} from './media/masks.js';
import {putConfidence} from './timeline/quality.js';
import {mountTimeline} from './timeline/timeline.js';
import {mountDialogs} from './views/dialogs.js';
import {mountDrop} from './views/imports.js';
import * as topbar from './views/topbar.js';
import * as rail from './views/rail.js';
import * as options from './views/options.js';
import * as objects from './views/objects.js';
import * as tabs from './views/tabs.js';
import * as transport from './views/transport.js';
import * as notices from './views/notices.js';

const at = (id) => document.getElementById(id);

function view(host, keys, template) {
  const update = () => render(template(), host);
  watch(keys, update);
  update();
}

const hintHost = document.createElement('div');

function mount() {
  view(at('banner'), ['connection'], topbar.banner);
  view(at('topbar'), topbar.keys, topbar.topbar);
  view(at('rail'), rail.keys, rail.rail);
  view(at('options'), options.keys, options.options);
  view(at('objects'), objects.keys, objects.objectsPanel);
  view(at('tabs'), tabs.keys, tabs.tabs);
  view(at('transport'), transport.keys, transport.transport);
  view(at('notices'), notices.keys, notices.notices);
  mountStage(at('stage'));
  at('stage').append(hintHost);
  view(hintHost, ['loaded', 'frames', 'references', 'masks', 'objects', 'label', 'session', 'busy'], options.hint);
  mountPointer();
  mountTimeline(at('timeline'));
  mountDialogs(at('dialogs'));
  mountDrop();
  mountKeys();
}

mount();
watch(['tool'], cursorStyle);
watch(['panel'], () => at('panel')?.scrollTo({top: 0}));
watch(['label', 'objects'], () =>
  requestAnimationFrame(() => document.querySelector('.object.chosen')?.scrollIntoView({block: 'nearest'})));
watch(['name', 'propagation'], () => {
  const {done, total} = project.propagation;
  const part = propagating() && total ? `${Math.floor((100 * done) / total)} % · ` : '';
  document.title = project.name ? `${part}${project.name} – Engram studio` : 'Engram studio';
});
watch(['loaded', 'connection'], () => {
  document.body.classList.toggle('offline', local.connection === 'lost');
  document.body.dataset.ready = local.loaded;
});
cursorStyle();

/** A pressed button gives the keyboard back, so that Space plays and does not press it again. */
document.addEventListener('click', (event) => {
  const pressed = event.target.closest?.('button, select');
  if (event.detail > 0 && pressed?.tagName === 'BUTTON' && !pressed.closest('dialog')) {
    focusCanvas();
  }
});
document.addEventListener('change', (event) => {
  if (event.target.matches('select, input[type=range], input[type=checkbox], .segments input') && !event.target.closest('dialog, #tabs')) {
    event.target.matches(':focus-visible') || focusCanvas();
  }
});

let ran = false;

connect(
  (frame, bytes, confidence) => {
    if (!Number.isNaN(confidence)) {
      putConfidence(frame, confidence);
    }
    putMask(frame, bytes, confidence);
    if (propagating() && local.follow) {
      move(frame);
    }
  },
  () => {
    if (local.frame !== clampFrame(local.frame)) {
      move(local.frame);
    }
    // that it has ended may be known before its last mask is here
    if ((propagating() || ran) && local.follow && project.propagation.frame >= 0) {
      move(project.propagation.frame);
    }
    ran = propagating();
  },
);
