'use strict';
/* What comes in is one table of compact tables, written by LedgerPage; what goes out is the page. */
const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);

/* Everything out of the traced program goes through textContent: it is never markup. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'onclick') node.addEventListener('click', value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  for (const child of children) if (child != null) node.append(child);
  return node;
}

const number = value => value.toLocaleString('en-US');
const text = index => data.strings[index];
const frameOf = index => { const [f, file, line] = data.frames[index]; return { name: text(f), file: text(file), line }; };
const framesOf = stack => (data.stacks[stack] || []).map(frameOf);
/* The place in the source as short as it can be. */
const placeOf = frame => frame.line ? `${frame.file.split('/').pop()}:${frame.line}` : '';
/* The columns of a group. */
const G = {
  type: 0, count: 1, references: 2, ended: 3, creation: 4, ages: 5, outstanding: 6, balance: 7, sentences: 8, allowed: 9,
  place: 10, life: 11, facts: 12,
};

byId('title').textContent = data.title;
document.title = data.title;
for (const [name, value] of data.totals) byId('cards').append(make('div', { class: 'card' }, make('b', {}, number(value)), name));
for (const note of data.notes) byId('notes').append(make('p', { class: 'note' }, note));
byId('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
});
