/** Where the picture lies in its pane. Lengths are CSS pixels; `scale` is CSS pixels for one of the picture's. */
export const MIN_SCALE = 0.02;
export const MAX_SCALE = 80;

export function fitted(picture, pane, margin = 0) {
  const scale = Math.max(
    MIN_SCALE,
    Math.min((pane.width - 2 * margin) / picture.width, (pane.height - 2 * margin) / picture.height),
  );
  return centred(picture, pane, scale);
}

export function centred(picture, pane, scale) {
  return {
    scale,
    x: (pane.width - picture.width * scale) / 2,
    y: (pane.height - picture.height * scale) / 2,
  };
}

/** Zooms so that the point (x, y) of the pane stays over the same pixel. */
export function zoomedAt(view, factor, x, y) {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, view.scale * factor));
  const ratio = scale / view.scale;
  return {scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio};
}

/** Keeps at least a part of the picture in the pane. */
export function kept(view, picture, pane) {
  const within = (at, length, room) => Math.min(Math.max(at, Math.min(60, room / 2) - length), room - Math.min(60, room / 2));
  return {
    scale: view.scale,
    x: within(view.x, picture.width * view.scale, pane.width),
    y: within(view.y, picture.height * view.scale, pane.height),
  };
}

/** The view moved so that a point of the picture is in the pane, `margin` from its edge. */
export function showing(view, point, pane, margin = 40) {
  const x = view.x + point.x * view.scale;
  const y = view.y + point.y * view.scale;
  return {
    scale: view.scale,
    x: view.x + Math.max(0, margin - x) - Math.max(0, x - (pane.width - margin)),
    y: view.y + Math.max(0, margin - y) - Math.max(0, y - (pane.height - margin)),
  };
}

export const toPicture = (view, x, y) => ({x: (x - view.x) / view.scale, y: (y - view.y) / view.scale});
