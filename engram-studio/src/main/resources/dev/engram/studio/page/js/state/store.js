/**
 * All that the page knows. `project` is the server's state and changes only through merge(); `local` belongs to this
 * window. Views say which keys they read and are called once per animation frame after one of them changed.
 */
export const project = {
  name: '', folder: '', input: '', frames: 0, width: 0, height: 0, frameRate: 25, frameNames: null,
  model: null, objects: [], references: [], masks: {revision: 0, ranges: []}, confidence: [],
  suggestions: {state: 'none', done: 0, total: 0, error: null, frames: []},
  propagation: {state: 'idle'}, memory: null, history: {undo: null, redo: null}, settings: {}, exports: [],
  exportFormats: [], comparison: null, comparisons: null, cached: [], revision: 0,
};

export const local = {
  connection: 'connecting', loaded: false, frame: 0, label: 0, tool: 'click', playing: 0, scrubbing: false, follow: true,
  overlayHidden: false, panel: 'references', dialog: null, copied: null, pointer: null, cursor: null, session: null,
  busy: 0, range: null, notices: [], importing: null, renaming: 0, zoom: 1, until: 'end', asked: null,
};

const watchers = [];
let changed = new Set();
let scheduled = false;

/** Calls `update(changedKeys)` once per animation frame after any of the keys changed. */
export function watch(keys, update) {
  watchers.push({keys: new Set(keys), update});
}

/** Says that keys changed. */
export function touch(...keys) {
  for (const key of keys) {
    changed.add(key);
  }
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(flush);
  }
}

function flush() {
  scheduled = false;
  const keys = changed;
  changed = new Set();
  for (const {keys: wanted, update} of watchers) {
    for (const key of keys) {
      if (wanted.has(key)) {
        update(keys);
        break;
      }
    }
  }
}

/** Changes local keys; those that stay as they were tell nobody. */
export function set(changes) {
  for (const [key, value] of Object.entries(changes)) {
    if (local[key] !== value) {
      local[key] = value;
      touch(key);
    }
  }
}

const hooks = [];

/** Calls `hook(keys)` at once, before any view, when the server's state changed. */
export function onMerge(hook) {
  hooks.push(hook);
}

/** Takes changes of the server. Keys of a later version of the server are ignored. */
export function merge(changes, revision) {
  const keys = Object.keys(changes).filter((key) => key in project && key !== 'revision');
  for (const key of keys) {
    project[key] = changes[key];
  }
  if (revision !== undefined) {
    project.revision = revision;
  }
  for (const hook of hooks) {
    hook(keys);
  }
  touch(...keys);
}

export const objectOf = (label) => project.objects.find((object) => object.label === label);

export const referenceAt = (frame) => project.references.find((reference) => reference.frame === frame);

/** Whether sorted inclusive ranges hold a frame. */
export function inRanges(ranges, frame) {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (frame < ranges[middle][0]) {
      high = middle - 1;
    } else if (frame > ranges[middle][1]) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}
