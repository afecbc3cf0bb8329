import {lockedLabels, target} from '../state/objects.js';
import {local} from '../state/store.js';
import {preferences} from '../state/preferences.js';
import {beginDraft, dropDraft, send} from './drafts.js';
import {putter, stampSegment, union} from './raster.js';

/** One stroke of the brush or the eraser, drawn here while the pointer moves and sent when it lifts. */
export function beginStroke(erasing) {
  return (point, {negative}) => {
    const aim = target();
    if (!aim) {
      return null;
    }
    const frame = local.frame;
    const erase = erasing || negative;
    const radius = preferences.brush / 2;
    const locked = lockedLabels(aim.label);
    const exact = ({x, y}) => (radius <= 1 ? {x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5} : {x: round(x), y: round(y)});
    const points = [exact(point)];
    const apart = Math.max(0.4, radius / 10);
    const draft = beginDraft(frame, (sheet, edit) => {
      const put = putter(sheet.labels, aim.label, erase, locked);
      let area = null;
      for (; edit.drawn < points.length; edit.drawn++) {
        const from = points[Math.max(0, edit.drawn - 1)];
        area = union(area, stampSegment(sheet, from, points[edit.drawn], radius, put));
      }
      return area;
    });
    const add = (next) => {
      const last = points[points.length - 1];
      const to = exact(next);
      if (Math.hypot(to.x - last.x, to.y - last.y) >= apart) {
        points.push(to);
      }
    };
    return {
      move: add,
      end(last) {
        add(last);
        const body = async () => ({
          label: await aim.ready, erase, radius,
          points: points.map(({x, y}) => [x, y]),
        });
        return send(frame, 'strokes', body, draft);
      },
      cancel: () => dropDraft(draft),
    };
  };
}

export const round = (value) => Math.round(value * 100) / 100;
