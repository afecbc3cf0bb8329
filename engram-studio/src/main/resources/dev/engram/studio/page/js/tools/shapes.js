import {lockedLabels, target} from '../state/objects.js';
import {local, project, touch, watch} from '../state/store.js';
import {beginDraft, send} from './drafts.js';
import {fillPolygon, floodRegion, putter} from './raster.js';
import {round} from './brush.js';

let shape = null;

export const polygonOpen = () => Boolean(shape);

/** Adds a corner; one on the first or the last corner closes the polygon. */
export function beginCorner(point, {negative, reach}) {
  if (!shape) {
    const aim = target();
    shape = aim && {aim, frame: local.frame, erase: negative, points: [point], next: point};
  } else {
    const near = (other) => Math.hypot(point.x - other.x, point.y - other.y) <= reach;
    const {points} = shape;
    if (points.length > 2 && (near(points[0]) || near(points[points.length - 1]))) {
      closePolygon();
    } else if (!near(points[points.length - 1])) {
      points.push(point);
    }
  }
  touch('session');
  return null;
}

export function closePolygon() {
  const done = shape;
  if (!done) {
    return false;
  }
  shape = null;
  touch('session');
  if (done.points.length > 2) {
    const {aim, erase, frame, points} = done;
    const locked = lockedLabels(aim.label);
    const draft = beginDraft(frame, (sheet, edit) => {
      if (edit.drawn) {
        return null;
      }
      edit.drawn = 1;
      return fillPolygon(sheet, points, putter(sheet.labels, aim.label, erase, locked));
    });
    send(frame, 'polygon', async () => ({
      label: await aim.ready, erase, points: points.map(({x, y}) => [round(x), round(y)]),
    }), draft);
  }
  return true;
}

export function dropCorner() {
  if (!shape) {
    return false;
  }
  shape.points.pop();
  if (!shape.points.length) {
    shape = null;
  }
  touch('session');
  return true;
}

export function dropPolygon() {
  const open = polygonOpen();
  shape = null;
  touch('session');
  return open;
}

watch(['frame', 'tool', 'label'], () => {
  if (shape && (local.tool !== 'polygon' || shape.frame !== local.frame)) {
    dropPolygon();
  }
});

export function drawPolygon(pen, pointer) {
  if (shape) {
    pen.line(pointer ? [...shape.points, pointer] : shape.points, {dash: shape.erase ? [4, 4] : []});
    shape.points.forEach((point, i) => pen.handle(point, i > 0));
  }
}

/** Fills the region of one label under a point. */
export function beginFill(point, {negative}) {
  const x = Math.floor(point.x);
  const y = Math.floor(point.y);
  if (x < 0 || y < 0 || x >= project.width || y >= project.height) {
    return null;
  }
  const aim = target();
  if (!aim) {
    return null;
  }
  const frame = local.frame;
  return {
    move() {},
    cancel() {},
    end() {
      const locked = lockedLabels(aim.label);
      const draft = beginDraft(frame, (sheet, edit) => {
        if (edit.drawn) {
          return null;
        }
        edit.drawn = 1;
        const under = sheet.labels[y * sheet.width + x];
        const put = putter(sheet.labels, negative ? under : aim.label, negative, locked);
        return locked.has(under) ? null : floodRegion(sheet, x, y, put);
      });
      return send(frame, 'fill', async () => ({label: await aim.ready, erase: negative, x: round(point.x), y: round(point.y)}), draft);
    },
  };
}
