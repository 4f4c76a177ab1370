/* Flame graphs: the outermost caller at the top. A click or Enter goes into a frame, Escape out of it. */
const outstanding = () => data.groups.flatMap(group => group[G.outstanding].map(entry => [entry[0], entry[1]]));
/* Made when first looked at. */
const flameRoots = new Map();
/* A frame's color stays the same wherever it stands. */
function hash(name) {
  let value = 7;
  for (let i = 0; i < name.length; i++) value = (value * 31 + name.charCodeAt(i)) | 0;
  return Math.abs(value);
}
/* What is narrower cannot be seen or hit, and more boxes than this no browser draws at once. */
const narrowest = 0.0008, mostBoxes = 4000, boxHeight = 20;

function flameRoot(entries) {
  const root = { name: 'all', value: 0, children: new Map(), parent: null, place: '' };
  /* Many groups share a stack. */
  const counts = new Map();
  for (const [stack, count] of entries) counts.set(stack, (counts.get(stack) || 0) + count);
  for (const [stack, count] of counts) {
    root.value += count;
    let node = root;
    const frames = data.stacks[stack] || [];
    for (let at = frames.length - 1; at >= 0; at--) {
      const [name, file, line] = data.frames[frames[at]];
      let child = node.children.get(name);
      if (!child) node.children.set(name, child = { name: text(name), value: 0, children: new Map(), parent: node, place: line ? `${text(file)}:${line}` : '' });
      node = child;
      node.value += count;
    }
  }
  return root;
}

/* The boxes of `focus`, its callers and callees, level by level: each has its node, left, width and level. */
function flameBoxes(focus) {
  const boxes = [], chain = [];
  for (let node = focus; node; node = node.parent) chain.unshift(node);
  chain.forEach((node, level) => boxes.push({ node, left: 0, width: 1, level }));
  for (let at = chain.length - 1; at < boxes.length && boxes.length < mostBoxes; at++) {
    let { node, left, level } = boxes[at];
    for (const child of [...node.children.values()].sort((a, b) => b.value - a.value)) {
      const width = child.value / focus.value;
      if (width >= narrowest) boxes.push({ node: child, left, width, level: level + 1 });
      left += width;
    }
  }
  return boxes;
}

function showFlame(panel, entries, what) {
  if (!flameRoots.has(what)) flameRoots.set(what, flameRoot(entries()));
  const root = flameRoots.get(what);
  const graph = make('div', { class: 'flame', role: 'tree', 'aria-label': `${what}, by caller` }), status = make('p', { class: 'dim' });
  panel.append(status, graph);
  const tell = node => { status.textContent = `${node.name}: ${number(node.value)} of ${number(root.value)} ${what}` + (node.place ? `, ${node.place}` : ''); };
  tell(root);
  if (!root.value) return;
  let boxes = [], focus = root;

  const go = box => {
    if (!box) return;
    setStop(boxes.map(other => other.button), box.button);
    box.button.focus();
  };
  /* The node that has the keyboard keeps it, wherever it is drawn now. */
  const render = (node, target) => {
    focus = node;
    boxes = flameBoxes(node);
    const drawn = new Set(boxes.map(box => box.node));
    for (const box of boxes) {
      const label = `${box.node.name}: ${number(box.node.value)} ${what}`;
      box.button = make('button', {
        role: 'treeitem', tabindex: '-1', title: label + (box.node.place ? '\n' + box.node.place : ''), 'aria-label': label, 'aria-level': box.level + 1,
        'aria-expanded': [...box.node.children.values()].some(child => drawn.has(child)) ? 'true' : null,
        style: `left:${box.left * 100}%;width:${box.width * 100}%;top:${box.level * boxHeight}px;background:hsl(${hash(box.node.name) % 50 + 15} 80% 68%)`,
        onclick: () => render(box.node === focus && box.node.parent ? box.node.parent : box.node, box.node),
      }, box.node.name);
      box.button.addEventListener('focus', () => tell(box.node));
    }
    graph.style.height = (boxes[boxes.length - 1].level + 1) * boxHeight + 'px';
    graph.replaceChildren(...boxes.map(box => box.button));
    const stop = boxes.find(box => box.node === (target || node)) || boxes[0];
    setStop(boxes.map(box => box.button), stop.button);
    tell(node);
    if (target) go(stop);
  };
  graph.addEventListener('keydown', event => {
    const box = boxes.find(box => box.button === document.activeElement);
    if (!box || event.altKey || event.ctrlKey || event.metaKey) return;
    const level = boxes.filter(other => other.level === box.level), at = level.indexOf(box);
    switch (event.key) {
      case 'ArrowDown': go(boxes.find(other => other.node.parent === box.node)); break;
      case 'ArrowUp': go(boxes.find(other => other.node === box.node.parent)); break;
      case 'ArrowLeft': go(level[at - 1]); break;
      case 'ArrowRight': go(level[at + 1]); break;
      case 'Home': go(boxes[0]); break;
      case 'End': go(boxes[boxes.length - 1]); break;
      case 'Escape': if (focus.parent) render(focus.parent, focus); break;
      default: return;
    }
    event.preventDefault();
  });
  render(root, null);
}
