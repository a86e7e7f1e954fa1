/** The charts. Each is made once and fed from then on; it is made anew only when colours or series change. */

import { minute } from './format.js';

/** How each series looks: told apart by its dashes, too. */
export const LOOKS = {
  completed: { colour: '--c-completed', dash: [], width: 1.5, fill: true },
  failed: { colour: '--c-failed', dash: [], width: 2 },
  expired: { colour: '--c-expired', dash: [7, 4], width: 2 },
  blocked: { colour: '--c-blocked', dash: [2, 3], width: 2 },
  cancelled: { colour: '--c-cancelled', dash: [9, 3, 2, 3], width: 1.5 },
};

const LABELS_APART = 72;
const AXIS_WIDTH = 48;
const STEPS = [300, 600, 900, 1200, 1800, 3600];
const dark = matchMedia('(prefers-color-scheme: dark)');
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** All charts show the same moment under the pointer. */
const shown = new Set();
let pointed = null;

/**
 * A line chart as an island of the page.
 *
 * its value: {series: [names], data: [[seconds], [counts]...], plain (no times below),
 * bands: [[from, to]...] in seconds, height, onCursor(index|null)}
 */
export function lines() {
  let chart = null;
  let value = null;
  let shape = '';
  let host = null;

  const make = () => {
    drop();
    host.style.height = `${value.height}px`;
    const canvas = document.createElement('canvas');
    host.replaceChildren(canvas);
    chart = new Chart(canvas, options(value, () => value));
    shown.add(chart);
  };
  const drop = () => {
    if (chart) {
      shown.delete(chart);
      chart.destroy();
      chart = null;
    }
  };
  return {
    mount(element, given) {
      host = element;
      value = given;
      shape = shapeOf(given);
      make();
      dark.addEventListener('change', make);
    },
    update(element, given) {
      const fresh = given.data !== value.data || JSON.stringify(given.bands) !== JSON.stringify(value.bands);
      value = given;
      if (shapeOf(given) !== shape) {
        shape = shapeOf(given);
        make();
      } else if (fresh) {
        feed(chart, given);
        chart.update('none');
      }
    },
    unmount() {
      dark.removeEventListener('change', make);
      drop();
    },
  };
}

const shapeOf = (value) => value.series.join(' ') + value.zone;

function feed(chart, value) {
  const [times, ...counts] = value.data;
  counts.forEach((column, i) => {
    chart.data.datasets[i].data = column.map((y, k) => ({ x: times[k], y }));
  });
  const { x } = chart.options.scales;
  x.min = times[0] ?? 0;
  x.max = times.at(-1) ?? 1;
}

function options(first, current) {
  const rule = colour('--rule');
  const font = { size: 12, family: 'system-ui, sans-serif' };
  const chart = {
    type: 'line',
    data: {
      datasets: first.series.map((name) => {
        const look = LOOKS[name];
        return {
          label: name,
          data: [],
          borderColor: colour(look.colour),
          backgroundColor: look.fill ? colour(`${look.colour}-fill`) : undefined,
          fill: look.fill ? 'origin' : false,
          borderWidth: look.width,
          borderDash: look.dash,
        };
      }),
    },
    options: {
      animation: false,
      events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
      maintainAspectRatio: false,
      normalized: true,
      parsing: false,
      elements: { point: { radius: 0, hoverRadius: 0, hitRadius: 0 } },
      layout: { autoPadding: false, padding: { top: 8, right: 18 } },
      plugins: { legend: { display: false }, tooltip: { enabled: false }, decimation: { enabled: false } },
      scales: {
        x: {
          type: 'linear',
          border: { display: false },
          grid: { color: rule, drawTicks: false },
          afterBuildTicks: (axis) => {
            axis.ticks = moments(axis.min, axis.max, axis.width).map((at) => ({ value: at }));
          },
          ticks: {
            color: colour('--soft'),
            font,
            padding: 6,
            maxRotation: 0,
            display: !first.plain,
            callback: (at) => minute(at * 1000),
          },
        },
        y: {
          beginAtZero: true,
          suggestedMax: 5,
          border: { display: false },
          grid: { color: rule, drawTicks: false },
          ticks: { color: colour('--soft'), font, padding: 6, precision: 0, maxTicksLimit: 5 },
          afterFit: (axis) => {
            axis.width = AXIS_WIDTH;
          },
        },
      },
    },
    plugins: [{ id: 'incidents', beforeDatasetsDraw: (made) => bands(made, current().bands) }, pointer(current)],
  };
  feed(chart, first);
  return chart;
}

/** Times below the axis: whole steps of the clock, as many as there is room for. */
function moments(from, to, width) {
  const most = Math.max(1, Math.floor(width / LABELS_APART));
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1);
  const all = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    all.push(at);
  }
  return all;
}

/** Shades the time of incidents. */
function bands(chart, all) {
  const { ctx, chartArea: area, scales } = chart;
  ctx.save();
  ctx.fillStyle = colour('--shade');
  for (const [from, to] of all) {
    const left = Math.max(area.left, scales.x.getPixelForValue(from));
    const right = Math.min(area.right, scales.x.getPixelForValue(to));
    if (right > left) {
      ctx.fillRect(left, area.top, Math.max(2, right - left), area.bottom - area.top);
    }
  }
  ctx.restore();
}

/** A line at the moment under the pointer, in every chart. */
function pointer(current) {
  return {
    id: 'pointer',
    afterEvent(chart, { event, inChartArea }) {
      const at = inChartArea && event.type !== 'mouseout' ? nearest(current().data[0], chart.scales.x.getValueForPixel(event.x)) : null;
      if (at !== pointed) {
        pointed = at;
        shown.forEach((one) => one.draw());
        current().onCursor(at);
      }
    },
    afterDatasetsDraw(chart) {
      const moment = pointed === null ? undefined : current().data[0][pointed];
      if (moment !== undefined) {
        const { ctx, chartArea: area, scales } = chart;
        const x = scales.x.getPixelForValue(moment);
        ctx.save();
        ctx.strokeStyle = colour('--soft');
        ctx.setLineDash([4, 3]);
        ctx.beginPath();
        ctx.moveTo(x, area.top);
        ctx.lineTo(x, area.bottom);
        ctx.stroke();
        ctx.restore();
      }
    },
  };
}

/** Place of the time nearest to a moment; null where there is none. */
function nearest(times, moment) {
  if (times.length === 0) {
    return null;
  }
  const step = times.length > 1 ? times[1] - times[0] : 1;
  return Math.min(times.length - 1, Math.max(0, Math.round((moment - times[0]) / step)));
}
