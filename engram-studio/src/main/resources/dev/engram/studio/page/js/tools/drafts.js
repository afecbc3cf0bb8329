import {attempt, change, inOrder} from '../state/api.js';
import {project, touch} from '../state/store.js';
import {loadMask, maskOf} from '../media/masks.js';
import {union} from './raster.js';

/**
 * Edits that were drawn here and that the server has not answered yet. A frame is shown as the server's mask with its
 * drafts drawn on top, so a stroke is there at once and stays until the server's mask has it.
 */
const drafts = new Map();
let serial = 0;

/**
 * Begins a draft: `draw(sheet, from)` draws it into {labels, width, height} from its part number `from` on and returns
 * the changed rectangle.
 */
export function beginDraft(frame, draw) {
  const draft = {frame, draw, drawn: 0};
  const list = drafts.get(frame) ?? {edits: [], map: null};
  drafts.set(frame, list);
  list.edits.push(draft);
  touch('mask');
  return draft;
}

export function dropDraft(draft) {
  const list = drafts.get(draft.frame);
  if (!list) {
    return;
  }
  list.edits = list.edits.filter((other) => other !== draft);
  list.map = null;
  if (!list.edits.length) {
    drafts.delete(draft.frame);
  }
  touch('mask');
}

/** Sends an edit after those before it, and lets go of its draft when the server's mask is here. */
export function send(frame, path, body, draft) {
  return inOrder(frame, () =>
    attempt(async () => {
      try {
        const reply = await change('POST', `/frames/${frame}/${path}`, await body());
        await loadMask(frame);
        return reply;
      } finally {
        if (draft) {
          dropDraft(draft);
        }
      }
    }),
  );
}

/** The map of a frame as it is to be shown: {labels, serial, dirty}, or null while it is not here. */
export function shownMap(frame) {
  const base = maskOf(frame);
  const list = drafts.get(frame);
  if (!base || !list) {
    return base;
  }
  if (list.map?.base !== base.serial) {
    list.map = {
      base: base.serial, labels: Uint16Array.from(base.labels), serial: `draft ${++serial}`, dirty: null,
      width: project.width, height: project.height,
    };
    list.edits.forEach((edit) => (edit.drawn = 0));
  }
  for (const edit of list.edits) {
    list.map.dirty = union(list.map.dirty, edit.draw(list.map, edit));
  }
  return list.map;
}
