/** What is said to screen readers, and shown for a moment. */

const SHOWN = 6_000;
let timer = null;

/** Says it politely; the same text twice is said twice. */
export function announce(text) {
  const place = document.getElementById('toast');
  clearTimeout(timer);
  place.textContent = '';
  requestAnimationFrame(() => {
    place.textContent = text;
    place.classList.add('shown');
  });
  timer = setTimeout(() => {
    place.classList.remove('shown');
    place.textContent = '';
  }, SHOWN);
}

/** What the headline says, once for each change of its words. */
export function headlineIs(text) {
  const place = document.getElementById('live');
  if (place.textContent !== text) {
    place.textContent = text;
  }
}
