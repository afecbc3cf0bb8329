import {Layer, DIFFERENCE_TABLE, difference} from './layer.js';
import {palette} from './colours.js';

/** The ways to look at a mask. Each has a title and what it is good for. */
export const OVERLAYS = [
  {id: 'mask', title: 'Mask', about: 'objects tinted in their colours'},
  {id: 'outline', title: 'Outline', about: 'the edge alone, the picture untouched'},
  {id: 'fade', title: 'Fade', about: 'background grey and dark'},
  {id: 'foreground', title: 'Foreground only', about: 'objects cut out on a checkerboard'},
  {id: 'blur', title: 'Blurred background', about: 'objects sharp, the rest soft'},
  {id: 'colour', title: 'Coloured background', about: 'objects on one colour, as on a green screen'},
  {id: 'matte', title: 'Matte', about: 'masks alone on black'},
  {id: 'side', title: 'Side by side', about: 'picture left, mask right'},
  {id: 'difference', title: 'Difference', about: 'against another result: green only here, purple only there'},
  {id: 'none', title: 'Picture only', about: 'no mask'},
];

const overlay = new Layer();
const cutter = new Layer();
const scratch = document.createElement('canvas');
const soft = document.createElement('canvas');
let differ = null;

/**
 * Draws a frame into a pane of the canvas.
 * @param scene {image, map, other, objects, width, height, mode, opacity, background, view, pane, ratio, checker}
 */
export function compose(context, scene) {
  const {view, pane, ratio} = scene;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(pane.x * ratio, 0, pane.width * ratio, pane.height * ratio);
  context.clip();
  const place = () => context.setTransform(
    view.scale * ratio, 0, 0, view.scale * ratio, (pane.x + view.x) * ratio, view.y * ratio);
  place();
  const crisp = view.scale * ratio >= 3;
  context.imageSmoothingEnabled = !crisp;
  context.imageSmoothingQuality = view.scale * ratio < 1 && !scene.quick ? 'medium' : 'low';
  (DRAW[scene.mode] ?? DRAW.mask)(context, scene);
  context.restore();
}

const picture = (context, scene) => context.drawImage(scene.image, 0, 0, scene.width, scene.height);

function tint(context, scene, alpha, edge = 0) {
  if (!scene.map) {
    return;
  }
  overlay.paint(scene.map, scene.table, scene.width, scene.height, `${scene.look} ${edge}`, edge);
  context.globalAlpha = alpha;
  context.drawImage(overlay.canvas, 0, 0);
  context.globalAlpha = 1;
}

/** The picture where objects are, drawn on what is there already. */
function cutOut(context, scene) {
  if (!scene.map) {
    return;
  }
  const {canvas} = context;
  if (scratch.width !== canvas.width || scratch.height !== canvas.height) {
    scratch.width = canvas.width;
    scratch.height = canvas.height;
  }
  cutter.paint(scene.map, scene.table, scene.width, scene.height, scene.look, 0);
  const {bounds} = cutter;
  if (bounds.right <= bounds.left) {
    return;
  }
  const sheet = scratch.getContext('2d');
  sheet.setTransform(1, 0, 0, 1, 0, 0);
  sheet.globalCompositeOperation = 'source-over';
  sheet.save();
  const area = onCanvas(context, bounds);
  sheet.beginPath();
  sheet.rect(area.x, area.y, area.width, area.height);
  sheet.clip();
  sheet.clearRect(area.x, area.y, area.width, area.height);
  sheet.setTransform(context.getTransform());
  sheet.imageSmoothingEnabled = context.imageSmoothingEnabled;
  sheet.drawImage(cutter.canvas, 0, 0);
  sheet.globalCompositeOperation = 'source-in';
  sheet.drawImage(scene.image, 0, 0, scene.width, scene.height);
  sheet.restore();
  const transform = context.getTransform();
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (area.width > 0 && area.height > 0) {
    context.drawImage(scratch, area.x, area.y, area.width, area.height, area.x, area.y, area.width, area.height);
  }
  context.setTransform(transform);
}

/** Where a rectangle of the picture lies on the canvas, in whole device pixels, cut to the canvas. */
function onCanvas(context, {left, top, right, bottom}) {
  const {a: scale, e, f} = context.getTransform();
  const clip = (value, limit) => Math.min(Math.max(value, 0), limit);
  const x = clip(Math.floor(left * scale + e) - 1, context.canvas.width);
  const y = clip(Math.floor(top * scale + f) - 1, context.canvas.height);
  return {
    x, y,
    width: clip(Math.ceil(right * scale + e) + 1, context.canvas.width) - x,
    height: clip(Math.ceil(bottom * scale + f) + 1, context.canvas.height) - y,
  };
}

function flood(context, scene, style, operation = 'source-over') {
  context.globalCompositeOperation = operation;
  context.fillStyle = style;
  context.fillRect(0, 0, scene.width, scene.height);
  context.globalCompositeOperation = 'source-over';
}

/** A soft picture: halved until it is small, then drawn large. */
function blurred(context, scene) {
  const small = Math.max(24, Math.round(scene.width / 40));
  soft.width = small;
  soft.height = Math.max(1, Math.round((small * scene.height) / scene.width));
  const pen = soft.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(scene.image, 0, 0, soft.width, soft.height);
  context.imageSmoothingEnabled = true;
  context.drawImage(soft, 0, 0, scene.width, scene.height);
  context.imageSmoothingEnabled = scene.view.scale * scene.ratio < 3;
}

function differences(context, scene) {
  picture(context, scene);
  flood(context, scene, '#808080', 'saturation');
  flood(context, scene, 'rgba(0,0,0,.45)');
  if (!scene.map || !scene.other?.labels) {
    return;
  }
  const name = `${scene.map.serial} ${scene.other.serial}`;
  if (differ?.name !== name || scene.map.dirty) {
    differ = {name, map: {labels: difference(scene.map.labels, scene.other.labels), serial: Math.random(), dirty: null}};
    scene.map.dirty = null;
  }
  overlay.paint(differ.map, DIFFERENCE_TABLE, scene.width, scene.height, 'difference', 0);
  context.globalAlpha = Math.max(0.6, scene.opacity);
  context.drawImage(overlay.canvas, 0, 0);
  context.globalAlpha = 1;
}

const DRAW = {
  none: picture,
  mask: (context, scene) => {
    picture(context, scene);
    tint(context, scene, scene.opacity);
  },
  outline: (context, scene) => {
    picture(context, scene);
    tint(context, scene, 1, Math.max(1, Math.round(2.2 / scene.view.scale)));
  },
  fade: (context, scene) => {
    picture(context, scene);
    flood(context, scene, '#808080', 'saturation');
    flood(context, scene, `rgba(0,0,0,${0.25 + 0.6 * scene.opacity})`);
    cutOut(context, scene);
  },
  foreground: (context, scene) => {
    flood(context, scene, scene.checker(context));
    cutOut(context, scene);
  },
  blur: (context, scene) => {
    blurred(context, scene);
    cutOut(context, scene);
  },
  colour: (context, scene) => {
    flood(context, scene, scene.background);
    cutOut(context, scene);
  },
  matte: (context, scene) => {
    flood(context, scene, '#000000');
    tint(context, scene, 1);
  },
  side: (context, scene) => {
    picture(context, scene);
    if (scene.pane.index === 1) {
      tint(context, scene, scene.opacity);
    }
  },
  difference: differences,
};

let paletteOf = null;
let table = null;

/** The colour table of objects and a text that changes with it. */
export function lookOf(objects) {
  const look = objects.map(({label, colour, hidden}) => `${label}${hidden ? '-' : colour}`).join();
  if (look !== paletteOf) {
    paletteOf = look;
    table = palette(objects);
  }
  return {look, table};
}
