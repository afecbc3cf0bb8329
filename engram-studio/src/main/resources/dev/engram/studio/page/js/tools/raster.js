/**
 * Drawing into label maps just as the server does, so that nothing jumps when its mask comes. A pixel i covers
 * [i, i + 1) and belongs to a shape if its centre does. Every function returns the rectangle that it may have changed.
 */
export function stampSegment(sheet, from, to, radius, put) {
  const {width, height} = sheet;
  const area = {
    left: Math.max(0, Math.floor(Math.min(from.x, to.x) - radius)),
    top: Math.max(0, Math.floor(Math.min(from.y, to.y) - radius)),
    right: Math.min(width, Math.ceil(Math.max(from.x, to.x) + radius) + 1),
    bottom: Math.min(height, Math.ceil(Math.max(from.y, to.y) + radius) + 1),
  };
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy;
  const limit = radius * radius;
  for (let y = area.top; y < area.bottom; y++) {
    for (let x = area.left; x < area.right; x++) {
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const along = length ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      if (ex * ex + ey * ey <= limit) {
        put(y * width + x);
      }
    }
  }
  return area;
}

/** Fills a polygon by the even-odd rule. */
export function fillPolygon(sheet, points, put) {
  const {width, height} = sheet;
  const ys = points.map((point) => point.y);
  const xs = points.map((point) => point.x);
  const area = {
    left: Math.max(0, Math.floor(Math.min(...xs))), top: Math.max(0, Math.floor(Math.min(...ys))),
    right: Math.min(width, Math.ceil(Math.max(...xs)) + 1), bottom: Math.min(height, Math.ceil(Math.max(...ys)) + 1),
  };
  for (let y = area.top; y < area.bottom; y++) {
    const cuts = [];
    for (let i = 0; i < points.length; i++) {
      const a = points[i];
      const b = points[(i + 1) % points.length];
      if (a.y <= y + 0.5 !== b.y <= y + 0.5) {
        cuts.push(a.x + ((y + 0.5 - a.y) / (b.y - a.y)) * (b.x - a.x));
      }
    }
    cuts.sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const last = Math.min(width, Math.ceil(cuts[i + 1] - 0.5));
      for (let x = Math.max(0, Math.ceil(cuts[i] - 0.5)); x < last; x++) {
        put(y * width + x);
      }
    }
  }
  return area;
}

/** Visits the connected region (four neighbours) of one label around a pixel. */
export function floodRegion(sheet, x, y, put) {
  const {width, height, labels} = sheet;
  const wanted = labels[y * width + x];
  const seen = new Uint8Array(labels.length);
  const stack = [y * width + x];
  const area = {left: x, top: y, right: x + 1, bottom: y + 1};
  const found = [];
  seen[stack[0]] = 1;
  const visit = (i) => {
    if (!seen[i] && labels[i] === wanted) {
      seen[i] = 1;
      stack.push(i);
    }
  };
  while (stack.length) {
    const i = stack.pop();
    const px = i % width;
    const py = (i - px) / width;
    found.push(i);
    area.left = Math.min(area.left, px);
    area.right = Math.max(area.right, px + 1);
    area.top = Math.min(area.top, py);
    area.bottom = Math.max(area.bottom, py + 1);
    if (px > 0) visit(i - 1);
    if (px + 1 < width) visit(i + 1);
    if (py > 0) visit(i - width);
    if (py + 1 < height) visit(i + width);
  }
  found.forEach(put);
  return area;
}

export const union = (a, b) =>
  a && b
    ? {
        left: Math.min(a.left, b.left), top: Math.min(a.top, b.top),
        right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom),
      }
    : a ?? b;

/** What a tool does to a pixel of a map: locked objects stay, erasing takes only the object's own pixels. */
export function putter(labels, label, erase, locked) {
  return erase
    ? (i) => {
        if (labels[i] === label) {
          labels[i] = 0;
        }
      }
    : (i) => {
        if (!locked.has(labels[i])) {
          labels[i] = label;
        }
      };
}
