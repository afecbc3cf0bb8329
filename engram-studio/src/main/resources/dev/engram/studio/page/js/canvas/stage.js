import {local, project, set, touch, watch} from '../state/store.js';
import {preferences} from '../state/preferences.js';
import {bestImage, stepFor} from '../media/images.js';
import {comparisonOf} from '../media/masks.js';
import {pictureWidth, setPictureWidth} from '../media/player.js';
import {shownMap} from '../tools/drafts.js';
import {TOOLS} from '../tools/tools.js';
import {pen} from '../tools/pen.js';
import {compose, lookOf} from './compose.js';
import {centred, fitted, kept, showing, toPicture, zoomedAt} from './viewport.js';

/**
 * The stage: where the picture lies in it, and drawing it when something changed. The picture has a canvas of its own
 * under that of the tools' marks, so that a moving pointer costs next to nothing.
 */
const sheet = document.createElement('canvas');
const context = sheet.getContext('2d', {alpha: false});
const canvas = document.createElement('canvas');
const markContext = canvas.getContext('2d');
const MARGIN = 12;
let host = null;
let size = {width: 1, height: 1};
let view = {scale: 1, x: 0, y: 0};
let fit = true;
let shown = null;
let sinceFrame = 0;
let checker = null;
export const gesture = {current: null};
export const timing = {last: 0, worst: 0};

export function mountStage(element) {
  host = element;
  canvas.id = 'canvas';
  canvas.tabIndex = 0;
  canvas.dataset.test = 'canvas';
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', 'Frame and masks. Press M to move a cursor with the arrow keys.');
  sheet.setAttribute('aria-hidden', 'true');
  host.append(sheet, canvas);
  new ResizeObserver(resize).observe(host);
  window.addEventListener('resize', resize);
  resize();
  watch(['frame'], () => (sinceFrame = performance.now()));
  watch([
    'frame', 'image', 'mask', 'masks', 'objects', 'overlayHidden', 'preferences', 'view', 'comparison', 'playing',
    'scrubbing', 'width', 'height',
  ], (keys) => {
    if (keys.has('width') || keys.has('height')) {
      fitView();
    }
    draw();
  });
  watch(['frame', 'image', 'mask', 'view', 'pointer', 'session', 'tool', 'cursor', 'preferences', 'playing'], drawMarks);
}

export const focusCanvas = () => canvas.focus({preventScroll: true});

export const canvasElement = () => canvas;

const ratio = () => window.devicePixelRatio || 1;

const picture = () => ({width: project.width || 1, height: project.height || 1});

/** The overlay that was chosen, as far as it can be shown. */
export const chosenOverlay = () =>
  preferences.overlay === 'difference' && !project.comparison ? 'mask' : preferences.overlay;

export const mode = () => (local.overlayHidden ? 'none' : chosenOverlay());

/** The parts of the canvas that each show the whole picture: one, or two side by side. */
export function panes() {
  if (mode() !== 'side') {
    return [{index: 0, x: 0, ...size}];
  }
  const width = (size.width - 2) / 2;
  return [{index: 0, x: 0, width, height: size.height}, {index: 1, x: width + 2, width, height: size.height}];
}

function resize() {
  const {width, height} = host.getBoundingClientRect();
  size = {width: Math.max(1, width), height: Math.max(1, height)};
  for (const one of [sheet, canvas]) {
    one.width = Math.round(size.width * ratio());
    one.height = Math.round(size.height * ratio());
  }
  apply(fit ? fitted(picture(), panes()[0], MARGIN) : view, fit);
}

function apply(next, fits = false) {
  view = fits ? next : kept(next, picture(), panes()[0]);
  fit = fits;
  set({zoom: view.scale * ratio()});
  setPictureWidth(stepFor(Math.min(project.width || 1, (project.width || 1) * view.scale * ratio())));
  touch('view');
}

export const fitView = () => apply(fitted(picture(), panes()[0], MARGIN), true);

export const pixelView = () => zoomTo(1);

export function zoomTo(zoom) {
  const pane = panes()[0];
  if (fit) {
    apply(centred(picture(), pane, zoom / ratio()));
  } else {
    apply(zoomedAt(view, zoom / ratio() / view.scale, pane.width / 2, pane.height / 2));
  }
}

export function zoomBy(factor, at = null) {
  const pane = panes()[0];
  apply(zoomedAt(view, factor, at?.x ?? pane.width / 2, at?.y ?? pane.height / 2));
}

export const panBy = (dx, dy) => apply({...view, x: view.x + dx, y: view.y + dy});

/** A point of the canvas element in the pane it lies in. */
export function paneOf(event) {
  const box = canvas.getBoundingClientRect();
  const x = event.clientX - box.left;
  const pane = panes().findLast((other) => x >= other.x) ?? panes()[0];
  return {x: x - pane.x, y: event.clientY - box.top, pane};
}

export function pointOf(event) {
  const {x, y} = paneOf(event);
  return toPicture(view, x, y);
}

/** How far from a point of the picture a click still means it. */
export const reach = () => 7 / view.scale;

export function showPoint(point) {
  const moved = showing(view, point, panes()[0]);
  if (moved.x !== view.x || moved.y !== view.y) {
    apply(moved);
  }
}

watch(['preferences', 'overlayHidden'], () => {
  const wanted = panes().length;
  if (wanted !== watchedPanes) {
    watchedPanes = wanted;
    if (fit) {
      fitView();
    }
  }
});
let watchedPanes = 1;

function checkers(target) {
  if (!checker) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 16;
    const brush = tile.getContext('2d');
    brush.fillStyle = '#5a5a5a';
    brush.fillRect(0, 0, 16, 16);
    brush.fillStyle = '#6e6e6e';
    brush.fillRect(0, 0, 8, 8);
    brush.fillRect(8, 8, 8, 8);
    checker = target.createPattern(tile, 'repeat');
  }
  checker.setTransform(new DOMMatrix().scale(1 / (view.scale * ratio())));
  return checker;
}

/** The frame to show: the wanted one as soon as its picture and its mask are here, until then the one before. */
function pick() {
  const here = bestImage(local.frame, pictureWidth());
  const map = here && shownMap(local.frame);
  if (here && (map || performance.now() - sinceFrame > 250)) {
    shown = local.frame;
    return {image: here, map};
  }
  if (here) {
    setTimeout(() => touch('mask'), 260);
  }
  const before = shown === null ? null : bestImage(shown, pictureWidth());
  return before ? {image: before, map: shownMap(shown)} : null;
}

/** The frame whose picture is on the canvas; it may lag behind the playhead. */
export const shownFrame = () => shown;

function draw() {
  const begin = performance.now();
  context.setTransform(1, 0, 0, 1, 0, 0);
  const found = pick();
  context.fillStyle = getComputedStyle(host).backgroundColor;
  context.fillRect(0, 0, sheet.width, sheet.height);
  if (!found) {
    return;
  }
  const {look, table} = lookOf(project.objects);
  const now = mode();
  const scene = {
    ...found, look, table, mode: now, width: project.width, height: project.height, view, ratio: ratio(),
    other: now === 'difference' ? comparisonOf(shown) : null,
    quick: local.playing || local.scrubbing, opacity: preferences.opacity, background: preferences.background, checker: checkers,
  };
  for (const pane of panes()) {
    compose(context, {...scene, pane});
  }
  canvas.dataset.shown = shown;
  timing.last = performance.now() - begin;
  timing.worst = Math.max(timing.worst, timing.last);
}

function drawMarks() {
  markContext.setTransform(1, 0, 0, 1, 0, 0);
  markContext.clearRect(0, 0, canvas.width, canvas.height);
  if (shown === local.frame && !local.playing) {
    panes().forEach(marks);
  }
}

function marks(pane) {
  const tool = TOOLS[local.tool];
  const at = local.cursor ?? local.pointer;
  markContext.save();
  markContext.beginPath();
  markContext.rect(pane.x * ratio(), 0, pane.width * ratio(), canvas.height);
  markContext.clip();
  const lines = pen(markContext, view, ratio(), pane.x);
  tool.draw?.(lines, at);
  gesture.current?.draw?.(lines);
  if (at && tool.size) {
    lines.ring(at, preferences[tool.size] / 2);
  }
  if (local.cursor) {
    lines.cross(local.cursor);
  }
  markContext.restore();
}
