/** Numbers and times as people read them. Times are milliseconds since 1970. */

const DAY = 86_400_000;
/** The last moment that a Date can hold. */
const LAST = 8.64e15;
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const ONE_DIGIT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const UTC = 'UTC';

let zone;
let formats = {};
useZone(undefined);

/** @param {string|undefined} name 'UTC', or undefined for the reader's own zone */
export function useZone(name) {
  zone = name;
  const format = (options) => new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone: zone, ...options });
  formats = {
    clock: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    minute: format({ hour: '2-digit', minute: '2-digit' }),
    day: format({ day: 'numeric', month: 'short' }),
  };
}

/** Such as 'Europe/Paris'. */
export function zoneName() {
  return zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function isUtc() {
  return zone === UTC;
}

/** Such as 1,840. */
export function count(number) {
  return known(number) ? NUMBER.format(number) : 'unknown';
}

/** Such as 18.4K, for where there is little room. */
export function compact(number) {
  return known(number) ? COMPACT.format(number) : 'unknown';
}

/** Such as '1 call' or '1,840 calls'. */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Such as 'last hour' or 'last 24 hours'. */
export function lastHours(number) {
  return number === 1 ? 'last hour' : `last ${count(number)} hours`;
}

/** Such as 5.5 %; a share above none is never shown as 0 %, nor one below all as 100 %. */
export function percent(part, whole) {
  if (!whole) {
    return '0 %';
  }
  const share = (part / whole) * 100;
  if (share > 0 && share < 0.1) {
    return 'under 0.1 %';
  }
  return share < 100 && share > 99.9 ? 'over 99.9 %' : `${ONE_DIGIT.format(share)} %`;
}

/** Such as 350 ms, 1.3 s or 2 min. */
export function seconds(value) {
  if (!known(value)) {
    return 'unknown';
  }
  if (value < 0.9995) {
    return `${Math.round(value * 1000)} ms`;
  }
  return value < 100 ? `${ONE_DIGIT.format(value)} s` : span(value * 1000);
}

/** Such as 45 s, 12 min, 3 h 05 min or 2 d 4 h. */
export function span(ms) {
  const whole = Math.max(0, Math.floor(ms / 1000));
  if (whole < 100) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  }
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The time between two steps: exact where it is short, such as 12 ms, 1.234 s or 2 min 03 s. */
export function step(ms) {
  const size = Math.abs(ms);
  if (size < 1000) {
    return `${Math.round(ms)} ms`;
  }
  if (size < 60_000) {
    return `${(ms / 1000).toFixed(3)} s`;
  }
  return size < 3_600_000
    ? `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} s`
    : span(ms);
}

/** Such as 1.0 MiB. */
export function bytes(number) {
  if (!known(number)) {
    return 'unknown';
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = number;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? size : ONE_DIGIT.format(size)} ${units[unit]}`;
}

/** @param {string|number|null} text decimal USD */
export function usd(text) {
  const amount = Number(text);
  if (text === null || text === undefined || !Number.isFinite(amount)) {
    return 'unknown';
  }
  const digits = amount === 0 || Math.abs(amount) >= 1 ? 2 : 4;
  if (amount !== 0 && Math.abs(amount) < 0.0001) {
    return 'under $0.0001';
  }
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** Whether it is a moment that can be shown. */
export function isMoment(at) {
  return typeof at === 'number' && Math.abs(at) <= LAST;
}

/** Such as 03:15:00, with the day where it is another day than now's. */
export function clock(at, now) {
  const day = formats.day.format(at);
  const time = formats.clock.format(at);
  return Math.abs(now - at) < DAY && day === formats.day.format(now) ? time : `${day}, ${time}`;
}

/** Such as 03:15. */
export function minute(at) {
  return formats.minute.format(at);
}

/** Such as 22 Nov. */
export function day(at) {
  return formats.day.format(at);
}

/** Such as 2026-11-22 03:15:00 UTC. */
export function utc(at) {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The same with milliseconds. */
export function exactUtc(at) {
  return `${new Date(at).toISOString().slice(0, 23).replace('T', ' ')} UTC`;
}

function known(number) {
  return typeof number === 'number' && Number.isFinite(number);
}
