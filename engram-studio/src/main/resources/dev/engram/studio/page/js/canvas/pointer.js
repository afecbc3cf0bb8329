import {local, project, set, touch} from '../state/store.js';
import {TOOLS} from '../tools/tools.js';
import {closePolygon} from '../tools/shapes.js';
import {canvasElement, gesture, panBy, pointOf, paneOf, reach, shownFrame, zoomBy} from './stage.js';

/** Pointer and wheel on the canvas: panning, zooming and the tools' gestures. */
let panning = null;
let spaceHeld = false;

export function holdSpace(held) {
  spaceHeld = held;
  cursorStyle();
}

export const spaceIsHeld = () => spaceHeld;

/** Whether the held space bar was used to pan, so that lifting it does not start playing. */
export const panned = {bySpace: false};

export function mountPointer() {
  const canvas = canvasElement();
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', cancelGesture);
  canvas.addEventListener('pointerleave', () => set({pointer: null}));
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('dblclick', () => local.tool === 'polygon' && closePolygon());
  canvas.addEventListener('wheel', wheel, {passive: false});
}

export function cursorStyle() {
  const canvas = canvasElement();
  canvas.classList.toggle('pans', local.tool === 'pan' || spaceHeld);
  canvas.classList.toggle('panning', Boolean(panning));
  canvas.classList.toggle('draws', Boolean(TOOLS[local.tool].size) && !spaceHeld && !panning);
}

function down(event) {
  const canvas = canvasElement();
  canvas.focus({preventScroll: true});
  if (event.button === 1 || spaceHeld || local.tool === 'pan') {
    event.preventDefault();
    panned.bySpace = spaceHeld;
    panning = {x: event.clientX, y: event.clientY};
    canvas.setPointerCapture(event.pointerId);
    cursorStyle();
    return;
  }
  if (gesture.current || !project.frames || event.button > 2) {
    return;
  }
  set({playing: 0, cursor: null});
  if (shownFrame() !== local.frame) {
    return;
  }
  const tool = TOOLS[local.tool];
  gesture.current = tool.begin(pointOf(event), {negative: event.button === 2 || event.shiftKey, reach: reach()});
  if (gesture.current) {
    canvas.setPointerCapture(event.pointerId);
    touch('session', 'mask');
  }
}

function move(event) {
  if (panning) {
    panBy(event.clientX - panning.x, event.clientY - panning.y);
    panning = {x: event.clientX, y: event.clientY};
    return;
  }
  if (gesture.current) {
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length ? parts : [event]) {
      gesture.current.move(pointOf(part));
    }
    touch('mask');
  }
  set({pointer: pointOf(event)});
}

function up(event) {
  if (panning) {
    panning = null;
    cursorStyle();
    return;
  }
  const done = gesture.current;
  if (done) {
    gesture.current = null;
    done.end(pointOf(event));
    touch('session', 'mask');
  }
}

export function cancelGesture() {
  panning = null;
  const had = gesture.current;
  gesture.current = null;
  had?.cancel();
  touch('session', 'mask');
  return Boolean(had);
}

function wheel(event) {
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : 1;
  if (event.shiftKey) {
    panBy(-(event.deltaX || event.deltaY) * lines, 0);
    return;
  }
  const {x, y} = paneOf(event);
  zoomBy(Math.exp(-event.deltaY * lines * 0.0016), {x, y});
}
