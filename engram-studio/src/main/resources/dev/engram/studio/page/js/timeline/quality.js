import {onMerge, project} from '../state/store.js';

/** Confidence by frame: the server's runs, and what came with masks since. NaN where there is none. */
let values = new Float32Array(0);

onMerge((keys) => {
  if (keys.includes('confidence') || values.length !== project.frames) {
    values = expand(project.confidence, project.frames);
  }
});

export function expand(runs, frames) {
  const all = new Float32Array(frames).fill(NaN);
  for (const [first, list] of runs ?? []) {
    list.forEach((value, i) => {
      if (value !== null && first + i < frames) {
        all[first + i] = value;
      }
    });
  }
  return all;
}

export const confidences = () => values;

export function putConfidence(frame, value) {
  if (frame < values.length) {
    values[frame] = value;
  }
}

/** The next frame where the confidence falls below a limit: the lowest of each low stretch. */
export function nextLow(frame, limit, towards = 1) {
  const n = values.length;
  let inside = values[frame] < limit;
  for (let step = 1; step < n; step++) {
    const at = (frame + towards * step + n * 2) % n;
    const low = values[at] < limit;
    if (low && !inside) {
      let best = at;
      for (let other = at; other >= 0 && other < n && values[other] < limit; other += towards) {
        if (values[other] < values[best]) {
          best = other;
        }
      }
      return best;
    }
    inside = low;
  }
  return null;
}
