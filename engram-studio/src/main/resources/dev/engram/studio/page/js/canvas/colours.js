/** Colours of label maps as little-endian RGBA words, ready for ImageData. */
const OPAQUE = 0xff000000;

export function parseColour(text) {
  const value = parseInt(text.slice(1), 16);
  return ((value & 255) << 16) | (value & 0xff00) | ((value >> 16) & 255);
}

/**
 * A table label -> word. Background, hidden objects and those that are gone stay transparent. Before there is an object,
 * label 1 has the colour that the first will get.
 */
export function palette(objects) {
  const highest = objects.reduce((most, object) => Math.max(most, object.label), 255);
  const table = new Uint32Array(highest + 1);
  if (!objects.length) {
    table[1] = (parseColour(nextColour(objects)) | OPAQUE) >>> 0;
  }
  for (const {label, colour, hidden} of objects) {
    table[label] = hidden ? 0 : (parseColour(colour) | OPAQUE) >>> 0;
  }
  return table;
}

/** The black or white that reads better on a colour. */
export function inkOn(colour) {
  const value = parseInt(colour.slice(1), 16);
  const luminance = 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255);
  return luminance > 140 ? '#000000' : '#ffffff';
}

/** A colour for the next object: the first of a set that are easy to tell apart which nobody has yet. */
const CHOICES = [
  '#e6484f', '#3fb950', '#4c8dff', '#f5b82e', '#b56cf0', '#22c3c3', '#ff8a3d', '#f06bb3', '#9bd13c', '#8a6a4f',
  '#6f7cff', '#d9d94a',
];

export const nextColour = (objects) =>
  CHOICES.find((colour) => objects.every((object) => object.colour !== colour)) ??
  CHOICES[objects.length % CHOICES.length];
