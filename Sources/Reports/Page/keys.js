/* The keyboard has one stop a part, as people know it from other programs: Tab goes from part to part, arrows within. */

/* Where a key leads in a row of `count` things; null for a key that leads nowhere. */
function step(key, at, count, back, on, page) {
  const to = { [back]: at - 1, [on]: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: count - 1 }[key];
  return to === undefined || (page === 0 && key.startsWith('Page')) ? null : Math.max(0, Math.min(count - 1, to));
}

/* Of `items` only one is a stop of Tab. */
function setStop(items, item) {
  for (const other of items) other.tabIndex = other === item ? 0 : -1;
}

/* Arrows go from one to the next of what `find` gives; `moved` is told where. */
function rove(container, find, back, on, moved) {
  setStop(find(), find()[0]);
  container.addEventListener('keydown', event => {
    const items = [...find()], at = items.indexOf(document.activeElement);
    const to = at < 0 || event.altKey || event.ctrlKey || event.metaKey ? null : step(event.key, at, items.length, back, on, 0);
    if (to === null) return;
    event.preventDefault();
    setStop(items, items[to]);
    items[to].focus();
    if (moved) moved(items[to]);
  });
  /* A click makes its thing the stop, so that Tab comes back to it. */
  container.addEventListener('focusin', event => { if ([...find()].includes(event.target)) setStop(find(), event.target); });
}
