// The sliders of a picture, with Reset, Play and Step.

const FINE = 400; // stops of a slider that has no smallest move
const FRAME = 40; // milliseconds between two values while it plays
const SLOW = 450; // and between two steps of a fit

export function makeControls(box, controls, stepName, onChange) {
  const values = Object.fromEntries(controls.map((one) => [one.name, one.default]));
  const rows = controls.map((control) => makeRow(control, values, () => changed()));
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  const leader = controls.find((one) => one.name === stepName) ?? controls[0];
  const lead = rows[controls.indexOf(leader)];
  let timer = null;

  function changed() {
    onChange({ ...values });
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  function step() {
    if (lead.at() >= lead.stops) return false;
    lead.moveTo(lead.at() + (leader.step || stepName ? 1 : FINE / 40));
    return true;
  }

  const play = button("Play", () => {
    if (timer !== null) return stop();
    if (lead.at() >= lead.stops) lead.moveTo(0);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const few = lead.stops <= 60;
    timer = setInterval(() => {
      if (few || calm ? !step() : !glide()) stop();
    }, few || calm ? SLOW : FRAME);
  });

  function glide() {
    if (lead.at() >= lead.stops) return false;
    lead.moveTo(Math.min(lead.stops, lead.at() + Math.max(1, Math.round(lead.stops / 150))));
    return true;
  }

  const what = stepName ? "the steps of the fit" : leader.label;
  play.setAttribute("aria-label", `Play: ${what}`);
  play.setAttribute("aria-pressed", "false");
  const one = button("Step", () => {
    stop();
    if (!step()) lead.moveTo(0);
  });
  one.setAttribute("aria-label", `Step: ${what}`);
  const reset = button("Reset", () => {
    stop();
    rows.forEach((row) => row.reset());
    onChange({ ...values }, true);
  });
  buttons.append(play, one, reset);
  box.replaceChildren(...rows.map((row) => row.element), buttons);

  // Moves some sliders at once, as far as they reach.
  function set(wanted) {
    for (const [name, value] of Object.entries(wanted)) rows[controls.findIndex((one) => one.name === name)].reach(value);
    changed();
  }
  return { values, set };
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function makeRow(control, values, changed) {
  const scale = makeScale(control);
  const element = document.createElement("div");
  element.className = "control";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const output = document.createElement("output");
  input.type = "range";
  input.id = `control-${control.name}`;
  input.min = 0;
  input.max = scale.stops;
  input.step = 1;
  label.htmlFor = output.htmlFor = input.id;
  label.textContent = control.label;
  element.append(label, output, input);

  function show() {
    const said = format(values[control.name], control);
    output.textContent = said;
    input.setAttribute("aria-valuetext", control.unit ? `${said} ${control.unit}` : said);
    input.style.setProperty("--share", `${(100 * input.value) / scale.stops}%`);
    if (control.unit) output.append(unit(control.unit));
  }

  function moveTo(stop) {
    input.value = stop;
    values[control.name] = scale.value(stop);
    show();
    changed();
  }

  function reset() {
    values[control.name] = control.default;
    input.value = scale.stop(control.default);
    show();
  }

  function reach(value) {
    input.value = scale.stop(Math.min(control.high, Math.max(control.low, value)));
    values[control.name] = scale.value(Number(input.value));
    show();
  }

  input.addEventListener("input", () => moveTo(Number(input.value)));
  reset();
  return { element, moveTo, reset, reach, stops: scale.stops, at: () => Number(input.value) };
}

function unit(words) {
  const made = document.createElement("span");
  made.className = "unit";
  made.textContent = ` ${words}`;
  return made;
}

// A slider counts stops from 0 up; a scale says which value each of them is.
function makeScale({ low, high, scale, step }) {
  const log = scale === "log";
  const [a, b] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const stops = step && !log ? Math.round((high - low) / step) : FINE;
  return {
    stops,
    value(stop) {
      const share = stop / stops;
      const plain = log ? Math.exp(a + share * (b - a)) : low + share * (high - low);
      const tidy = step ? Math.round((plain - low) / step) * step + low : plain;
      return Number(Math.min(high, Math.max(low, tidy)).toPrecision(12));
    },
    stop(value) {
      return Math.round((stops * ((log ? Math.log(value) : value) - a)) / (b - a));
    },
  };
}

export function format(value, control) {
  if (control.step) {
    const places = Math.max(0, -Math.floor(Math.log10(control.step) + 1e-9));
    return minus(value.toFixed(Math.min(places, 6)));
  }
  const size = Math.abs(value);
  if (size && (size < 1e-3 || size >= 1e5)) return minus(value.toExponential(1).replace("e+", "e"));
  return minus(String(Number(value.toPrecision(3))));
}

const minus = (text) => text.replace("-", "\u2212");
