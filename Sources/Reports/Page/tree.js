/* A tree to open and fold. What is folded is made only when it is opened, since a tree of calls can be large. */

/* `root` has a `label` (a node), a `name` for those who listen, `isOpen` and `children`, a function that gives more of the same. */
function treeView(title, root) {
  const view = make('ul', { role: 'tree', 'aria-label': title });
  const shown = () => [...view.querySelectorAll('[role=treeitem]')].filter(item => !item.parentElement.closest('[role=treeitem][aria-expanded=false]'));

  function build(node, level, place, count) {
    const children = node.children(), mark = make('span', { class: 'mark', 'aria-hidden': 'true' });
    const item = make('li', { role: 'treeitem', 'aria-level': level, 'aria-posinset': place, 'aria-setsize': count, 'aria-label': node.name, tabindex: '-1' },
      make('span', { class: 'label' }, mark, node.label));
    item.toggle = isOpen => {
      if (!children.length) return;
      item.setAttribute('aria-expanded', String(isOpen));
      mark.textContent = isOpen ? '▾' : '▸';
      if (isOpen && !item.group) {
        item.group = make('ul', { role: 'group' }, ...children.map((child, index) => build(child, level + 1, index + 1, children.length)));
        item.append(item.group);
      }
      if (item.group) item.group.hidden = !isOpen;
    };
    item.toggle(node.isOpen);
    return item;
  }

  const go = item => {
    if (!item) return;
    setStop(view.querySelectorAll('[tabindex="0"]'), null);
    item.tabIndex = 0;
    item.focus();
  };
  const isOpen = item => item.getAttribute('aria-expanded') === 'true';
  const actions = {
    ArrowDown: (item, items) => go(items[items.indexOf(item) + 1]),
    ArrowUp: (item, items) => go(items[items.indexOf(item) - 1]),
    Home: (item, items) => go(items[0]),
    End: (item, items) => go(items[items.length - 1]),
    ArrowRight: item => isOpen(item) ? go(item.group.firstElementChild) : item.toggle(true),
    ArrowLeft: item => isOpen(item) ? item.toggle(false) : go(item.parentElement.closest('[role=treeitem]')),
    Enter: item => item.toggle(!isOpen(item)),
    ' ': item => item.toggle(!isOpen(item)),
    '*': item => { for (const sibling of item.parentElement.children) sibling.toggle(true); },
  };
  view.addEventListener('keydown', event => {
    const action = actions[event.key];
    if (!action || event.altKey || event.ctrlKey || event.metaKey || event.target.getAttribute('role') !== 'treeitem') return;
    event.preventDefault();
    action(event.target, shown());
  });
  view.addEventListener('click', event => {
    const label = event.target.closest('.label');
    if (!label) return;
    label.parentElement.toggle(!isOpen(label.parentElement));
    go(label.parentElement);
  });
  view.append(build(root, 1, 1, 1));
  view.firstElementChild.tabIndex = 0;
  return view;
}

/* Retains and releases by the calls that led to them, the outermost first. */
function balanceTree(entries) {
  const made = (name, place) => ({ call: name, place, retains: 0, releases: 0, callees: new Map() });
  const root = made('all', '');
  for (const [stack, retains, releases] of entries) {
    let node = root;
    for (const frame of [null, ...framesOf(stack).reverse()]) {
      if (frame) {
        const key = frame.name + ' ' + frame.file + ':' + frame.line;
        if (!node.callees.has(key)) node.callees.set(key, made(frame.name, placeOf(frame)));
        node = node.callees.get(key);
      }
      node.retains += retains;
      node.releases += releases;
    }
  }
  const entry = (node, depth) => {
    const net = node.retains - node.releases, sum = `${net > 0 ? '+' : ''}${number(net)}`, parts = `(${number(node.retains)} retains, ${number(node.releases)} releases)`;
    return {
      name: `${sum} ${node.call} ${node.place} ${parts}`, isOpen: depth === 0 || (depth < 12 && net !== 0),
      label: make('span', {}, make('span', { class: net ? 'bad' : 'dim' }, sum + ' '), node.call + ' ', make('span', { class: 'dim' }, `${node.place} ${parts}`)),
      children: () => [...node.callees.values()].sort((a, b) => (b.retains - b.releases) - (a.retains - a.releases)).map(child => entry(child, depth + 1)),
    };
  };
  return treeView('Retains and releases by caller', entry(root, 0));
}
