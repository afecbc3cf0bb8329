/** Draws tool marks over the picture: light lines on dark ones, so that they show on anything. */
export function pen(context, view, ratio, left) {
  const at = (point) => [view.x + left + point.x * view.scale, view.y + point.y * view.scale];
  const trace = (points, closed) => {
    context.beginPath();
    points.forEach((point, i) => (i ? context.lineTo(...at(point)) : context.moveTo(...at(point))));
    if (closed) {
      context.closePath();
    }
  };
  const twice = (dash = []) => {
    context.setLineDash([]);
    context.lineWidth = 3;
    context.strokeStyle = 'rgba(0,0,0,.75)';
    context.stroke();
    context.setLineDash(dash);
    context.lineWidth = 1.25;
    context.strokeStyle = '#ffffff';
    context.stroke();
    context.setLineDash([]);
  };
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return {
    line(points, {closed = false, dash = []} = {}) {
      trace(points, closed);
      twice(dash);
    },
    ring(point, radius) {
      context.beginPath();
      context.arc(...at(point), Math.max(1.5, radius * view.scale), 0, 2 * Math.PI);
      twice();
    },
    box(a, b) {
      trace([a, {x: b.x, y: a.y}, b, {x: a.x, y: b.y}], true);
      twice([6, 4]);
    },
    cross(point) {
      const [x, y] = at(point);
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + 4 * dx, y + 4 * dy);
        context.lineTo(x + 13 * dx, y + 13 * dy);
      }
      twice();
    },
    handle(point, filled) {
      const [x, y] = at(point);
      context.beginPath();
      context.rect(x - 3.5, y - 3.5, 7, 7);
      context.fillStyle = filled ? '#ffffff' : '#202020';
      context.fill();
      twice();
    },
    click(point, positive) {
      const [x, y] = at(point);
      context.beginPath();
      context.arc(x, y, 7, 0, 2 * Math.PI);
      context.fillStyle = positive ? '#1a7f37' : '#c62828';
      context.fill();
      twice();
      context.beginPath();
      context.moveTo(x - 3.5, y);
      context.lineTo(x + 3.5, y);
      if (positive) {
        context.moveTo(x, y - 3.5);
        context.lineTo(x, y + 3.5);
      }
      context.lineWidth = 2;
      context.strokeStyle = '#ffffff';
      context.stroke();
    },
    scribble(points, radius, positive) {
      trace(points, false);
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.lineWidth = Math.max(2, 2 * radius * view.scale);
      context.strokeStyle = positive ? 'rgba(46,160,67,.75)' : 'rgba(218,54,51,.75)';
      context.stroke();
    },
  };
}
