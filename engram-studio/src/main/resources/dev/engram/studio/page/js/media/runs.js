/** Takes each run of bytes: pairs of unsigned LEB128 varints (label, length). */
function eachRun(bytes, take) {
  let at = 0;
  const next = () => {
    let value = 0;
    let shift = 0;
    let byte;
    do {
      byte = bytes[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    return value;
  };
  while (at < bytes.length) {
    const label = next();
    take(label, next());
  }
}

/** Number of pixels and highest label of runs. */
export function survey(bytes) {
  let pixels = 0;
  let highest = 0;
  eachRun(bytes, (label, length) => {
    pixels += length;
    highest = Math.max(highest, label);
  });
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
  eachRun(bytes, (label, length) => {
    if (label) {
      labels.fill(label, to, to + length);
    }
    to += length;
  });
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
