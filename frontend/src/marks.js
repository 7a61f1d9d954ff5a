// The marks of a scene as marks of Observable Plot: one function for each kind.
import * as Plot from "@observablehq/plot";
import { cellsUnder } from "./cells.js";
import { shapeAt } from "./shapes.js";

const DASHES = { solid: null, dashed: "6 4", dotted: "1.5 3.5" };

export const colour = (group) => (group === null ? "var(--ink)" : `var(--group-${group % 6})`);

export const MARKS = {
  regions: (mark, sheet) => [cellsUnder(mark, sheet)],

  points: (mark) => [dots(mark)],

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

// All points of a group as one path: hundreds of elements, one for each, cost more to paint than all the rest.
function dots(mark) {
  const many = mark.x.length;
  const size = (many <= 150 ? 4.2 : many <= 1000 ? 3.6 : 2) * (mark.strong ? 1.4 : 1);
  return (index, { x, y }, channels, dimensions, context) => {
    const { width, height, marginLeft, marginRight, marginTop, marginBottom } = dimensions;
    let d = "";
    for (let i = 0; i < many; i++) {
      const [px, py] = [x(mark.x[i]), y(mark.y[i])];
      const inside = px > marginLeft - 9 && px < width - marginRight + 9 && py > marginTop - 9 && py < height - marginBottom + 9;
      if (inside) d += shapeAt(mark.group, px, py, size);
    }
    const path = context.document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", colour(mark.group));
    path.setAttribute("fill-opacity", many > 1000 ? 0.6 : 1);
    path.setAttribute("stroke", mark.strong ? "var(--ink)" : "var(--paper)");
    path.setAttribute("stroke-width", mark.strong ? 1.4 : many > 1000 ? 0 : 0.7);
    return path;
  };
}

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
