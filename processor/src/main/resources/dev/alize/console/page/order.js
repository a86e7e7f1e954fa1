/**
 * The order of rows, those in trouble first, which does not change under the reader: while the pointer or the focus is in
 * them, or the page was touched, scrolled or typed on a moment ago, rows stay where they are.
 */

const QUIET = 8_000;
const kept = new Map();
let touchedAt = -QUIET;

for (const event of ['scroll', 'touchstart', 'keydown', 'wheel']) {
  addEventListener(event, () => (touchedAt = performance.now()), { passive: true, capture: true });
}

/**
 * @param {string} id of the section that holds them
 * @param {(row) => string} name
 * @param {(row) => number} rank the lowest first; of equals the order that was given
 */
export function held(id, rows, name, rank) {
  const before = kept.get(id) ?? [];
  const stay = before.length > 0 && isRead(id);
  const place = new Map(before.map((one, i) => [one, i]));
  const sorted = rows
    .map((row, i) => ({ row, i, at: stay ? (place.get(name(row)) ?? Infinity) : rank(row) }))
    .sort((a, b) => (a.at === b.at ? a.i - b.i : a.at - b.at))
    .map(({ row }) => row);
  kept.set(id, sorted.map(name));
  return sorted;
}

function isRead(id) {
  const place = document.getElementById(id);
  if (place === null) {
    return false;
  }
  const selection = getSelection();
  return (
    performance.now() - touchedAt < QUIET ||
    place.matches(':hover') ||
    place.contains(document.activeElement) ||
    (selection !== null && !selection.isCollapsed && place.contains(selection.anchorNode))
  );
}
