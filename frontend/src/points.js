// Samples that can be moved, added and taken away: by mouse and touch any of them, by keyboard a dozen.
import { colour } from "./marks.js";
import { element } from "./picture.js";

const HANDLES = 12;
const NEAR = 18; // pixels within which a press takes hold of a sample

export function makePoints(picture, about, onMove) {
  const start = about.rows;
  let rows = start.map((row) => [...row]);
  let handles = spread(rows);
  let tool = "move";
  let held = null;
  const svg = element("svg", { class: "handles", role: "group", "aria-label": "Samples that can be moved" });
  const circles = [];
  picture.canvas.append(svg);
  picture.figure.querySelector(".controls").before(toolbar());
  picture.after = place;

  function toolbar() {
    const set = document.createElement("fieldset");
    set.className = "tools";
    const legend = document.createElement("legend");
    legend.textContent = "Press on the picture to";
    set.append(legend);
    const tools = [["move", "move"], ...about.names.map((name, k) => [k, `add \u201c${name}\u201d`]), ["remove", "remove"]];
    for (const [value, words] of tools) {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "radio", name: "tool", checked: value === tool });
      input.addEventListener("change", () => (tool = value));
      label.append(input, ` ${words}`);
      set.append(label);
    }
    return set;
  }

  const toScreen = ([x, y]) => [picture.scales.x.apply(x), picture.scales.y.apply(y)];
  const tidy = (value) => Number(value.toPrecision(6));

  function toData(px, py) {
    const inside = (value, [a, b]) => Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));
    const x = inside(picture.scales.x.invert(px), picture.scales.x.domain);
    const y = inside(picture.scales.y.invert(py), picture.scales.y.domain);
    return [tidy(x), tidy(y)];
  }

  function place() {
    const { width, height } = picture.size;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    while (circles.length < handles.length) circles.push(svg.appendChild(handle(circles.length)));
    while (circles.length > handles.length) circles.pop().remove();
    handles.forEach((at, k) => {
      const [cx, cy] = toScreen(rows[at]);
      const circle = circles[k];
      circle.setAttribute("cx", cx);
      circle.setAttribute("cy", cy);
      circle.style.setProperty("--own", colour(rows[at][2]));
      const [x, y, k2] = rows[at];
      const { x: across, y: up } = picture.scene;
      circle.setAttribute("aria-label", `${about.names[k2]}: ${across.name} ${short(x)}, ${up.name} ${short(y)}`);
    });
  }

  const short = (value) => String(Number(value.toPrecision(3)));

  function handle(k) {
    const circle = element("circle", { r: 9, tabindex: 0, role: "button", "aria-roledescription": "movable sample" });
    circle.addEventListener("keydown", (event) => pressed(event, k));
    return circle;
  }

  function pressed(event, k) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const at = handles[k];
    if (way) {
      const far = event.shiftKey ? 24 : 6;
      const [x, y] = toScreen(rows[at]);
      move(at, toData(x + far * way[0], y + far * way[1]));
    } else if (event.key === "Delete" || event.key === "Backspace") remove(at);
    else if (event.key === "Insert" || event.key === "+") {
      const [x, y] = toScreen(rows[at]);
      add(toData(x + 14, y - 14), rows[at][2]);
    } else return;
    event.preventDefault();
  }

  function changed() {
    place();
    onMove(rows);
  }

  function move(at, [x, y]) {
    rows[at] = [x, y, rows[at][2]];
    changed();
  }

  function add([x, y], group) {
    if (rows.length >= about.most) return picture.problem(`There is room for ${about.most} samples.`);
    rows = [...rows, [x, y, group]];
    changed();
  }

  function remove(at) {
    const group = rows[at][2];
    if (rows.filter((row) => row[2] === group).length <= about.least) {
      return picture.problem(`\u201c${about.names[group]}\u201d needs at least ${about.least}.`);
    }
    rows = rows.filter((_, i) => i !== at);
    handles = handles.filter((i) => i !== at).map((i) => (i > at ? i - 1 : i));
    changed();
  }

  function nearest(px, py) {
    let best = null;
    let least = NEAR;
    rows.forEach((row, i) => {
      const [x, y] = toScreen(row);
      const far = Math.hypot(x - px, y - py);
      if (far < least) [best, least] = [i, far];
    });
    return best;
  }

  function at(event) {
    const box = svg.getBoundingClientRect();
    const scale = picture.size.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  svg.addEventListener("pointerdown", (event) => {
    const [px, py] = at(event);
    const found = nearest(px, py);
    if (tool === "remove") return found !== null && remove(found);
    if (tool !== "move" && found === null) return add(toData(px, py), tool);
    if (found === null) return;
    held = found;
    svg.setPointerCapture(event.pointerId);
    svg.classList.add("holding");
  });
  svg.addEventListener("pointermove", (event) => {
    const [px, py] = at(event);
    if (held !== null) move(held, toData(px, py));
    else svg.classList.toggle("over", nearest(px, py) !== null);
  });
  const release = () => {
    held = null;
    svg.classList.remove("holding");
  };
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", release);
  // A finger on a sample drags it; anywhere else it scrolls the page.
  svg.addEventListener(
    "touchstart",
    (event) => {
      const [px, py] = at(event.touches[0]);
      if (tool !== "move" || nearest(px, py) !== null) event.preventDefault();
    },
    { passive: false },
  );

  return {
    reset() {
      rows = start.map((row) => [...row]);
      handles = spread(rows);
    },
    rows: () => rows,
  };
}

// A dozen samples far from each other, the same each time: those that the keyboard reaches.
function spread(rows) {
  if (!rows.length) return [];
  const range = [0, 1].map((j) => {
    const values = rows.map((row) => row[j]);
    return Math.max(...values) - Math.min(...values) || 1;
  });
  const chosen = [0];
  const far = rows.map(() => Infinity);
  while (chosen.length < Math.min(HANDLES, rows.length)) {
    const last = rows[chosen.at(-1)];
    rows.forEach((row, i) => {
      const d = Math.hypot((row[0] - last[0]) / range[0], (row[1] - last[1]) / range[1]);
      far[i] = Math.min(far[i], d);
    });
    chosen.push(far.indexOf(Math.max(...far)));
  }
  return chosen;
}
