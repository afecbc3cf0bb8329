'use strict';
for (const figure of document.querySelectorAll('.chart')) {
  const {along, x, y, curves} = JSON.parse(figure.dataset.chart);
  const svg = figure.querySelector('svg');
  const cross = figure.querySelector('.cross');
  const dots = figure.querySelector('.dots');
  const tip = figure.querySelector('.tip');

  const place = (scale, value) => {
    const part = scale.log
        ? Math.log(Math.max(value, scale.low) / scale.low) / Math.log(scale.high / scale.low)
        : (value - scale.low) / (scale.high - scale.low);
    return scale.from + part * (scale.to - scale.from);
  };

  const nearest = (values, wanted) => {
    let low = 0;
    let high = values.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (values[middle] < wanted) low = middle; else high = middle;
    }
    return wanted - values[low] < values[high] - wanted ? low : high;
  };

  const node = (parent, name, text, css) => {
    const made = parent.appendChild(document.createElement(name));
    made.textContent = text;
    if (css) made.className = css;
    return made;
  };

  const show = event => {
    const filled = curves.filter(curve => curve.x.length);
    if (!filled.length) return;
    const box = svg.getBoundingClientRect();
    const pixel = (event.clientX - box.left) * svg.viewBox.baseVal.width / box.width;
    const wanted = x.low + (pixel - x.from) / (x.to - x.from) * (x.high - x.low);
    const at = filled[0].x[nearest(filled[0].x, wanted)];
    const px = place(x, at);
    cross.setAttribute('x1', px);
    cross.setAttribute('x2', px);
    cross.style.visibility = 'visible';
    dots.replaceChildren();
    tip.replaceChildren();
    node(tip, 'div', along + ' ' + at.toLocaleString('en'), 'at');
    for (const curve of filled) {
      const i = nearest(curve.x, at);
      const dot = document.createElementNS(svg.namespaceURI, 'circle');
      dot.setAttribute('cx', place(x, curve.x[i]));
      dot.setAttribute('cy', place(y, curve.y[i]));
      dot.setAttribute('r', 4);
      dot.style.setProperty('--c', `var(--${curve.colour})`);
      dots.append(dot);
      const row = node(tip, 'div', '');
      const name = node(row, 'span', '');
      node(name, 'i', '').style.setProperty('--c', `var(--${curve.colour})`);
      name.append(curve.name);
      node(row, 'b', String(Number((curve.value ?? curve.y)[i].toPrecision(4))));
    }
    tip.style.display = 'block';
    const left = box.left - figure.getBoundingClientRect().left + px * box.width / svg.viewBox.baseVal.width;
    const room = left + tip.offsetWidth + 24 < figure.offsetWidth;
    tip.style.left = (room ? left + 12 : left - tip.offsetWidth - 12) + 'px';
  };

  const hide = () => {
    cross.style.visibility = 'hidden';
    dots.replaceChildren();
    tip.style.display = 'none';
  };

  svg.addEventListener('pointermove', show);
  svg.addEventListener('pointerleave', hide);
}
