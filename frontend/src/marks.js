// The marks of a scene as marks of Observable Plot: one function for each kind.
import * as Plot from "@observablehq/plot";
import { cellsImage } from "./cells.js";

const downward = {
  draw(context, size) {
    const r = Math.sqrt(size / Math.PI) * 1.2;
    context.moveTo(0, r);
    context.lineTo(r, -0.8 * r);
    context.lineTo(-r, -0.8 * r);
    context.closePath();
  },
};
export const SHAPES = ["circle", "triangle", "square", "diamond", downward, "cross"];
const DASHES = { solid: null, dashed: "6 4", dotted: "1.5 3.5" };

export const colour = (group) => (group === null ? "var(--ink)" : `var(--group-${group % 6})`);

export const MARKS = {
  regions: (mark) => [cellsImage(mark)],

  points(mark) {
    const many = mark.x.length;
    const size = many <= 150 ? 4.2 : many <= 1000 ? 3.6 : 2;
    return [
      Plot.dot(mark.x, {
        x: mark.x,
        y: mark.y,
        r: mark.strong ? size * 1.45 : size,
        symbol: SHAPES[mark.group % SHAPES.length],
        fill: colour(mark.group),
        fillOpacity: many > 1000 ? 0.6 : 1,
        stroke: mark.strong ? "var(--ink)" : "var(--paper)",
        strokeWidth: mark.strong ? 1.4 : many > 1000 ? 0 : 0.7,
        clip: true,
      }),
    ];
  },

  line: (mark) => [
    Plot.line(mark.x, {
      x: mark.x,
      y: mark.y,
      stroke: mark.quiet ? "var(--faint-line)" : colour(mark.group),
      strokeWidth: mark.quiet ? 0.8 : 2,
      strokeDasharray: DASHES[mark.style],
      strokeLinecap: mark.style === "dotted" ? "round" : "butt",
      clip: true,
    }),
  ],

  bars(mark) {
    const look = { fill: colour(mark.group) };
    const half = 0.35;
    const from = mark.x.map((v) => v - half);
    const to = mark.x.map((v) => v + half);
    const zero = mark.x.map(() => 0);
    return [
      mark.lying
        ? Plot.rect(mark.x, { x1: zero, x2: mark.height, y1: from, y2: to, ...look })
        : Plot.rect(mark.x, { x1: from, x2: to, y1: zero, y2: mark.height, ...look }),
    ];
  },

  text: (mark) => [
    Plot.text([mark.text], {
      x: [mark.x],
      y: [mark.y],
      fill: mark.quiet ? "var(--quiet)" : "var(--ink)",
      stroke: "var(--paper)",
      strokeOpacity: 0.75,
      strokeWidth: mark.quiet ? 3 : 2,
      fontSize: mark.quiet ? 11 : 13,
      textAnchor: { left: "start", center: "middle", right: "end" }[mark.align],
      lineHeight: 1.25,
    }),
  ],

  edges: (mark) => [
    Plot.link(mark.x0, {
      x1: mark.x0,
      y1: mark.y0,
      x2: mark.x1,
      y2: mark.y1,
      stroke: mark.group === null ? "var(--faint-line)" : colour(mark.group),
      strokeWidth: 1,
      clip: true,
    }),
  ],

  area: (mark) => [
    Plot.line(mark.x, {
      x: mark.x,
      y: mark.y,
      curve: "linear-closed",
      stroke: "none",
      fill: colour(mark.group),
      fillOpacity: 0.18,
      clip: true,
    }),
  ],
};

// Where the marks reach, for an axis whose ends are not given.
export function reach(marks, axis) {
  let low = Infinity;
  let high = -Infinity;
  const see = (value) => {
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const mark of marks) {
    for (const name of [axis, `${axis}0`, `${axis}1`]) {
      const values = mark[name];
      if (Array.isArray(values)) values.forEach(see);
      else if (typeof values === "number") see(values);
    }
    if (mark.kind === "bars") {
      const along = mark.lying ? "y" : "x";
      if (along === axis) mark.x.forEach((v) => (see(v - 0.5), see(v + 0.5)));
      else (see(0), mark.height.forEach(see));
    }
  }
  return low <= high ? [low, high] : [0, 1];
}
