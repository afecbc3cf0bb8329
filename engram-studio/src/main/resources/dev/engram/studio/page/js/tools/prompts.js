import {objectOf, local, project, set, touch, watch} from '../state/store.js';
import {notice} from '../state/notices.js';
import {preferences} from '../state/preferences.js';
import {target} from '../state/objects.js';
import {shownMap, send} from './drafts.js';
import {round} from './brush.js';

/**
 * Clicks, boxes and scribbles that together tell which pixels are meant. A session holds them for one object in one
 * frame; each new prompt sends all of them. It ends with the frame, the object, the tool or by Escape.
 */
const PROMPT_TOOLS = new Set(['click', 'box', 'scribble']);

export const MODES = [
  {id: 'auto', title: 'Auto', about: 'the prompts correct the mask that is there, or make a new one'},
  {id: 'replace', title: 'New', about: 'the prompts make the whole mask'},
  {id: 'add', title: 'Add', about: 'what the prompts find is added'},
  {id: 'subtract', title: 'Subtract', about: 'what the prompts find is taken away'},
];

export function endSession() {
  if (local.session) {
    set({session: null});
    return true;
  }
  return false;
}

watch(['frame', 'label', 'tool', 'objects'], () => {
  const {session} = local;
  // the first click of a project is sent, and so busy, before its object is there
  if (session && (session.frame !== local.frame || session.label !== local.label ||
      !PROMPT_TOOLS.has(local.tool) || (!local.busy && !objectOf(session.label)))) {
    endSession();
  }
});

function hasPixels(label) {
  const labels = shownMap(local.frame)?.labels;
  return Boolean(labels?.includes(label));
}

function sessionFor(aim) {
  if (local.session?.label === aim.label && local.session.frame === local.frame) {
    return local.session;
  }
  const mode = preferences.promptMode === 'auto' ? 'correct' : preferences.promptMode;
  const corrects = mode === 'correct' && hasPixels(aim.label);
  return {id: newId(), frame: local.frame, label: aim.label, mode, corrects, prompts: [], undone: []};
}

/** randomUUID is there only for pages of this machine or of https. */
const newId = () =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(16)).join('-');

async function add(aim, prompt) {
  let session = sessionFor(aim);
  if (prompt.kind === 'box' && session.prompts.some((other) => other.kind === 'box')) {
    endSession();
    session = sessionFor(aim);
  }
  if (!session.corrects && !prompt.positive && session.prompts.length === 0) {
    notice('Click the object first: a negative prompt needs something to take from.', 'warning');
    return;
  }
  session.prompts.push(prompt);
  session.undone = [];
  set({session, label: aim.label});
  touch('session');
  const body = bodyOf(session);
  set({busy: local.busy + 1});
  const reply = await send(session.frame, 'prompts', async () => ({...body, label: await aim.ready}), null);
  set({busy: local.busy - 1});
  if (!reply && local.session === session) {
    session.prompts = session.prompts.filter((other) => other !== prompt);
    touch('session');
  }
}

function bodyOf(session) {
  const of = (kind) => session.prompts.filter((prompt) => prompt.kind === kind);
  const box = of('box')[0];
  return {
    session: session.id,
    mode: session.mode,
    clicks: of('click').map((click) => ({x: round(click.x), y: round(click.y), positive: click.positive})),
    box: box ? {left: round(box.left), top: round(box.top), right: round(box.right), bottom: round(box.bottom)} : null,
    scribbles: of('scribble').map((scribble) => ({
      points: scribble.points.map(({x, y}) => [round(x), round(y)]), radius: scribble.radius, positive: scribble.positive,
    })),
  };
}

/** Takes back or repeats the marks when the server's history does so with the masks. */
export function followHistory(step) {
  const {session} = local;
  const from = step === 'undo' ? session?.prompts : session?.undone;
  const to = step === 'undo' ? session?.undone : session?.prompts;
  if (from?.length) {
    to.push(from.pop());
    touch('session');
  }
}

const within = ({x, y}) => x >= 0 && y >= 0 && x < project.width && y < project.height;

export function beginClick(point, {negative}) {
  const aim = within(point) && target();
  return aim ? {move() {}, cancel() {}, end: () => add(aim, {kind: 'click', ...point, positive: !negative})} : null;
}

export function beginBox(point) {
  const aim = target();
  let other = point;
  return aim && {
    move: (to) => (other = to),
    cancel() {},
    end(to) {
      const clip = (value, limit) => Math.min(Math.max(value, 0), limit);
      const box = {
        left: clip(Math.min(point.x, to.x), project.width), right: clip(Math.max(point.x, to.x), project.width),
        top: clip(Math.min(point.y, to.y), project.height), bottom: clip(Math.max(point.y, to.y), project.height),
      };
      return box.right - box.left >= 2 && box.bottom - box.top >= 2
        ? add(aim, {kind: 'box', ...box, positive: true})
        : undefined;
    },
    draw: (pen) => pen.box(point, other),
  };
}

export function beginScribble(point, {negative}) {
  const aim = target();
  const points = [point];
  const radius = preferences.scribble / 2;
  return aim && {
    move(to) {
      const last = points[points.length - 1];
      if (Math.hypot(to.x - last.x, to.y - last.y) >= 1) {
        points.push(to);
      }
    },
    cancel() {},
    end: () => add(aim, {kind: 'scribble', points, radius, positive: !negative}),
    draw: (pen) => pen.scribble(points.length > 1 ? points : [point, point], radius, !negative),
  };
}

export function drawSession(pen) {
  for (const prompt of local.session?.prompts ?? []) {
    if (prompt.kind === 'box') {
      pen.box({x: prompt.left, y: prompt.top}, {x: prompt.right, y: prompt.bottom});
    } else if (prompt.kind === 'scribble') {
      const points = prompt.points.length > 1 ? prompt.points : [prompt.points[0], prompt.points[0]];
      pen.scribble(points, prompt.radius, prompt.positive);
    }
  }
  for (const prompt of local.session?.prompts ?? []) {
    if (prompt.kind === 'click') {
      pen.click(prompt, prompt.positive);
    }
  }
}
