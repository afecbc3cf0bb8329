import {local, objectOf, project, set, touch} from '../state/store.js';
import {announce} from '../state/notices.js';
import {shownMap} from '../tools/drafts.js';
import {TOOLS} from '../tools/tools.js';
import {focusCanvas, gesture, reach, showPoint} from './stage.js';

/** A cursor moved by the arrow keys, so that every tool works without a pointer. */
export function toggleCursor() {
  if (local.cursor) {
    set({cursor: null});
    announce('Keyboard cursor off');
    return;
  }
  const start = local.pointer ?? {x: project.width / 2, y: project.height / 2};
  focusCanvas();
  place(start);
  announce('Keyboard cursor on. Arrow keys move it, with Shift by ten pixels. Enter uses the tool, Shift and Enter the other way round.');
}

function place(point) {
  const centre = (value, limit) => Math.min(Math.max(Math.floor(value), 0), limit - 1) + 0.5;
  const cursor = {x: centre(point.x, project.width), y: centre(point.y, project.height)};
  set({cursor});
  showPoint(cursor);
  gesture.current?.move(cursor);
  touch('mask');
}

/** Moves the cursor if it is on; false where the arrow keys mean time: without a cursor and on the timeline. */
export function moveCursor(dx, dy) {
  if (!local.cursor || document.activeElement?.id === 'timeline') {
    return false;
  }
  place({x: local.cursor.x + dx, y: local.cursor.y + dy});
  announce(readOut(local.cursor));
  return true;
}

/** Enter: uses the tool here; tools that drag begin with the first and end with the second. */
export function useTool(negative) {
  if (!local.cursor) {
    return false;
  }
  const point = local.cursor;
  if (gesture.current) {
    const done = gesture.current;
    gesture.current = null;
    done.end(point);
    announce('Sent');
  } else {
    const tool = TOOLS[local.tool];
    gesture.current = tool.begin(point, {negative, reach: reach()});
    if (gesture.current && !tool.drag) {
      const done = gesture.current;
      gesture.current = null;
      done.end(point);
      announce(`${tool.title} at ${readOut(point)}`);
    } else if (gesture.current) {
      announce(`${tool.title} begun. Move with the arrow keys, Enter ends.`);
    }
  }
  touch('session', 'mask');
  return true;
}

/** Position and object under a point, as text. */
export function readOut(point) {
  const x = Math.floor(point.x);
  const y = Math.floor(point.y);
  if (x < 0 || y < 0 || x >= project.width || y >= project.height) {
    return '';
  }
  const label = shownMap(local.frame)?.labels[y * project.width + x] ?? 0;
  return `${x}, ${y}${label ? ` · ${objectOf(label)?.name ?? `object ${label}`}` : ''}`;
}
