import {columns, labelStep, toX} from './scale.js';

/** Rows of the timeline from the top, in units of the row height. */
export function rows(height) {
  const ruler = 18;
  const markers = 18;
  const strip = 5;
  const curve = Math.max(14, height - ruler - markers - 2 * strip - 12);
  return {
    ruler: {top: 0, height: ruler},
    markers: {top: ruler, height: markers},
    curve: {top: ruler + markers + 2, height: curve},
    masks: {top: ruler + markers + curve + 5, height: strip},
    cached: {top: ruler + markers + curve + strip + 8, height: strip - 2},
  };
}

/**
 * Draws the whole timeline.
 * @param colours text, muted, line, accent, lamp, good, low, track, playhead
 */
export function drawTimeline(context, {width, height, scale, frames, project, confidence, frame, colours, limit, rate, range, hover}) {
  context.clearRect(0, 0, width, height);
  const row = rows(height);
  if (range) {
    context.fillStyle = colours.range;
    const x = toX(scale, range[0]);
    context.fillRect(x, row.markers.top, toX(scale, range[1] + 1) - x, height - row.markers.top);
  }
  ruler(context, row.ruler, width, height, scale, frames, colours, rate);
  curve(context, row.curve, width, scale, confidence, colours, limit);
  strip(context, row.masks, width, scale, project.masks.ranges, colours.masks, colours.track);
  strip(context, row.cached, width, scale, project.cached ?? [], colours.line, null);
  propagation(context, row, scale, project.propagation, colours);
  for (const {frame: at} of project.suggestions.frames ?? []) {
    lamp(context, centre(scale, at), row.markers.top + 9, colours);
  }
  for (const {frame: at} of project.references) {
    diamond(context, centre(scale, at), row.markers.top + 9, colours);
  }
  playhead(context, centre(scale, frame), height, colours, scale);
  if (hover && hover.frame !== frame) {
    hovered(context, row, centre(scale, hover.frame), width, height, hover.text, colours);
  }
}

/** A line at the frame under the pointer, and a label beside it. */
function hovered(context, row, x, width, height, text, colours) {
  context.fillStyle = colours.muted;
  context.fillRect(Math.round(x), 0, 1, height);
  context.font = `${colours.size}px ${colours.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const room = context.measureText(text).width + 12;
  const left = x + 6 + room > width ? Math.max(0, x - 6 - room) : x + 6;
  context.fillStyle = colours.raised;
  context.beginPath();
  context.roundRect(left, row.markers.top, room, row.markers.height, 4);
  context.fill();
  context.strokeStyle = colours.line;
  context.stroke();
  context.fillStyle = colours.text;
  context.fillText(text, left + 6, row.markers.top + row.markers.height / 2 + 0.5);
}

const centre = (scale, frame) => toX(scale, frame + 0.5);

function ruler(context, row, width, height, scale, frames, colours, rate) {
  const step = labelStep(scale.perFrame, 64);
  const minor = step % 5 === 0 ? step / 5 : step % 2 === 0 ? step / 2 : step;
  const last = Math.min(frames - 1, Math.ceil(scale.first + width / scale.perFrame));
  context.fillStyle = colours.muted;
  context.font = `${colours.size}px ${colours.font}`;
  context.textBaseline = 'middle';
  for (let at = Math.floor(scale.first / minor) * minor; at <= last; at += minor) {
    if (at < 0) {
      continue;
    }
    const x = Math.round(centre(scale, at)) + 0.5;
    const major = at % step === 0;
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, major ? 2 : row.height - 5);
    context.lineTo(x, row.height - 1);
    context.stroke();
    if (major) {
      const text = String(at);
      const room = context.measureText(text).width + 4;
      context.textAlign = 'left';
      if (x + room <= width) {
        context.fillText(text, x + 4, row.height / 2 - 1);
      }
    }
  }
}

function curve(context, row, width, scale, confidence, colours, limit) {
  context.fillStyle = colours.track;
  context.fillRect(0, row.top, width, row.height);
  const end = Math.min(width, toX(scale, confidence.length));
  const values = columns(confidence, scale, end);
  const yOf = (value) => row.top + 2 + (1 - value) * (row.height - 3);
  for (const low of [false, true]) {
    context.fillStyle = low ? colours.low : colours.good;
    context.beginPath();
    values.forEach((value, x) => {
      if (!Number.isNaN(value) && value < limit === low) {
        const y = yOf(value);
        context.rect(x, y, 1, row.top + row.height - y);
      }
    });
    context.globalAlpha = 0.3;
    context.fill();
    context.globalAlpha = 1;
    context.beginPath();
    values.forEach((value, x) => {
      if (!Number.isNaN(value) && value < limit === low) {
        context.rect(x, yOf(value) - 1, 1, 2);
      }
    });
    context.fill();
  }
  const y = Math.round(yOf(limit)) + 0.5;
  context.strokeStyle = colours.line;
  context.setLineDash([3, 4]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.setLineDash([]);
}

function strip(context, row, width, scale, ranges, colour, track) {
  if (track) {
    context.fillStyle = track;
    context.fillRect(0, row.top, width, row.height);
  }
  context.fillStyle = colour;
  for (const [from, to] of ranges) {
    const x = Math.max(0, toX(scale, from));
    const end = Math.min(width, toX(scale, to + 1));
    if (end > x) {
      context.fillRect(x, row.top, Math.max(1, end - x), row.height);
    }
  }
}

function propagation(context, row, scale, state, colours) {
  if (!['running', 'pausing', 'paused', 'stopping'].includes(state.state) || !Number.isInteger(state.frame)) {
    return;
  }
  const x = centre(scale, state.frame);
  context.fillStyle = colours.accent;
  context.fillRect(x - 1, row.curve.top, 2, row.cached.top - row.curve.top);
  const tip = state.direction === 'backward' ? -7 : 7;
  context.beginPath();
  context.moveTo(x, row.masks.top - 4);
  context.lineTo(x + tip, row.masks.top + 2);
  context.lineTo(x, row.masks.top + 8);
  context.fill();
}

function diamond(context, x, y, colours) {
  context.beginPath();
  context.moveTo(x, y - 6);
  context.lineTo(x + 6, y);
  context.lineTo(x, y + 6);
  context.lineTo(x - 6, y);
  context.closePath();
  context.fillStyle = colours.accent;
  context.fill();
  context.strokeStyle = colours.surface;
  context.lineWidth = 1.5;
  context.stroke();
}

function lamp(context, x, y, colours) {
  context.beginPath();
  context.arc(x, y - 1.5, 4.5, 0, 2 * Math.PI);
  context.fillStyle = colours.lamp;
  context.fill();
  context.fillRect(x - 2, y + 3, 4, 3);
}

function playhead(context, x, height, colours, scale) {
  const wide = scale.perFrame;
  if (wide > 4) {
    context.fillStyle = colours.playhead;
    context.globalAlpha = 0.14;
    context.fillRect(x - wide / 2, 0, wide, height);
    context.globalAlpha = 1;
  }
  context.fillStyle = colours.playhead;
  context.fillRect(Math.round(x) - 1, 0, 2, height);
  context.beginPath();
  context.moveTo(x - 6, 0);
  context.lineTo(x + 6, 0);
  context.lineTo(x + 6, 5);
  context.lineTo(x, 11);
  context.lineTo(x - 6, 5);
  context.fill();
}
