import {allDone, attempt, change, inOrder} from './api.js';
import {announce, notice} from './notices.js';
import {local, objectOf, onMerge, project, set} from './store.js';
import {nextColour} from '../canvas/colours.js';

/** The object that tools work on: the chosen one while it exists, else the first. */
export const activeObject = () => objectOf(local.label) ?? project.objects[0] ?? null;

onMerge((keys) => {
  if (keys.includes('objects') && !objectOf(local.label) && project.objects.length) {
    set({label: project.objects[0].label});
  }
});

/** One after the other, so that the last one is chosen and each has a colour of its own. */
export async function addObject(name = null) {
  const reply = await inOrder('objects', () =>
    attempt(() => change('POST', '/objects', {name, colour: nextColour(project.objects)})));
  if (reply?.label) {
    set({label: reply.label});
    announce(`Object ${reply.label} added`);
  }
  return reply?.label ?? 0;
}

export const changeObject = (label, changes) => attempt(() => change('PATCH', `/objects/${label}`, changes));

export async function deleteObject(label) {
  const name = objectOf(label)?.name ?? label;
  await allDone();
  const reply = await attempt(() => change('DELETE', `/objects/${label}`));
  if (reply) {
    notice(`Deleted ${name}. Undo brings it back.`);
  }
}

export function chooseObject(label) {
  const object = objectOf(label);
  if (object) {
    set({label});
    announce(`${object.name}${object.locked ? ', locked' : ''}${object.hidden ? ', hidden' : ''}`);
  }
}

export function chooseByPosition(position) {
  const object = project.objects[position];
  if (object) {
    chooseObject(object.label);
  }
}

/** Adds the first object of a project by itself when a tool is used; `ready` gives the label to send. */
export function target() {
  const object = activeObject();
  if (!object) {
    const ready = addObject();
    return {label: 1, ready};
  }
  if (object.locked) {
    notice(`${object.name} is locked. Unlock it to change it.`, 'warning');
    return null;
  }
  return {label: object.label, ready: Promise.resolve(object.label)};
}

export const lockedLabels = (except) =>
  new Set(project.objects.filter((object) => object.locked && object.label !== except).map((object) => object.label));

/** Says that the chosen object is not in the frame at hand. */
export function markAbsent(frame = local.frame) {
  const object = activeObject();
  if (object) {
    inOrder(frame, () => attempt(() => change('DELETE', `/frames/${frame}/labels/${object.label}`)));
  }
}
