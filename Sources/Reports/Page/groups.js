/* The table of groups. Only the rows in sight are there, so that a hundred thousand are as quick as ten. */
const table = { rows: [], sort: 0, isDown: true, selected: -1, top: -1, bottom: -1 };
/* What is asked for outlives a look at another view. */
const query = { words: '', type: '', allowed: false };
const rowHeight = 28, pageRows = 12;
const open = group => group[G.outstanding].reduce((sum, entry) => sum + entry[1], 0);
/* The title, and what a group has there. */
const columns = [
  ['alive', group => group[G.count]], ['references', group => group[G.references]], ['no release', open], ['ended', group => group[G.ended]],
  ['type', group => text(group[G.type])], ['made in', group => text(group[G.place])],
];
const isText = column => column >= 4;

function showGroups(panel) {
  const types = [...new Set(data.groups.map(group => text(group[G.type])))].sort();
  /* The one that the legend chose is there even where there are too many to list. */
  const listed = types.filter((type, index) => index < 2000 || type === query.type);
  const head = columns.map(([title], column) => make('div', { role: 'columnheader', class: isText(column) ? null : 'number' }, make('button', { 'data-sort': column, onclick: () => sortBy(column) }, title)));
  panel.append(
    make('div', { class: 'filters', role: 'search' },
      make('input', { id: 'search', type: 'search', placeholder: 'Search types, functions and files', 'aria-label': 'Search', 'aria-controls': 'grid' }),
      make('select', { id: 'type', 'aria-label': 'Type' }, make('option', { value: '' }, 'all types'), ...listed.map(type => make('option', { value: type }, type || 'no type'))),
      make('label', {}, make('input', { type: 'checkbox', id: 'allowed' }), ' allowed ones too'), make('span', { id: 'found', class: 'dim', role: 'status' })),
    make('div', { class: 'grid', id: 'grid', role: 'grid', tabindex: '0', 'aria-label': 'Groups of live objects', 'aria-colcount': columns.length },
      make('div', { role: 'rowgroup' }, make('div', { class: 'columns', role: 'row', 'aria-rowindex': 1 }, ...head)),
      make('div', { class: 'scroll', id: 'scroll', role: 'presentation', tabindex: '-1' }, make('div', { id: 'rows', role: 'rowgroup' }))),
    make('div', { id: 'detail' }));
  byId('search').value = query.words;
  byId('type').value = query.type;
  byId('allowed').checked = query.allowed;
  for (const [id, kind] of [['search', 'input'], ['type', 'change'], ['allowed', 'change']]) byId(id).addEventListener(kind, ask);
  byId('search').addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') byId('grid').focus();
    else if (event.key === 'Escape' && byId('search').value) { byId('search').value = ''; ask(); } else return;
    event.preventDefault();
  });
  byId('scroll').addEventListener('scroll', () => draw(false));
  byId('grid').addEventListener('keydown', event => {
    if (event.target !== byId('grid') || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = step(event.key, table.selected, table.rows.length, 'ArrowUp', 'ArrowDown', pageRows);
    if (to !== null && table.rows.length) select(to);
    else if (event.key === 'Enter' && table.selected >= 0) byId('detail').firstElementChild.focus();
    else if (to === null) return;
    event.preventDefault();
  });
  rove(document.querySelector('.columns'), () => document.querySelectorAll('.columns button'), 'ArrowLeft', 'ArrowRight');
  byId('detail').addEventListener('keydown', event => { if (event.key === 'Escape') byId('grid').focus(); });
  markLegend();
  filter();
}

function ask() {
  Object.assign(query, { words: byId('search').value, type: byId('type').value, allowed: byId('allowed').checked });
  markLegend();
  filter();
}

function sortBy(column) {
  table.isDown = table.sort === column ? !table.isDown : !isText(column);
  table.sort = column;
  filter();
}

/* A frame as one may search for it. There are far fewer of them than stacks, and fewer stacks than groups: each is asked once a word. */
let frameTexts = null;
function matcher(word) {
  frameTexts ||= data.frames.map(([name, file, line]) => `${text(name)} ${text(file)}:${line}`.toLowerCase());
  const isFound = frameTexts.map(frame => frame.includes(word));
  const stacks = data.stacks.map(stack => stack.some(frame => isFound[frame]));
  const types = new Map();
  return group => {
    const type = group[G.type];
    if (!types.has(type)) types.set(type, text(type).toLowerCase().includes(word));
    return types.get(type) || stacks[group[G.creation]] || group[G.outstanding].some(entry => stacks[entry[0]]);
  };
}

function filter() {
  const matchers = query.words.toLowerCase().split(/\s+/).filter(Boolean).map(matcher);
  table.rows = [];
  data.groups.forEach((group, index) => {
    if ((query.type && text(group[G.type]) !== query.type) || (!query.allowed && group[G.allowed] !== -1)) return;
    if (!matchers.every(matches => matches(group))) return;
    table.rows.push(index);
  });
  const sign = table.isDown ? -1 : 1, value = columns[table.sort][1];
  const keys = [];
  for (const index of table.rows) keys[index] = value(data.groups[index]);
  table.rows.sort((a, b) => { const x = keys[a], y = keys[b]; return x < y ? -sign : x > y ? sign : a - b; });
  for (const button of document.querySelectorAll('[data-sort]')) {
    const column = Number(button.dataset.sort), isOn = column === table.sort;
    button.textContent = columns[column][0] + (isOn ? (table.isDown ? ' ↓' : ' ↑') : '');
    button.parentElement.setAttribute('aria-sort', isOn ? (table.isDown ? 'descending' : 'ascending') : 'none');
  }
  byId('found').textContent = `${number(table.rows.length)} of ${number(data.groups.length)} groups`;
  byId('rows').style.height = table.rows.length * rowHeight + 'px';
  byId('grid').setAttribute('aria-rowcount', table.rows.length + 1);
  byId('scroll').scrollTop = 0;
  if (table.rows.length) { select(0); return; }
  table.selected = -1;
  byId('grid').removeAttribute('aria-activedescendant');
  byId('detail').replaceChildren();
  draw(true);
}

function draw(isForced) {
  const scroll = byId('scroll'), first = Math.max(0, Math.floor(scroll.scrollTop / rowHeight) - 8);
  const last = Math.min(table.rows.length, first + Math.ceil(scroll.clientHeight / rowHeight) + 16);
  if (!isForced && first === table.top && last === table.bottom) return;
  table.top = first;
  table.bottom = last;
  const rows = [];
  for (let place = first; place < last; place++) {
    const group = data.groups[table.rows[place]];
    const row = make('div', { class: 'row', role: 'row', id: 'row-' + place, 'aria-rowindex': place + 2, 'aria-selected': String(place === table.selected),
      style: `top:${place * rowHeight}px`, onclick: () => { select(place); byId('grid').focus({ preventScroll: true }); } });
    columns.forEach(([, value], column) => {
      const shown = value(group);
      row.append(isText(column) ? make('span', { role: 'gridcell', title: shown }, shown || 'no type') : make('span', { role: 'gridcell', class: 'number' }, number(shown)));
    });
    rows.push(row);
  }
  byId('rows').replaceChildren(...rows);
}

function select(place) {
  table.selected = place;
  const scroll = byId('scroll'), top = place * rowHeight;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  if (top + rowHeight > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + rowHeight - scroll.clientHeight;
  draw(true);
  byId('grid').setAttribute('aria-activedescendant', 'row-' + place);
  byId('detail').replaceChildren(detail(data.groups[table.rows[place]]));
}
