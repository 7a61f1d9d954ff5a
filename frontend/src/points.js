// What can be moved in the picture itself: samples, which can be added and taken away too, and a place that two sliders
// say. By mouse and touch all of them, by keyboard a dozen.
import { colour } from "./marks.js";
import { element } from "./picture.js";
import { drawnAt, sampleAt } from "./placing.js";
import { spread } from "./spread.js";

const HANDLES = 12; // that the keyboard reaches: more are noise to who cannot see them
const NEAR = 18; // pixels within which a press takes hold
const FAR = 24; // pixels of a move by Shift and an arrow key
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Points {
  // about: names, most and least of the samples, or null. place: {get, set} of the point that two sliders say, or null.
  constructor(picture, about, place, onMove) {
    Object.assign(this, { picture, about, place, onMove });
    this.rows = [];
    this.handles = [];
    this.tool = "move";
    this.held = null;
    this.placing = null; // what the last scene said of where it draws samples
    this.circles = [];
    this.svg = element("svg", { class: "handles", role: "group", "aria-label": "What can be moved" });
    picture.canvas.append(this.svg);
    if (about) picture.figure.querySelector(".controls").before((this.tools = this.toolbar()));
    picture.after = () => this.draw();
    this.listen();
  }

  // The server says where the samples are: at the start, and when a control has made them anew.
  set(rows) {
    this.rows = rows;
    this.handles = spread(rows, this.place ? HANDLES - 1 : HANDLES);
    this.draw();
  }

  toolbar() {
    const set = document.createElement("fieldset");
    set.className = "tools";
    const legend = document.createElement("legend");
    legend.textContent = "In the picture, a press";
    set.append(legend);
    const added = this.about.names.map((name, k) => [k, `adds \u201c${name}\u201d`]);
    for (const [value, words] of [["move", "moves"], ...added, ["remove", "removes"]]) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: "tool", checked: value === this.tool });
      input.addEventListener("change", () => (this.tool = value));
      label.append(input, ` ${words}`);
      set.append(label);
    }
    return set;
  }

  toScreen([x, y]) {
    return [this.picture.scales.x.apply(x), this.picture.scales.y.apply(y)];
  }

  toPicture(px, py) {
    return ["x", "y"].map((name, j) => {
      const scale = this.picture.scales[name];
      const [a, b] = [...scale.domain].sort((p, q) => p - q);
      return Number(Math.min(b, Math.max(a, scale.invert([px, py][j]))).toPrecision(6));
    });
  }

  // Hidden where the picture shows something else than the samples.
  show(values) {
    const [name, value] = this.about?.seen_at ?? [];
    const hidden = name !== undefined && values[name] !== value;
    this.svg.style.display = hidden ? "none" : "";
    if (this.about) this.tools.hidden = hidden;
  }

  // The targets of the keyboard: the place first, then samples, a dozen in all.
  targets() {
    return [...(this.place ? ["place"] : []), ...this.handles];
  }

  // Its coordinates in the picture.
  where(target) {
    return target === "place" ? this.place.get() : drawnAt(this.rows[target], this.placing);
  }

  draw() {
    if (!this.picture.scales) return;
    const { width, height } = this.picture.size;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const targets = this.targets();
    while (this.circles.length < targets.length) this.circles.push(this.svg.appendChild(this.handle(this.circles.length)));
    while (this.circles.length > targets.length) this.circles.pop().remove();
    targets.forEach((target, k) => {
      const [cx, cy] = this.toScreen(this.where(target));
      const circle = this.circles[k];
      circle.setAttribute("cx", cx);
      circle.setAttribute("cy", cy);
      circle.style.setProperty("--own", target === "place" ? "var(--ink)" : colour(this.rows[target][2]));
      circle.setAttribute("aria-label", this.describe(target));
    });
  }

  describe(target) {
    const place = target === "place";
    const [x, y, group] = place ? this.place.get() : this.rows[target];
    const axes = [this.picture.scene.x.name, this.picture.scene.y.name];
    const [across, up] = (!place && this.about.features) || axes;
    const short = (value) => String(Number(value.toPrecision(3)));
    return `${place ? "The place that the sliders say" : this.about.names[group]}: ${across} ${short(x)}, ${up} ${short(y)}`;
  }

  handle(k) {
    const circle = element("circle", { r: 9, tabindex: 0, role: "button", "aria-roledescription": "movable point" });
    circle.addEventListener("keydown", (event) => this.pressed(event, this.targets()[k]));
    return circle;
  }

  pressed(event, target) {
    const way = WAYS[event.key];
    const [x, y] = this.toScreen(this.where(target));
    if (way) {
      const far = event.shiftKey ? FAR : FAR / 4;
      this.move(target, this.toPicture(x + far * way[0], y + far * way[1]));
    } else if (target !== "place" && (event.key === "Delete" || event.key === "Backspace")) this.remove(target);
    else if (target !== "place" && (event.key === "Insert" || event.key === "+")) {
      this.add(this.toPicture(x + 14, y - 14), this.rows[target][2]);
    } else return;
    event.preventDefault();
  }

  changed() {
    this.draw();
    this.onMove(this.rows);
  }

  move(target, at) {
    if (target === "place") {
      this.place.set(...at);
      this.draw();
    } else {
      const row = this.rows[target];
      this.rows[target] = [...sampleAt(at, row, this.placing), row[2]];
      this.changed();
    }
  }

  // What its place in the picture leaves open, a new sample has of the nearest one of its class.
  add(at, group) {
    const { most } = this.about;
    if (this.rows.length >= most) return this.picture.problem(`There is room for ${most} samples.`);
    const [px, py] = this.toScreen(at);
    const [near] = this.closest(px, py, [...this.rows.keys()].filter((i) => this.rows[i][2] === group));
    this.rows = [...this.rows, [...sampleAt(at, this.rows[near] ?? [0, 0, group], this.placing), group]];
    this.changed();
  }

  remove(target) {
    const { names, least } = this.about;
    const group = this.rows[target][2];
    if (this.rows.filter((row) => row[2] === group).length <= least) {
      return this.picture.problem(`\u201c${names[group]}\u201d needs at least ${least}.`);
    }
    this.rows = this.rows.filter((_, i) => i !== target);
    this.handles = this.handles.filter((i) => i !== target).map((i) => (i > target ? i - 1 : i));
    this.changed();
  }

  // What a press takes hold of, or null.
  nearest(px, py) {
    const [best, far] = this.closest(px, py, [...(this.place ? ["place"] : []), ...this.rows.keys()]);
    return far < NEAR ? best : null;
  }

  closest(px, py, targets) {
    let best = null;
    let least = Infinity;
    for (const target of targets) {
      const [x, y] = this.toScreen(this.where(target));
      const far = Math.hypot(x - px, y - py);
      if (far < least) [best, least] = [target, far];
    }
    return [best, least];
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.picture.size.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => {
      const [px, py] = this.at(event);
      if (this.held !== null) this.move(this.held, this.toPicture(px, py));
      else svg.classList.toggle("over", this.nearest(px, py) !== null);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, () => {
        if (this.held !== null) this.picture.hold(false);
        this.held = null;
        svg.classList.remove("holding");
      });
    }
    // A finger on something movable drags it; anywhere else it scrolls the page.
    const touched = (event) => {
      if (this.tool !== "move" || this.nearest(...this.at(event.touches[0])) !== null) event.preventDefault();
    };
    svg.addEventListener("touchstart", touched, { passive: false });
  }

  down(event) {
    const [px, py] = this.at(event);
    const found = this.nearest(px, py);
    if (this.tool === "remove") {
      if (found !== null && found !== "place") this.remove(found);
    } else if (this.tool !== "move") this.add(this.toPicture(px, py), this.tool);
    else if (found !== null) {
      this.held = found;
      this.picture.hold(true);
      this.svg.setPointerCapture(event.pointerId);
      this.svg.classList.add("holding");
    }
  }
}
