/** Frames to x and back. `first` is the frame at the left edge (a fraction), `perFrame` the pixels of one frame. */
export function wholeScale(frames, width) {
  return {first: 0, perFrame: Math.max(width, 1) / Math.max(frames, 1)};
}

export const toX = (scale, frame) => (frame - scale.first) * scale.perFrame;

export const toFrame = (scale, x) => Math.floor(scale.first + x / scale.perFrame);

/** Keeps the scale within the video: not narrower than all of it, not wider than 40 pixels a frame. */
export function bounded(scale, frames, width) {
  const whole = wholeScale(frames, width).perFrame;
  const perFrame = Math.min(Math.max(scale.perFrame, whole), Math.max(40, whole));
  const visible = width / perFrame;
  return {perFrame, first: Math.min(Math.max(scale.first, 0), Math.max(0, frames - visible))};
}

export function zoomedScale(scale, factor, x, frames, width) {
  const at = scale.first + x / scale.perFrame;
  const whole = wholeScale(frames, width).perFrame;
  const perFrame = Math.min(Math.max(scale.perFrame * factor, whole), Math.max(40, whole));
  return bounded({perFrame, first: at - x / perFrame}, frames, width);
}

/** Moves the scale so that a frame is in sight. */
export function following(scale, frame, frames, width) {
  const x = toX(scale, frame);
  if (x >= 0 && x + scale.perFrame <= width) {
    return scale;
  }
  const visible = width / scale.perFrame;
  return bounded({...scale, first: frame - visible * (x < 0 ? 0.8 : 0.2)}, frames, width);
}

/** Frames between two labels of the ruler, so that labels are at least `room` pixels apart. */
export function labelStep(perFrame, room) {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      if (step * power * perFrame >= room) {
        return step * power;
      }
    }
  }
}

/** The least confidence and whether any is known, for every pixel column of a visible part. */
export function columns(confidence, scale, width) {
  const values = new Float32Array(Math.ceil(width)).fill(NaN);
  for (let x = 0; x < values.length; x++) {
    const from = Math.max(0, Math.floor(scale.first + x / scale.perFrame));
    const to = Math.min(confidence.length, Math.max(from + 1, Math.floor(scale.first + (x + 1) / scale.perFrame)));
    for (let frame = from; frame < to; frame++) {
      const value = confidence[frame];
      if (!Number.isNaN(value) && !(value >= values[x])) {
        values[x] = value;
      }
    }
  }
  return values;
}
