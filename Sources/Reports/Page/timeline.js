/* The time line: one band a type, the largest at the bottom. To the keyboard it is a slider over the moments. */
const hues = [212, 28, 140, 275, 350, 55, 185, 310];
const color = index => index < hues.length ? `hsl(${hues[index]} 62% 58%)` : 'hsl(0 0% 60%)';

function drawTimeline() {
  const svg = byId('timeline'), { types, moments } = data.timeline;
  if (moments.length < 2) {
    for (const id of ['timeline', 'timeline-title', 'legend']) byId(id).remove();
    return;
  }
  const space = 'http://www.w3.org/2000/svg', width = 1000, height = 180, last = moments[moments.length - 1];
  const end = last[1] || 1, time = last[0];
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  let most = 1;
  for (const moment of moments) most = Math.max(most, moment.slice(2).reduce((a, b) => a + b, 0));
  const base = moments.map(() => 0);
  types.forEach((type, band) => {
    const top = [], bottom = [];
    moments.forEach((moment, index) => {
      const x = moment[1] / end * width;
      bottom.push(`${x},${height - base[index] / most * (height - 10)}`);
      base[index] += moment[band + 2];
      top.push(`${x},${height - base[index] / most * (height - 10)}`);
    });
    const area = document.createElementNS(space, 'polygon');
    area.setAttribute('points', top.concat(bottom.reverse()).join(' '));
    area.setAttribute('fill', color(band));
    svg.append(area);
    const mark = make('i', { style: `background:${color(band)}` }), name = text(type) || 'no type';
    /* The rest together is no type that the table could show. */
    if (data.timeline.hasOthers && band === types.length - 1) { byId('legend').append(make('span', {}, mark, name)); return; }
    byId('legend').append(make('button', { 'aria-pressed': 'false', 'data-type': text(type), onclick: event => {
      const isOn = event.currentTarget.getAttribute('aria-pressed') !== 'true';
      query.type = isOn ? text(type) : '';
      show('groups');
    } }, mark, name));
  });
  const summary = `at most ${number(most)}, ${number(end)} events in ${(time / 1e6).toFixed(3)} s`;
  const readout = make('span', { class: 'dim', id: 'readout' }, summary);
  byId('legend').append(readout);
  const line = document.createElementNS(space, 'line');
  for (const [name, value] of Object.entries({ y1: 0, y2: height, stroke: 'currentColor', visibility: 'hidden' })) line.setAttribute(name, value);
  svg.append(line);
  for (const [name, value] of Object.entries({ min: 0, max: moments.length - 1, now: moments.length - 1, text: summary })) svg.setAttribute('aria-value' + name, value);
  let at = moments.length - 1;
  const point = index => {
    at = index;
    const moment = moments[at], x = moment[1] / end * width;
    line.setAttribute('x1', x);
    line.setAttribute('x2', x);
    line.setAttribute('visibility', 'visible');
    readout.textContent = `event ${number(moment[1])}, ${(moment[0] / 1e6).toFixed(3)} s: `
      + types.map((type, band) => `${text(type) || 'no type'} ${number(moment[band + 2])}`).join(', ');
    svg.setAttribute('aria-valuenow', at);
    svg.setAttribute('aria-valuetext', readout.textContent);
  };
  svg.addEventListener('mousemove', event => {
    const box = svg.getBoundingClientRect(), place = (event.clientX - box.left) / box.width * end;
    let index = 0;
    while (index + 1 < moments.length && moments[index + 1][1] <= place) index++;
    point(index);
  });
  svg.addEventListener('keydown', event => {
    const to = step(event.key, at, moments.length, 'ArrowLeft', 'ArrowRight', 10);
    if (to === null) return;
    event.preventDefault();
    point(to);
  });
}

/* The legend says which type the table shows alone. */
function markLegend() {
  for (const button of document.querySelectorAll('#legend button')) button.setAttribute('aria-pressed', String(query.type !== '' && button.dataset.type === query.type));
}
