import {local, project, set, touch, watch} from '../state/store.js';
import {hintView} from '../state/events.js';
import {preferences} from '../state/preferences.js';
import {SMALL, hasImage, meanLoad, wantImages} from './images.js';
import {forgetMasks, wantMask} from './masks.js';

/** Moves the playhead and keeps what it will need next on its way. */
let width = SMALL;
let direction = 1;
let settle = 0;
let start = {time: 0, frame: 0};

export const clampFrame = (frame) => Math.min(Math.max(Math.round(frame), 0), Math.max(project.frames - 1, 0));

/** Says how wide pictures have to be for the zoom at hand. */
export function setPictureWidth(wanted) {
  if (wanted !== width) {
    width = wanted;
    plan();
  }
}

export const pictureWidth = () => width;

/** Goes to a frame because the user said so: playing and following a propagation end. */
export function jump(frame, {scrub = false} = {}) {
  set({playing: 0, follow: false});
  move(frame, scrub);
}

/** Goes to a frame without touching what plays or follows. */
export function move(frame, scrub = false) {
  const to = clampFrame(frame);
  if (to !== local.frame) {
    direction = to > local.frame ? 1 : -1;
  }
  set({frame: to, scrubbing: scrub});
  plan();
}

export const endScrub = () => {
  set({scrubbing: false});
  plan();
};

export function play(towards = 1) {
  if (local.playing === towards) {
    set({playing: 0});
    plan();
    return;
  }
  const atEnd = towards > 0 ? local.frame >= project.frames - 1 : local.frame <= 0;
  if (atEnd) {
    set({frame: towards > 0 ? 0 : project.frames - 1});
  }
  set({playing: towards, follow: false});
  direction = towards;
  start = {time: performance.now(), frame: local.frame};
  requestAnimationFrame(tick);
}

function tick(now) {
  if (!local.playing) {
    return;
  }
  const passed = Math.max(0, Math.floor(((now - start.time) / 1000) * (project.frameRate || 25)));
  let target = start.frame + local.playing * passed;
  if (target < 0 || target >= project.frames) {
    if (!preferences.loop) {
      set({playing: 0});
      move(target);
      return;
    }
    target = local.playing > 0 ? 0 : project.frames - 1;
    start = {time: now, frame: target};
  }
  if (target !== local.frame && (hasImage(target, width) || hasImage(target, SMALL))) {
    set({frame: target});
  }
  planPlay(target);
  requestAnimationFrame(tick);
}

/** While playing: what comes next, leaving out frames if they come slower than they are shown. */
function planPlay(target) {
  const rate = project.frameRate || 25;
  const stride = Math.max(1, Math.ceil(meanLoad() * rate));
  const list = [];
  for (let step = 0; step < 30; step++) {
    const frame = target + local.playing * (stride * step + (stride > 1 ? 2 : 0));
    if (frame < 0 || frame >= project.frames) {
      break;
    }
    list.push({frame, width});
    if (step < 12) {
      wantMask(frame, 'low');
    }
  }
  wantImages(list);
}

/** While standing or scrubbing: this frame (small first if it has to be quick), then its neighbours. */
export function plan() {
  clearTimeout(settle);
  if (!project.frames || local.playing) {
    return;
  }
  const frame = local.frame;
  const here = {frame, width};
  const small = {frame, width: Math.min(SMALL, width)};
  forgetMasks((other) => Math.abs(other - frame) <= 12);
  wantMask(frame);
  if (local.scrubbing && !hasImage(frame, width)) {
    wantImages([small]);
    settle = setTimeout(() => {
      wantImages([small, here]);
    }, 150);
    return;
  }
  const list = hasImage(frame, width) ? [] : [small, here];
  for (const step of [1, 2, -1, 3, 4, 5, 6, -2]) {
    const other = frame + direction * step;
    if (other >= 0 && other < project.frames) {
      list.push({frame: other, width});
    }
  }
  wantImages(list);
  for (const step of [1, 2, -1]) {
    const other = frame + direction * step;
    if (other >= 0 && other < project.frames) {
      wantMask(other, 'low');
    }
  }
}

watch(['frame'], () => {
  hintView(local.frame);
  touch('image');
});

let refresh = 0;
watch(['masks', 'comparison'], () => {
  if (!refresh) {
    refresh = setTimeout(() => {
      refresh = 0;
      wantMask(local.frame);
    }, 250);
  }
});
watch(['connection', 'frames'], () => local.connection === 'open' && plan());
