import {inRanges, local, project, referenceAt, touch, watch} from '../state/store.js';
import {preferences} from '../state/preferences.js';
import {endScrub, jump} from '../media/player.js';
import {percent} from '../views/format.js';
import {drawTimeline} from './draw.js';
import {bounded, following, toFrame, wholeScale, zoomedScale} from './scale.js';
import {confidences} from './quality.js';

const canvas = document.createElement('canvas');
const context = canvas.getContext('2d');
let host = null;
let size = {width: 1, height: 1};
let scale = {first: 0, perFrame: 1};
let whole = true;
let dragging = null;
let colours = null;
let hover = null;

export function mountTimeline(element) {
  host = element;
  host.setAttribute('role', 'slider');
  host.tabIndex = 0;
  host.dataset.test = 'timeline';
  host.setAttribute('aria-label', 'Frame');
  host.append(canvas);
  new ResizeObserver(resize).observe(host);
  host.addEventListener('pointerdown', down);
  host.addEventListener('pointermove', move);
  host.addEventListener('pointerup', up);
  host.addEventListener('pointercancel', up);
  host.addEventListener('pointerleave', () => setHover(null));
  host.addEventListener('contextmenu', (event) => event.preventDefault());
  host.addEventListener('wheel', wheel, {passive: false});
  watch(['preferences'], () => (colours = null));
  watch(['frame'], () => follow());
  watch(['frames'], () => {
    whole = true;
    resize();
  });
  watch([
    'frame', 'frames', 'references', 'masks', 'confidence', 'confidences', 'suggestions', 'propagation', 'cached',
    'preferences', 'scale', 'range', 'playing', 'panel', 'hover',
  ], draw);
  resize();
}

function resize() {
  const box = host.getBoundingClientRect();
  size = {width: Math.max(1, Math.floor(box.width)), height: Math.max(1, Math.floor(box.height))};
  const ratio = window.devicePixelRatio || 1;
  canvas.width = size.width * ratio;
  canvas.height = size.height * ratio;
  scale = whole ? wholeScale(project.frames, size.width) : bounded(scale, project.frames, size.width);
  colours = null;
  touch('scale');
}

function follow() {
  if (!dragging) {
    scale = following(scale, local.frame, project.frames, size.width);
  }
}

export function zoomTimeline(factor) {
  const x = (local.frame + 0.5 - scale.first) * scale.perFrame;
  setScale(zoomedScale(scale, factor, Math.min(Math.max(x, 0), size.width), project.frames, size.width));
}

export function wholeTimeline() {
  setScale(wholeScale(project.frames, size.width));
}

export const timelineWhole = () => whole;

function setScale(next) {
  scale = next;
  whole = next.perFrame <= wholeScale(project.frames, size.width).perFrame * 1.0001;
  touch('scale');
}

const frameAt = (event) => toFrame(scale, event.clientX - host.getBoundingClientRect().left);

function down(event) {
  if (event.button === 1) {
    dragging = {pan: event.clientX, first: scale.first};
  } else if (event.button === 0) {
    dragging = {};
    jump(frameAt(event), {scrub: true});
  } else {
    return;
  }
  host.setPointerCapture(event.pointerId);
  event.preventDefault();
  host.focus({preventScroll: true});
}

/** The frame under the pointer: a line, and what is known of it in words. */
function setHover(frame) {
  const inside = frame !== null && frame >= 0 && frame < project.frames;
  const next = inside ? {frame, text: tellFrame(frame)} : null;
  if (next?.frame !== hover?.frame) {
    hover = next;
    touch('hover');
  }
}

function move(event) {
  setHover(dragging ? null : frameAt(event));
  if (dragging?.pan !== undefined) {
    setScale(bounded(
      {...scale, first: dragging.first - (event.clientX - dragging.pan) / scale.perFrame}, project.frames, size.width));
  } else if (dragging) {
    jump(frameAt(event), {scrub: true});
  }
}

function up() {
  if (dragging && dragging.pan === undefined) {
    endScrub();
  }
  dragging = null;
}

function wheel(event) {
  event.preventDefault();
  const x = event.clientX - host.getBoundingClientRect().left;
  if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    const by = (event.deltaX || event.deltaY) / scale.perFrame;
    setScale(bounded({...scale, first: scale.first + by}, project.frames, size.width));
  } else {
    setScale(zoomedScale(scale, Math.exp(-event.deltaY * 0.002), x, project.frames, size.width));
  }
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'), muted: of('muted'), line: of('line-strong'), accent: of('accent'), lamp: of('lamp'),
    good: of('good'), low: of('low'), track: of('track'), surface: of('panel'), raised: of('raised'), playhead: of('text'), masks: of('masks'),
    range: of('range'), font: style.fontFamily, size: Math.round(parseFloat(style.fontSize) * 0.8),
  };
}

/** What is known of a frame, in words. */
export function tellFrame(frame) {
  const value = confidences()[frame];
  const name = project.frameNames?.[frame];
  const parts = [name && Number(name) !== frame ? `Frame ${frame}, ${name}` : `Frame ${frame}`];
  if (referenceAt(frame)) {
    parts.push('reference');
  } else if (!inRanges(project.masks.ranges, frame)) {
    parts.push('no mask');
  } else if (!Number.isNaN(value) && value !== undefined) {
    parts.push(`confidence ${percent(value)}`);
  }
  if (project.suggestions.frames?.some((other) => other.frame === frame)) {
    parts.push('suggested');
  }
  return parts.join(', ');
}

function draw() {
  host.setAttribute('aria-valuemin', 0);
  host.setAttribute('aria-valuemax', Math.max(0, project.frames - 1));
  host.setAttribute('aria-valuenow', local.frame);
  if (!local.playing) {
    host.setAttribute('aria-valuetext', tellFrame(local.frame));
  }
  colours ??= readColours();
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawTimeline(context, {
    ...size, scale, frames: project.frames, project, confidence: confidences(), frame: local.frame, colours,
    limit: preferences.lowConfidence, range: local.panel === 'export' ? local.range : null, hover,
  });
}
