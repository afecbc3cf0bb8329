/** A canvas of the picture's own size that shows one label map in colours; painted anew only where it has to be. */
export class Layer {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.serial = -1;
    this.style = '';
    this.bounds = null;
  }

  /**
   * @param map {labels, serial, dirty}: `dirty` is a rectangle that changed since the last call, and is taken
   * @param table colour words by label
   * @param style what table and edge are made of, as text
   * @param edge 0 to fill objects, else the width of their inner outline in pixels
   */
  paint(map, table, width, height, style, edge) {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.context = this.canvas.getContext('2d', {willReadFrequently: false});
      this.data = this.context.createImageData(width, height);
      this.words = new Uint32Array(this.data.data.buffer);
      this.serial = -1;
    }
    let area = {left: 0, top: 0, right: width, bottom: height};
    const whole = map.serial !== this.serial || style !== this.style;
    if (whole) {
      this.bounds = {left: width, top: height, right: 0, bottom: 0};
    } else {
      if (!map.dirty) {
        return;
      }
      area = {
        left: Math.max(0, map.dirty.left - edge), top: Math.max(0, map.dirty.top - edge),
        right: Math.min(width, map.dirty.right + edge), bottom: Math.min(height, map.dirty.bottom + edge),
      };
    }
    map.dirty = null;
    this.serial = map.serial;
    this.style = style;
    if (edge) {
      outline(map.labels, table, this.words, width, height, area, edge);
    } else {
      fill(map.labels, table, this.words, width, area, this.bounds);
    }
    this.context.putImageData(
      this.data, 0, 0, area.left, area.top, area.right - area.left, area.bottom - area.top);
  }
}

/** Colours an area and widens `bounds` to what has a colour. */
function fill(labels, table, words, width, area, bounds) {
  for (let y = area.top; y < area.bottom; y++) {
    const row = y * width;
    const end = row + area.right;
    let first = -1;
    let last = -1;
    for (let i = row + area.left; i < end; i++) {
      const label = labels[i];
      if (label === 0) {
        words[i] = 0;
      } else {
        words[i] = table[label];
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (first >= 0) {
      bounds.left = Math.min(bounds.left, first - row);
      bounds.right = Math.max(bounds.right, last - row + 1);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = y + 1 > bounds.bottom ? y + 1 : bounds.bottom;
    }
  }
}

function outline(labels, table, words, width, height, area, edge) {
  for (let y = area.top; y < area.bottom; y++) {
    const up = y >= edge ? -edge * width : 0;
    const down = y + edge < height ? edge * width : 0;
    const row = y * width;
    for (let x = area.left; x < area.right; x++) {
      const i = row + x;
      const label = labels[i];
      if (label === 0) {
        words[i] = 0;
        continue;
      }
      const inside =
        labels[i + up] === label && labels[i + down] === label &&
        labels[x >= edge ? i - edge : i] === label && labels[x + edge < width ? i + edge : i] === label;
      words[i] = inside ? 0 : table[label];
    }
  }
}

/** A map of how two maps differ: 1 only in the first, 2 only in the second, 3 other objects, 4 the same object. */
export function difference(first, second) {
  const labels = new Uint8Array(first.length);
  for (let i = 0; i < first.length; i++) {
    const a = first[i];
    const b = second[i];
    labels[i] = a === b ? (a ? 4 : 0) : b === 0 ? 1 : a === 0 ? 2 : 3;
  }
  return labels;
}

export const DIFFERENCE_TABLE = new Uint32Array([0, 0xff50d060, 0xffd050e0, 0xff30c8ff, 0x60a0a0a0]);
