/* What is told of one group of live objects: its sentences, stacks, what does not cancel out, the life of one of them. */

/* What libraries do among themselves is folded away. */
const isInstalled = frame => frame.file.startsWith('/usr/include/') || frame.file.startsWith('/usr/lib/');

function stackList(stack) {
  const frames = framesOf(stack), items = [];
  const item = frame => make('li', {}, frame.name, frame.line ? make('span', { class: 'dim' }, `${frame.file}:${frame.line}`) : null);
  for (let at = 0; at < frames.length;) {
    let end = at;
    while (end < frames.length && isInstalled(frames[end])) ++end;
    if (end - at < 2) { items.push(item(frames[at++])); continue; }
    const folded = make('ol', { class: 'stack' }, ...frames.slice(at, end).map(item));
    items.push(make('li', {}, make('details', {}, make('summary', { class: 'dim' }, `${end - at} frames of installed headers`), folded)));
    at = end;
  }
  return make('ol', { class: 'stack' }, ...(items.length ? items : [make('li', { class: 'dim' }, 'the stack is not known')]));
}

function titledStack(title, stack) { return make('div', {}, make('h3', {}, title), stackList(stack)); }

function detail(group) {
  const box = make('section', { class: 'detail', tabindex: '-1', 'aria-label': 'The chosen group' });
  const sentences = group[G.sentences].map(sentence => make('p', {}, make('b', {}, text(sentence))));
  box.append(...sentences.slice(0, 10));
  if (sentences.length > 10) box.append(make('details', {}, make('summary', {}, `${number(sentences.length - 10)} more`), ...sentences.slice(10)));
  for (const fact of group[G.facts]) box.append(make('p', {}, text(fact)));
  if (group[G.allowed] !== -1) box.append(make('p', { class: 'good' }, 'allowed: ' + text(group[G.allowed])));
  const stacks = make('div', { class: 'two' }, titledStack('Created', group[G.creation]));
  for (const [retain, count, usual, usualCount] of group[G.outstanding]) {
    if (retain === group[G.creation]) continue;
    const part = titledStack(`Retained, ${number(count)} without release`, retain);
    if (usual >= 0) part.append(...titledStack(`Released for ${number(usualCount)} others`, usual).children);
    stacks.append(part);
  }
  box.append(stacks);
  if (group[G.balance].length) box.append(make('h3', {}, 'Retains and releases that do not cancel out'), balanceTree(group[G.balance]));
  if (group[G.life] >= 0) box.append(make('h3', {}, 'The life of one of them'), lifeTable(data.lives[group[G.life]]));
  return box;
}

/* Each event of an object; arrows go from one to the next, Enter opens its stack. */
function lifeTable(life) {
  const body = make('tbody');
  life.steps.forEach(([what, event, count, partner, stack], index) => {
    const frames = framesOf(stack), first = frames.find(frame => frame.line && !isInstalled(frame)) || frames.find(frame => frame.line) || frames[0];
    const where = make('details', {}, make('summary', {}, first ? `${first.name} ${placeOf(first)}` : 'unknown'), stackList(stack));
    body.append(make('tr', {}, make('td', { class: 'number' }, String(index + 1)), make('td', {}, text(what)),
      make('td', { class: 'number' }, count < 0 ? 'over' : String(count)), make('td', {}, partner ? 'with ' + partner : ''), make('td', {}, event),
      make('td', {}, where)));
  });
  rove(body, () => body.querySelectorAll('td > details > summary'), 'ArrowUp', 'ArrowDown');
  const head = make('tr', {}, ...['event', 'what', 'count', 'paired', 'number', 'where'].map(title => make('th', { scope: 'col' }, title)));
  return make('div', {}, make('p', { class: 'dim' }, `${text(life.type)} at ${life.address}`),
    make('table', { class: 'life', 'aria-label': 'The life of an object' }, make('thead', {}, head), body));
}
