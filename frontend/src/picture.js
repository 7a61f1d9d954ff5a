// Draws a scene with Observable Plot, with its title, legend and caption.
import * as Plot from "@observablehq/plot";
import { forgetColours } from "./cells.js";
import { MARKS, colour, reach } from "./marks.js";
import { shapeAt } from "./shapes.js";

const SPEAK = 700; // milliseconds of rest after which the caption is announced

export class Picture {
  constructor(figure) {
    this.figure = figure;
    this.canvas = figure.querySelector(".canvas");
    this.title = figure.querySelector("h2");
    this.legend = figure.querySelector(".legend");
    this.caption = figure.querySelector(".caption");
    this.spoken = figure.querySelector(".spoken");
    this.after = () => {};
    this.sheets = [];
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (forgetColours(), this.redraw()));
  }

  show(scene) {
    this.scene = scene;
    this.redraw();
    setText(this.title, scene.title);
    setText(this.caption, scene.say);
    this.showLegend(scene);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.spoken, scene.say), SPEAK);
  }

  // While something is dragged, the axes stay where they were: the ground does not move under the hand.
  hold(yes) {
    this.held = yes ? { x: this.scales.x.domain, y: this.scales.y.domain } : null;
    if (!yes) this.redraw();
  }

  problem(words) {
    setText(this.caption, words);
    setText(this.spoken, words);
  }

  redraw() {
    const width = Math.round(this.canvas.clientWidth);
    if (!this.scene || !width) return;
    let used = 0;
    const plot = draw(this.scene, width, this.held, () => this.sheet(used++));
    for (const sheet of this.sheets.splice(used)) sheet.remove();
    const old = this.canvas.querySelector(":scope > svg.plotted");
    if (old) old.replaceWith(plot);
    else this.canvas.append(plot);
    this.scales = { x: plot.scale("x"), y: plot.scale("y") };
    this.size = { width, height: Number(plot.getAttribute("height")) };
    this.after();
  }

  // The n-th canvas under the plot.
  sheet(n) {
    if (!this.sheets[n]) {
      this.sheets[n] = document.createElement("canvas");
      this.sheets[n].setAttribute("aria-hidden", "true");
      this.canvas.prepend(this.sheets[n]);
    }
    return this.sheets[n];
  }

  showLegend(scene) {
    const entries = [];
    const cells = scene.marks.find((mark) => mark.kind === "regions");
    const seen = new Set();
    for (const mark of scene.marks) {
      const key = `${mark.label} ${mark.kind}`;
      if (mark.label && mark !== cells && !seen.has(key)) entries.push(mark);
      seen.add(key);
    }
    const share = cells?.scale === "share" && cells.label ? cells.label : "";
    const signature = JSON.stringify([entries.map((m) => [m.kind, m.label, m.group, m.strong, m.style]), share]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.legend.replaceChildren(...entries.map(entry), ...(share ? [ramp(share)] : []));
  }
}

function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function draw(scene, width, held, sheet) {
  // So that the controls are seen below it without scrolling.
  const height = Math.round(Math.max(280, Math.min(width * 0.74, 560, innerHeight - 330)));
  const cells = scene.marks.some((mark) => mark.kind === "regions");
  const shown = scene.x.shown || scene.y.shown;
  const plot = Plot.plot({
    width,
    height,
    marginTop: 14,
    marginRight: 12,
    marginBottom: shown ? 42 : 8,
    marginLeft: shown ? 12 + widest(scene) : 8,
    style: { fontSize: "12px", fontFamily: "inherit", background: "none", color: "var(--quiet)", overflow: "visible" },
    x: { ...scaleOf(scene, "x"), ...(held && { domain: held.x }) },
    y: { ...scaleOf(scene, "y"), ...(held && { domain: held.y }) },
    marks: [...scene.marks.flatMap((mark) => MARKS[mark.kind](mark, sheet)), ...axes(scene, width, cells)],
  });
  // Its style sheet lies in page.css: the page admits none that come later.
  plot.querySelector("style")?.remove();
  plot.classList.add("plotted");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", `${scene.title}. ${scene.say}`);
  for (const group of plot.querySelectorAll("[aria-label]")) group.setAttribute("aria-hidden", "true");
  return plot;
}

function scaleOf(scene, name) {
  const axis = scene[name];
  const [low, high] = reach(scene.marks, name);
  const bars = scene.marks.some((mark) => mark.kind === "bars");
  const log = axis.scale === "log";
  const room = log || bars ? 0 : 0.04 * (high - low);
  return {
    type: log ? "log" : "linear",
    domain: [axis.low ?? low - room, axis.high ?? high + room],
    label: null,
    axis: null,
  };
}

function axes(scene, width, cells) {
  if (!scene.x.shown && !scene.y.shown) return [];
  const tick = { tickSize: scene.x.ticks.length || scene.y.ticks.length ? 0 : 4, stroke: "var(--faint-line)" };
  const name = { labelAnchor: "center", labelArrow: "none" };
  const made = [
    Plot.axisX({ ...ticksOf(scene.x, width / 90), ...tick, ...name, label: scene.x.label, labelOffset: 38 }),
    Plot.axisY({ ...ticksOf(scene.y, 6), ...tick, ...name, label: scene.y.label, labelOffset: 8 + widest(scene) }),
  ];
  const edges = cells ? [] : ["bottom", "left"];
  return [...edges.map((anchor) => Plot.frame({ anchor, stroke: "var(--faint-line)" })), ...made];
}

function ticksOf(axis, count) {
  if (!axis.ticks.length) return { ticks: Math.round(count), tickFormat: axis.scale === "log" ? "~g" : undefined };
  const names = new Map(axis.ticks);
  return { ticks: [...names.keys()], tickFormat: (v) => names.get(v) };
}

// Room for the names or numbers of the upright axis.
function widest(scene) {
  const lengths = scene.y.ticks.map(([, name]) => name.length);
  if (!lengths.length && scene.y.scale !== "log") lengths.push(longestNumber(scaleOf(scene, "y").domain));
  return Math.min(170, Math.max(44, ...lengths.map((n) => n * 6.5 + 26)));
}

// The characters of the longest of some six numbers between two.
function longestNumber([low, high]) {
  const most = Math.max(Math.abs(low), Math.abs(high), 1);
  const whole = Math.floor(Math.log10(most)) + 1;
  const decimals = Math.max(0, Math.ceil(-Math.log10((high - low || 1) / 6)));
  return whole + Math.floor((whole - 1) / 3) + (decimals && decimals + 1) + (low < 0 ? 1 : 0);
}

function entry(mark) {
  const item = document.createElement("li");
  const ink = mark.quiet ? "var(--faint-line)" : colour(mark.group);
  item.append(icon(mark, ink), mark.label);
  return item;
}

function icon(mark, ink) {
  const svg = element("svg", { class: "key", viewBox: "0 0 18 14", width: 18, height: 14, "aria-hidden": "true" });
  if (mark.kind === "points") {
    const d = shapeAt(mark.group, 9, 7, mark.strong ? 5.4 : 4.4);
    svg.append(element("path", { d, fill: ink, stroke: mark.strong ? "var(--ink)" : "none", "stroke-width": 1.3 }));
  } else if (mark.kind === "area" || mark.kind === "bars") {
    svg.append(element("rect", { x: 1, y: 2, width: 16, height: 10, fill: ink, "fill-opacity": mark.kind === "area" ? 0.25 : 1 }));
  } else {
    const dash = { dashed: "5 3", dotted: "1.5 3" }[mark.style] ?? "none";
    svg.append(element("path", { d: "M0 7H18", stroke: ink, "stroke-width": 2, "stroke-dasharray": dash }));
  }
  return svg;
}

function ramp(label) {
  const item = document.createElement("li");
  item.className = "ramp";
  const bar = document.createElement("span");
  bar.className = "bar-of-shares";
  item.append("0 ", bar, " 1", Object.assign(document.createElement("span"), { textContent: ` ${label}` }));
  return item;
}

export function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
