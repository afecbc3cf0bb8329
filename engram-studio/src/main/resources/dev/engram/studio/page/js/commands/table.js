import {local, objectOf, project, referenceAt, set} from '../state/store.js';
import {prefer, preferences, theme} from '../state/preferences.js';
import {announce, notice} from '../state/notices.js';
import * as objects from '../state/objects.js';
import * as work from '../state/work.js';
import {endSession, followHistory} from '../tools/prompts.js';
import {closePolygon, dropCorner, dropPolygon, polygonOpen} from '../tools/shapes.js';
import {TOOLS} from '../tools/tools.js';
import {OVERLAYS} from '../canvas/compose.js';
import {chosenOverlay, fitView, pixelView, zoomBy} from '../canvas/stage.js';
import {cancelGesture} from '../canvas/pointer.js';
import {moveCursor, toggleCursor, useTool} from '../canvas/cursor.js';
import {jump, play} from '../media/player.js';
import {confidences, nextLow} from '../timeline/quality.js';
import {wholeTimeline, zoomTimeline} from '../timeline/timeline.js';

/**
 * Every command once: what it is called, its keys and what it does. The key handler, the buttons' tooltips and the help
 * are made of this table. `keys` are as parseKey() in keys.js writes them; `run` answers false if the key is not its own now;
 * `when` says whether the command can be given now.
 */
const step = (by) => () => jump(local.frame + by);

const stepOrMove = (by, dx, dy, size) => () => moveCursor(dx * size, dy * size) || step(by)();

function nextOf(frames, towards) {
  const sorted = [...frames].sort((a, b) => a - b);
  return towards > 0
    ? sorted.find((frame) => frame > local.frame) ?? sorted[0]
    : sorted.findLast((frame) => frame < local.frame) ?? sorted.at(-1);
}

function toReference(towards) {
  const frame = nextOf(project.references.map((reference) => reference.frame), towards);
  frame === undefined ? notice('No frame is a reference yet.') : jump(frame);
}

function toSuggestion() {
  const frame = nextOf((project.suggestions.frames ?? []).map((suggestion) => suggestion.frame), 1);
  frame === undefined ? notice('No frames are suggested. Ask for some in the References panel.') : jump(frame);
}

function toLow(towards) {
  const frame = nextLow(local.frame, preferences.lowConfidence, towards);
  frame === null ? notice('No other frame has a low confidence.') : jump(frame);
}

async function history(which) {
  if (polygonOpen() && which === 'undo') {
    dropCorner();
    return;
  }
  const reply = await work.history(which);
  if (reply) {
    followHistory(which);
  }
}

function overlay(by) {
  const usable = OVERLAYS.filter(({id}) => id !== 'difference' || project.comparison);
  const at = usable.findIndex(({id}) => id === chosenOverlay());
  const next = usable[(at + by + usable.length) % usable.length];
  prefer({overlay: next.id});
  set({overlayHidden: false});
  announce(`Overlay ${next.title}`);
}

function size(factor) {
  const name = TOOLS[local.tool].size ?? 'brush';
  const now = preferences[name];
  const wanted = factor > 1 ? Math.max(now + 1, now * factor) : Math.min(now - 1, now * factor);
  prefer({[name]: Math.min(400, Math.max(1, Math.round(wanted)))});
}

function escape() {
  const closed = cancelGesture() || dropPolygon() || endSession();
  if (!closed) {
    set({cursor: null, playing: 0});
  }
}

const toggleObject = (key) => () => {
  const object = objects.activeObject();
  if (object) {
    objects.changeObject(object.label, {[key]: !object[key]});
  }
};

/** The model does one thing at a time. */
const idle = () => !work.propagating() && project.suggestions.state !== 'running';
const busy = () => work.propagating();
const anyObject = () => project.objects.length > 0;
const anyReference = () => project.references.length > 0;
const selected = () => Boolean(objectOf(local.label));

const tools = Object.entries(TOOLS).map(([id, tool]) => ({
  id: `tool-${id}`, group: 'Tools', title: tool.title, about: tool.help, icon: tool.icon, keys: [tool.key],
  run: () => set({tool: id}),
}));

export const COMMANDS = [
  {id: 'play', group: 'Time', title: 'Play or stop', icon: 'play-fill', keys: ['space'], run: () => play(1)},
  {id: 'play-back', group: 'Time', title: 'Play backward', icon: 'caret-left-fill', keys: ['shift+space'], run: () => play(-1)},
  {id: 'previous-frame', group: 'Time', title: 'Previous frame', icon: 'chevron-left', keys: ['arrowleft', ','], run: stepOrMove(-1, -1, 0, 1), repeat: true},
  {id: 'next-frame', group: 'Time', title: 'Next frame', icon: 'chevron-right', keys: ['arrowright', '.'], run: stepOrMove(1, 1, 0, 1), repeat: true},
  {id: 'back-10', group: 'Time', title: '10 frames back', keys: ['shift+arrowleft', 'pageup'], run: stepOrMove(-10, -1, 0, 10), repeat: true},
  {id: 'forward-10', group: 'Time', title: '10 frames on', keys: ['shift+arrowright', 'pagedown'], run: stepOrMove(10, 1, 0, 10), repeat: true},
  {id: 'first-frame', group: 'Time', title: 'First frame', icon: 'skip-start-fill', keys: ['home'], run: () => jump(0)},
  {id: 'last-frame', group: 'Time', title: 'Last frame', icon: 'skip-end-fill', keys: ['end'], run: () => jump(project.frames - 1)},
  {id: 'previous-reference', group: 'Time', title: 'Previous reference', icon: 'skip-backward-fill', keys: ['arrowup', '<'], when: () => anyReference() || local.cursor, run: () => moveCursor(0, -1) || toReference(-1), repeat: true},
  {id: 'next-reference', group: 'Time', title: 'Next reference', icon: 'skip-forward-fill', keys: ['arrowdown', '>'], when: () => anyReference() || local.cursor, run: () => moveCursor(0, 1) || toReference(1), repeat: true},
  {id: 'next-suggestion', group: 'Time', title: 'Next suggested frame', icon: 'lightbulb', keys: ['u'], run: toSuggestion},
  {id: 'next-low', group: 'Time', title: 'Next frame of low confidence', icon: 'graph-down', keys: ['l'], run: () => toLow(1)},
  {id: 'previous-low', group: 'Time', title: 'Previous frame of low confidence', keys: ['shift+l'], run: () => toLow(-1)},
  {id: 'loop', group: 'Time', title: 'Play in a loop', icon: 'arrow-repeat', keys: ['q'], run: () => prefer({loop: !preferences.loop})},
  {id: 'timeline-in', group: 'Time', title: 'Zoom the timeline in', icon: 'zoom-in', keys: ['z'], run: () => zoomTimeline(2)},
  {id: 'timeline-out', group: 'Time', title: 'Zoom the timeline out', icon: 'zoom-out', keys: ['shift+z'], run: () => zoomTimeline(0.5)},
  {id: 'timeline-all', group: 'Time', title: 'The whole video in the timeline', icon: 'arrows-expand-vertical', keys: ['shift+f'], run: wholeTimeline},

  ...tools,
  {id: 'smaller', group: 'Tools', title: 'Smaller brush', keys: ['['], run: () => size(1 / 1.15), repeat: true},
  {id: 'larger', group: 'Tools', title: 'Larger brush', keys: [']'], run: () => size(1.15), repeat: true},
  {id: 'keyboard-cursor', group: 'Tools', title: 'Keyboard cursor', about: 'Arrow keys move it (Shift: ten pixels), Enter uses the tool.', icon: 'crosshair', keys: ['m'], run: toggleCursor},
  {id: 'cursor-up-10', group: 'Tools', title: 'Keyboard cursor 10 pixels up', keys: ['shift+arrowup'], run: () => moveCursor(0, -10), repeat: true},
  {id: 'cursor-down-10', group: 'Tools', title: 'Keyboard cursor 10 pixels down', keys: ['shift+arrowdown'], run: () => moveCursor(0, 10), repeat: true},
  {id: 'use-tool', group: 'Tools', title: 'Use the tool at the keyboard cursor; close the polygon', keys: ['enter'], run: () => useTool(false) || closePolygon()},
  {id: 'use-tool-negative', group: 'Tools', title: 'The same the other way round: a negative click, erase', keys: ['shift+enter'], run: () => useTool(true)},
  {id: 'close-polygon', group: 'Tools', title: 'Close the polygon', keys: ['ctrl+enter'], when: polygonOpen, run: closePolygon},
  {id: 'drop-corner', group: 'Tools', title: "Take back the polygon's last corner", keys: ['backspace'], when: polygonOpen, run: dropCorner, repeat: true},
  {id: 'escape', group: 'Tools', title: 'End clicks, drop the polygon, leave the keyboard cursor', keys: ['escape'], run: escape},

  {id: 'undo', group: 'Editing', title: 'Undo', icon: 'arrow-counterclockwise', keys: ['ctrl+z'], when: () => project.history.undo || polygonOpen(), run: () => history('undo'), repeat: true},
  {id: 'redo', group: 'Editing', title: 'Redo', icon: 'arrow-clockwise', keys: ['ctrl+shift+z', 'ctrl+y'], when: () => project.history.redo, run: () => history('redo'), repeat: true},
  {id: 'copy-mask', group: 'Editing', title: "Copy the object's mask", icon: 'copy', keys: ['ctrl+c'], when: anyObject, run: () => work.copyMask()},
  {id: 'paste-mask', group: 'Editing', title: 'Paste it into this frame', icon: 'clipboard-check', keys: ['ctrl+v'], when: () => local.copied, run: () => work.pasteMask()},
  {id: 'absent', group: 'Editing', title: 'The object is not in this frame', icon: 'slash-circle', keys: ['delete'], when: anyObject, run: () => objects.markAbsent()},
  {id: 'reference', group: 'Editing', title: 'Make this frame a reference, or take it out', icon: 'diamond-fill', keys: ['k'], when: anyObject, run: () => work.toggleReference()},

  {id: 'add-object', group: 'Objects', title: 'New object', icon: 'plus-lg', keys: ['n'], run: () => objects.addObject()},
  {id: 'choose-object', group: 'Objects', title: 'Choose object 1 to 9', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], shown: '1 – 9', run: (key) => objects.chooseByPosition(Number(key) - 1)},
  {id: 'lock-object', group: 'Objects', title: 'Lock or unlock the object', keys: ['y'], when: selected, run: toggleObject('locked')},
  {id: 'hide-object', group: 'Objects', title: 'Hide or show the object', keys: ['shift+h'], when: selected, run: toggleObject('hidden')},
  {id: 'delete-object', group: 'Objects', title: 'Delete the object', keys: ['shift+delete'], when: selected, run: () => objects.deleteObject(local.label)},

  {id: 'propagate-forward', group: 'Propagation', title: 'Propagate forward', about: 'from this frame on', icon: 'arrow-right', keys: ['g'], when: () => idle() && anyObject(), run: () => work.propagate('forward')},
  {id: 'propagate-backward', group: 'Propagation', title: 'Propagate backward', about: 'from this frame back', icon: 'arrow-left', keys: ['shift+g'], when: () => idle() && anyObject(), run: () => work.propagate('backward')},
  {id: 'propagate-all', group: 'Propagation', title: 'Propagate to all frames', about: 'each from its nearest reference', icon: 'arrow-left-right', keys: ['a'], when: () => idle() && anyReference(), run: () => work.propagate('outward')},
  {id: 'pause', group: 'Propagation', title: 'Pause or resume', icon: 'pause-fill', keys: ['x'], when: busy, run: work.pauseOrResume},
  {id: 'stop', group: 'Propagation', title: 'Stop propagating', icon: 'stop-fill', keys: ['shift+x'], when: busy, run: work.stopPropagation},
  {id: 'follow', group: 'Propagation', title: 'Follow the propagation', icon: 'binoculars', keys: ['w'], when: busy, run: () => set({follow: !local.follow})},
  {id: 'suggest', group: 'Propagation', title: 'Suggest frames to correct', icon: 'lightbulb', keys: ['shift+u'], when: () => idle() && anyReference(), run: work.suggest},

  {id: 'overlay-next', group: 'View', title: 'Next overlay', icon: 'layers-half', keys: ['o'], run: () => overlay(1)},
  {id: 'overlay-previous', group: 'View', title: 'Previous overlay', keys: ['shift+o'], run: () => overlay(-1)},
  {id: 'overlay-hide', group: 'View', title: 'Hide the overlay (hold or tap)', icon: 'eye-slash', keys: ['h'], hold: true, run: () => set({overlayHidden: !local.overlayHidden})},
  {id: 'zoom-in', group: 'View', title: 'Zoom in', icon: 'zoom-in', keys: ['+', '='], run: () => zoomBy(1.25), repeat: true},
  {id: 'zoom-out', group: 'View', title: 'Zoom out', icon: 'zoom-out', keys: ['-'], run: () => zoomBy(0.8), repeat: true},
  {id: 'zoom-fit', group: 'View', title: 'Fit', icon: 'arrows-angle-expand', keys: ['0'], run: fitView},
  {id: 'zoom-pixel', group: 'View', title: 'One to one', icon: 'aspect-ratio', keys: ['i'], run: pixelView},
  {id: 'theme', group: 'View', title: 'Dark or light', icon: 'circle-half', keys: ['t'], run: () => prefer({theme: theme() === 'dark' ? 'light' : 'dark'})},

  {id: 'panel-references', group: 'Panels', title: 'References', keys: ['f2'], run: () => openPanel('references')},
  {id: 'panel-memory', group: 'Panels', title: 'Memory', keys: ['f3'], run: () => openPanel('memory')},
  {id: 'panel-export', group: 'Panels', title: 'Export', icon: 'download', keys: ['f4', 'ctrl+e'], run: () => openPanel('export')},
  {id: 'panel-settings', group: 'Panels', title: 'Settings', icon: 'sliders', keys: ['f8'], run: () => openPanel('settings')},
  {id: 'import', group: 'Panels', title: 'Import masks', icon: 'upload', keys: ['ctrl+i'], run: () => set({dialog: 'import', importing: null})},
  {id: 'help', group: 'Panels', title: 'Help and keys', icon: 'question-lg', keys: ['?', 'f1'], run: () => set({dialog: local.dialog === 'help' ? null : 'help'})},
];

function openPanel(panel) {
  set({panel});
  requestAnimationFrame(() => document.getElementById(`tab-${panel}`)?.focus());
}

const byId = new Map(COMMANDS.map((command) => [command.id, command]));

export function commandOf(id) {
  const command = byId.get(id);
  if (!command) {
    throw new Error(`no command ${id}`);
  }
  return command;
}

export const possible = (command) => local.loaded && (!command.when || Boolean(command.when()));

export function give(id, key) {
  const command = commandOf(id);
  return possible(command) ? command.run(key) : false;
}

export const isReference = () => Boolean(referenceAt(local.frame));
