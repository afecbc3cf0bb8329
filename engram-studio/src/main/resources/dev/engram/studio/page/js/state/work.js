import {allDone, attempt, change, inOrder, request} from './api.js';
import {announce, notice} from './notices.js';
import {preferences} from './preferences.js';
import {local, onMerge, project, referenceAt, set} from './store.js';
import {activeObject} from './objects.js';
import {jump} from '../media/player.js';

// more would be refused while it is being sent, and the browser might not show why
const MOST_UPLOAD = 512 * 2 ** 20;

/** What the user can ask the server to do; every failure shows as the server's line. */
export async function history(step) {
  await allDone();
  const reply = await attempt(() => change('POST', `/${step}`, {}));
  if (Number.isInteger(reply?.frame)) {
    jump(reply.frame);
  }
  if (reply) {
    announce(step === 'undo' ? 'Undone' : 'Done again');
  }
  return reply;
}

export const addReference = (frame = local.frame) =>
  inOrder(frame, () => attempt(() => change('PUT', `/frames/${frame}/reference`, {})));

export const removeReference = (frame) =>
  inOrder(frame, () => attempt(() => change('DELETE', `/frames/${frame}/reference`)));

export const toggleReference = (frame = local.frame) =>
  referenceAt(frame) ? removeReference(frame) : addReference(frame);

/** Makes a mask file of the user's the mask of a frame. */
export const replaceMask = (frame, file) =>
  inOrder(frame, () =>
    attempt(() => change('PUT', `/frames/${frame}/mask`, file, {type: file.type || 'image/png'})));

export function copyMask(frame = local.frame) {
  const object = activeObject();
  set({copied: {frame, label: object?.label ?? null}});
  notice(`Frame ${frame} is the one to copy ${object?.name ?? 'masks'} from. Paste puts it into another frame.`);
}

export function pasteMask(frame = local.frame, from = local.copied?.frame, all = false) {
  const object = activeObject();
  if (from === undefined || from === frame) {
    notice('Copy the mask of another frame first.', 'warning');
    return Promise.resolve();
  }
  const labels = all || !object ? null : [object.label];
  return inOrder(frame, () => attempt(() => change('POST', `/frames/${frame}/copy`, {from, labels})));
}

export const propagating = () => ['running', 'pausing', 'paused', 'stopping'].includes(project.propagation.state);

export async function propagate(direction) {
  await allDone();
  const from = local.frame;
  const reply = await attempt(() =>
    change('POST', '/propagation', {from, direction, until: local.until, to: null}));
  if (reply) {
    set({follow: true, playing: 0});
    announce(`Propagating ${direction} from frame ${from}`);
  }
}

export function pauseOrResume() {
  const step = project.propagation.state === 'paused' ? 'resume' : 'pause';
  set({asked: step === 'pause' ? 'pausing' : null});
  return attempt(() => change('POST', `/propagation/${step}`, {}));
}

export function stopPropagation() {
  set({asked: 'stopping'});
  return attempt(() => change('POST', '/propagation/stop', {}));
}

onMerge((keys) => {
  if (keys.includes('propagation') && project.propagation.state !== 'running') {
    set({asked: null});
  }
});

export async function suggest() {
  await allDone();
  const {count, alpha, minimumMask} = preferences;
  return attempt(() => change('POST', '/suggestions', {count, alpha, minimumMask}));
}

export const clearSuggestions = () => attempt(() => change('DELETE', '/suggestions'));

export const dismissSuggestion = (frame) => attempt(() => change('DELETE', `/suggestions/${frame}`));

/** A suggested frame's mask is right: it becomes a reference as it stands. */
export async function acceptSuggestion(frame) {
  if (await addReference(frame)) {
    dismissSuggestion(frame);
  }
}

export const changeSettings = (changes) => attempt(() => change('PUT', '/settings', changes));

export async function startExport(options) {
  await allDone();
  return attempt(() => change('POST', '/exports', options));
}

export const removeExport = (id) => attempt(() => change('DELETE', `/exports/${encodeURIComponent(id)}`));

export const compareWith = (folder) => attempt(() => change('PUT', '/comparison', {folder}));

export const endComparison = () => attempt(() => change('DELETE', '/comparison'));

function uploadOf(files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > MOST_UPLOAD) {
    throw new Error(`That is ${Math.ceil(bytes / 2 ** 20)} MB, and ${MOST_UPLOAD / 2 ** 20} the most.`);
  }
  if (files.length === 1 && /\.zip$/i.test(files[0].name)) {
    return {body: files[0], type: 'application/zip'};
  }
  const form = new FormData();
  files.forEach((file) => form.append('files', file, file.name));
  return {body: form};
}

/** Asks what an import would take; the answer goes into the import dialog. */
export async function previewImport(files) {
  set({importing: {files, state: 'asking'}, dialog: 'import'});
  try {
    const response = await request('POST', '/imports?preview=true', uploadOf(files));
    set({importing: {files, state: 'ready', preview: await response.json()}});
  } catch (failure) {
    set({importing: {files, state: 'refused', error: failure.message}});
  }
}

export async function runImport() {
  const {files, preview} = local.importing;
  set({importing: {files, preview, state: 'sending'}});
  try {
    const response = await request('POST', '/imports', uploadOf(files));
    const {frames = []} = await response.json();
    notice(`Imported masks of ${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}.`);
    set({importing: null, dialog: null});
    if (frames.length) {
      jump(frames[0]);
    }
  } catch (failure) {
    set({importing: {files, preview, state: 'refused', error: failure.message}});
  }
}
