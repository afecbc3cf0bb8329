import {request} from '../state/api.js';
import {inRanges, onMerge, project, touch} from '../state/store.js';
import {decode, sameBytes} from './runs.js';
import {Lru} from './lru.js';

/** Runs are small, so many frames are kept; maps are large, so few are. */
const runs = new Lru(96 << 20, (entry) => entry.bytes.length + 200);
const maps = new Lru(128 << 20, (entry) => entry.labels.byteLength);
const asked = new Map();
const REST = 1000;
let serial = 0;
let empty = null;
let stateTime = 0;
let labels = '';

onMerge((keys) => {
  if (keys.includes('masks')) {
    stateTime = performance.now();
  }
  if (keys.includes('objects')) {
    const now = project.objects.map(({label}) => label).join();
    if (now !== labels) {
      labels = now;
      forgetAll();
    }
  }
});

/** An object came or went: masks are shown until they were asked for again, but count as out of date. */
function forgetAll() {
  for (const entry of runs.map.values()) {
    entry.revision = -1;
    entry.time = -Infinity;
  }
  forgetMasks(() => false);
  touch('masks');
}

/** A map of no object at all. */
function none() {
  const pixels = project.width * project.height;
  if (empty?.labels.length !== pixels) {
    empty = {labels: new Uint8Array(pixels), serial: ++serial, dirty: null};
  }
  return empty;
}

const known = (frame, entry) => inRanges(project.masks.ranges, frame) || entry?.pushed > stateTime;

/** The label map of a frame {labels, serial, dirty}, or null while it is on its way. */
export function maskOf(frame) {
  const entry = runs.get(frame);
  if (!known(frame, entry)) {
    return none();
  }
  if (!entry) {
    return null;
  }
  let map = maps.get(frame);
  if (map?.entry !== entry) {
    map = {labels: decode(entry.bytes, project.width * project.height), serial: ++serial, dirty: null, entry};
    maps.set(frame, map);
  }
  return map;
}

/** Takes runs that the server sent by itself. */
export function putMask(frame, bytes, confidence) {
  store(frame, bytes, performance.now());
  if (!Number.isNaN(confidence)) {
    touch('confidences');
  }
}

function store(frame, bytes, pushed) {
  const old = runs.get(frame);
  const fresh = {revision: project.masks.revision, time: performance.now(), pushed};
  if (old && sameBytes(old.bytes, bytes)) {
    Object.assign(old, fresh);
  } else {
    runs.set(frame, {bytes, ...fresh});
  }
  touch('mask');
}

const stale = (entry) =>
  !entry || (entry.revision !== project.masks.revision && performance.now() - entry.time > REST);

/** Sees to it that a frame's mask is here and not out of date. */
export function wantMask(frame, priority = 'high') {
  const entry = runs.get(frame);
  if (asked.has(frame) || !stale(entry) || !known(frame, entry)) {
    return;
  }
  loadMask(frame, priority).catch(() => {});
}

/** Fetches a frame's mask now, whatever is here already. */
export async function loadMask(frame, priority = 'high') {
  asked.get(frame)?.abort();
  const control = new AbortController();
  asked.set(frame, control);
  try {
    const response = await request('GET', `/frames/${frame}/mask`, {
      signal: control.signal, cache: 'no-cache', priority,
    });
    store(frame, new Uint8Array(await response.arrayBuffer()), performance.now());
  } finally {
    if (asked.get(frame) === control) {
      asked.delete(frame);
    }
  }
}

/** Gives up requests for frames that nobody looks at any more. */
export function forgetMasks(keep) {
  for (const [frame, control] of asked) {
    if (!keep(frame)) {
      control.abort();
      asked.delete(frame);
    }
  }
}

const comparisons = new Lru(64 << 20, (entry) => entry.labels?.byteLength ?? 100);
let comparisonName = null;

/** The other result's map of a frame, null while it is on its way, or {labels: null} where it has none. */
export function comparisonOf(frame) {
  const name = project.comparison?.name ?? null;
  if (name !== comparisonName) {
    comparisonName = name;
    [...comparisons.map.keys()].forEach((key) => comparisons.delete(key));
  }
  if (!name) {
    return {labels: null, serial: 0};
  }
  const entry = comparisons.get(frame);
  if (entry) {
    return entry.pending ? null : entry;
  }
  comparisons.set(frame, {pending: true});
  request('GET', `/frames/${frame}/comparison`)
    .then(async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      comparisons.set(frame, {labels: decode(bytes, project.width * project.height), serial: ++serial});
    })
    .catch(() => comparisons.set(frame, {labels: null, serial: 0}))
    .finally(() => touch('mask'));
  return null;
}
