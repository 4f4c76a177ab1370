/* The views, of which one is shown. */
const problemsAtOnce = 200;

function showProblems(panel) {
  if (!data.problems.length) panel.append(make('p', { class: 'good' }, 'Nothing was released too often or used after its end.'));
  const more = make('button', {}, '');
  let shown = 0;
  const showMore = () => {
    const part = data.problems.slice(shown, shown + problemsAtOnce).map(problemBox);
    shown += part.length;
    more.before(...part);
    more.textContent = `Show ${number(Math.min(problemsAtOnce, data.problems.length - shown))} more of ${number(data.problems.length)}`;
    if (shown === data.problems.length) more.remove();
    return part;
  };
  more.addEventListener('click', () => showMore()[0].focus());
  panel.append(more);
  showMore();
}

function problemBox(problem) {
  const stacks = make('div', { class: 'two' }, titledStack('Here', problem.stack));
  if (problem.destruction >= 0) stacks.append(titledStack('Destroyed', problem.destruction));
  stacks.append(titledStack('Created', problem.creation));
  const box = make('section', { class: 'detail', tabindex: '-1', 'aria-label': text(problem.kind) },
    make('p', {}, make('b', { class: 'bad' }, text(problem.kind) + ': '), text(problem.sentence), make('span', { class: 'dim' }, ` event ${problem.event}`)), stacks);
  if (problem.life >= 0) box.append(make('h3', {}, 'The life of the object'), lifeTable(data.lives[problem.life]));
  return box;
}

function showCheckpoints(panel) {
  const body = make('tbody');
  data.checkpoints.forEach(([name, alive], index) => body.append(make('tr', {}, make('td', {}, text(name)), make('td', { class: 'number' }, number(alive)),
    make('td', { class: 'number' }, index ? number(alive - data.checkpoints[index - 1][1]) : ''))));
  const head = make('tr', {}, ...['checkpoint', 'alive', 'since the one before'].map(title => make('th', { scope: 'col' }, title)));
  panel.append(make('table', { 'aria-label': 'Checkpoints' }, make('thead', {}, head), body));
}

const views = [
  ['groups', `Alive (${number(data.groups.length)})`, showGroups], ['problems', `Problems (${number(data.problems.length)})`, showProblems],
  ['creations', 'Creations', panel => showFlame(panel, () => data.creations, 'objects made, those that ended too')],
  ['outstanding', 'Outstanding', panel => showFlame(panel, outstanding, 'references that nothing gave back')],
  ['checkpoints', 'Checkpoints', showCheckpoints],
].filter(view => view[0] !== 'checkpoints' || data.checkpoints.length);

function show(id) {
  for (const tab of byId('tabs').children) tab.setAttribute('aria-selected', tab.id === 'tab-' + id);
  setStop(byId('tabs').children, byId('tab-' + id));
  byId('panel').replaceChildren();
  byId('panel').setAttribute('aria-labelledby', 'tab-' + id);
  views.find(view => view[0] === id)[2](byId('panel'));
}

for (const [id, title] of views) byId('tabs').append(make('button', { role: 'tab', id: 'tab-' + id, 'aria-controls': 'panel', onclick: () => show(id) }, title));
rove(byId('tabs'), () => byId('tabs').children, 'ArrowLeft', 'ArrowRight', tab => tab.click());
drawTimeline();
show(data.groups.length || !data.problems.length ? 'groups' : 'problems');
document.documentElement.dataset.ready = 'yes';
