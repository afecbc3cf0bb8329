/** Numbers and times as people read them. */
export const percent = (value) => `${Math.round(value * 100)} %`;

const whole = new Intl.NumberFormat('en');

export const count = (value) => whole.format(Math.round(value ?? 0));

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let number = value ?? 0;
  while (number >= 1000 && unit < units.length - 1) {
    number /= 1000;
    unit++;
  }
  return `${unit && number < 10 ? number.toFixed(1) : Math.round(number)} ${units[unit]}`;
}

/** Minutes, seconds and hundredths into the video. */
export function timecode(frame, rate) {
  const seconds = frame / (rate || 25);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const pad = (value) => String(value).padStart(2, '0');
  const rest = (seconds % 60).toFixed(2).padStart(5, '0');
  return `${hours ? `${hours}:` : ''}${hours ? pad(minutes % 60) : minutes}:${rest}`;
}

/** How long something takes, roughly. */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return '';
  }
  if (seconds < 90) {
    return `${Math.max(1, Math.round(seconds))} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function perFrame(seconds) {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms a frame` : `${seconds.toFixed(1)} s a frame`;
}
