import {BASE} from '../state/api.js';
import {project, touch} from '../state/store.js';
import {Lru} from './lru.js';

export const SMALL = 320;
const STEPS = [SMALL, 640, 960, 1280, 1600, 1920, 2560, 3840, 5120, 7680];
const bitmaps = new Lru(420 << 20, (entry) => entry.width * entry.height * 4, (entry) => entry.close());
const widths = new Map();
const asked = new Map();
const AT_ONCE = 5;
let queue = [];
let loadTime = 0.03;

const key = (frame, width) => `${frame}@${width}`;

/** The width to ask for when `pixels` device pixels show the whole frame: few widths, so that caches hit. */
export const stepFor = (pixels) => {
  const most = project.width || SMALL;
  return Math.min(STEPS.find((step) => step >= pixels) ?? most, most);
};

/** Mean seconds that one frame takes to come, while as many as allowed are on their way. */
export const meanLoad = () => loadTime / AT_ONCE;

/** The sharpest picture of a frame that is here, at most as wide as needed, or null. */
export function bestImage(frame, width) {
  const exact = bitmaps.get(key(frame, width));
  if (exact) {
    return exact;
  }
  const others = [...(widths.get(frame) ?? [])].filter((other) => bitmaps.has(key(frame, other)));
  return others.length ? bitmaps.get(key(frame, Math.max(...others))) : null;
}

export const hasImage = (frame, width) => bitmaps.has(key(frame, width));

/**
 * Replaces what is to be loaded: a list of {frame, width}, the most wanted first. Requests on their way that are not in
 * the list are given up.
 */
export function wantImages(list) {
  const wanted = new Set(list.map(({frame, width}) => key(frame, width)));
  for (const [name, control] of asked) {
    if (!wanted.has(name)) {
      control.abort();
      asked.delete(name);
    }
  }
  queue = list.filter(({frame, width}) => !bitmaps.has(key(frame, width)) && !asked.has(key(frame, width)));
  pump();
}

function pump() {
  while (queue.length && asked.size < AT_ONCE) {
    const {frame, width} = queue.shift();
    load(frame, width);
  }
}

async function load(frame, width) {
  const name = key(frame, width);
  const control = new AbortController();
  asked.set(name, control);
  const begin = performance.now();
  try {
    const response = await fetch(`${BASE}/frames/${frame}/image?width=${width}`, {signal: control.signal});
    if (!response.ok) {
      throw new Error(`frame ${frame}: ${response.status}`);
    }
    const bitmap = await createImageBitmap(await response.blob());
    bitmaps.set(name, bitmap);
    if (!widths.has(frame)) {
      widths.set(frame, new Set());
    }
    widths.get(frame).add(width);
    loadTime += 0.2 * ((performance.now() - begin) / 1000 - loadTime);
    touch('image');
  } catch {
    // given up, or the server is away: it is asked again when the frame is looked at again
  } finally {
    if (asked.get(name) === control) {
      asked.delete(name);
    }
    pump();
  }
}
