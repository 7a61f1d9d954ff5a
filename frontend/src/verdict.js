// A verdict as the page shows it: what is wrong, the smallest input that shows it, why, and the smallest edit.

const SAYS = {
  right: "Right",
  costly: "Right, but it does more work than it needs",
  contract: "Right values, but it does something to its caller",
  fragile: "Right on ordinary numbers, fragile on others",
  wrong: "Wrong",
  broken: "Could not be judged",
};

export function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((one) => one !== null && one !== ""));
  return made;
}

export const headline = (found) => `${found.name}: ${SAYS[found.outcome] ?? found.outcome}`;

export function showVerdict(found, editor) {
  const kind = found.ok ? "right" : "wrong";
  const head = make("h4", { class: kind }, make("span", { class: "sign", "aria-hidden": "true" }, found.ok ? "✓" : "✗"), make("code", {}, found.name), ` ${SAYS[found.outcome].toLowerCase()}`);
  const [first, ...others] = found.defects ?? [];
  const about = found.ok
    ? [make("p", { class: "quiet" }, fine(found)), ...(found.notes ?? []).map((note) => make("p", { class: "quiet" }, note))]
    : [];
  return make(
    "section",
    { class: `function ${kind}` },
    head,
    found.problem ? make("p", {}, found.problem) : null,
    first ? defect(first, found, editor) : null,
    others.length ? more(others, found, editor) : null,
    found.hidden ? make("p", { class: "quiet" }, found.hidden) : null,
    ...about,
  );
}

function fine(found) {
  const tried = `${found.tried} inputs in ${found.seconds.toFixed(1)} s`;
  const what = found.fine.length ? `Tried and right: ${found.fine.join(", ")}. ` : "";
  return `${what}${tried}. ${found.cost ?? ""}`;
}

function more(others, found, editor) {
  const many = others.length === 1 ? "One more thing" : `${others.length} more things`;
  return make("details", {}, make("summary", {}, many), ...others.map((one) => defect(one, found, editor)));
}

function defect(one, found, editor) {
  return make(
    "div",
    { class: "defect" },
    make("p", {}, one.explanation),
    one.call ? counterexample(one) : null,
    one.where ? make("p", { class: "quiet" }, `Where: ${one.where}`) : null,
    one.line ? place(one, editor) : null,
  );
}

function counterexample(one) {
  const rows = one.entries.length ? one.entries : [["", one.yours, one.right, true]];
  const placed = one.entries.length > 0;
  const head = make("tr", {}, placed ? make("th", { scope: "col" }, make("span", { class: "unseen" }, "entry")) : null, make("th", { scope: "col" }, "yours"), make("th", { scope: "col" }, "right"));
  const body = rows.map(([at, yours, right, differ]) =>
    make("tr", { class: differ ? "differ" : "" }, placed ? make("th", { scope: "row" }, at) : null, make("td", {}, yours), make("td", {}, right)),
  );
  return make(
    "table",
    { class: "counterexample" },
    make("caption", {}, make("code", {}, one.call)),
    make("thead", {}, head),
    make("tbody", {}, ...body),
  );
}

function place(one, editor) {
  const go = make("button", { type: "button", class: "link", onclick: () => editor.goTo(one.line) }, `line ${one.line}`);
  if (!one.edit) return make("p", { class: "quiet" }, "At ", go, ".");
  const panel = make(
    "div",
    { class: "edit", hidden: true },
    one.before ? make("pre", { class: "before" }, make("code", {}, one.before.trim())) : make("p", { class: "quiet" }, `Add before line ${one.line}:`),
    make("pre", { class: "after" }, make("code", {}, one.edit.trim())),
    one.mends ? make("p", { class: "quiet" }, "Applied and judged again: this defect is gone.") : null,
    make("button", { type: "button", onclick: (event) => apply(one, editor, event.currentTarget) }, "Make this edit"),
  );
  const show = make("button", { type: "button", "aria-expanded": "false" }, "Show the smallest edit");
  show.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    show.setAttribute("aria-expanded", String(!panel.hidden));
    show.textContent = panel.hidden ? "Show the smallest edit" : "Hide the edit";
  });
  return make("div", { class: "place" }, make("p", {}, show, " at ", go), panel);
}

function apply(one, editor, button) {
  if (editor.replaceLine(one.line, one.before, one.edit)) button.textContent = "Made";
  else button.textContent = "That line has changed since";
  button.disabled = true;
}
