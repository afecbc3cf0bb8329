/** Number of pixels and highest label of runs: pairs of unsigned LEB128 varints (label, length). */
export function survey(bytes) {
  let pixels = 0;
  let highest = 0;
  for (let at = 0; at < bytes.length; ) {
    let label = 0;
    let length = 0;
    let shift = 0;
    let byte;
    do {
      byte = bytes[at++];
      label |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    shift = 0;
    do {
      byte = bytes[at++];
      length |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    pixels += length;
    highest = Math.max(highest, label);
  }
  return {pixels, highest};
}

/** The label map of runs, row-major; as narrow an array as its labels allow. */
export function decode(bytes, pixels) {
  const found = survey(bytes);
  if (found.pixels !== pixels) {
    throw new Error(`mask of ${found.pixels} pixels, not of ${pixels}`);
  }
  const labels = found.highest > 255 ? new Uint16Array(pixels) : new Uint8Array(pixels);
  let to = 0;
  for (let at = 0; at < bytes.length; ) {
    let label = 0;
    let length = 0;
    let shift = 0;
    let byte;
    do {
      byte = bytes[at++];
      label |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    shift = 0;
    do {
      byte = bytes[at++];
      length |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    if (label) {
      labels.fill(label, to, to + length);
    }
    to += length;
  }
  return labels;
}

export function sameBytes(a, b) {
  if (a.length !== b.length) {
    return false;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return true;
}
