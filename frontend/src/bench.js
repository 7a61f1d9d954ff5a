// The exercise: editor, drafts and check together, loaded after the picture.
import { Check } from "./check.js";
import { Drafts } from "./drafts.js";
import { makeEditor } from "./editor.js";
import { makeHints } from "./hints.js";

export function makeBench(day) {
  const saved = document.querySelector(".saved");
  const drafts = new Drafts(day.number, (words) => (saved.textContent = words));
  const name = document.getElementById("editor-name").textContent;
  const start = day.draft || day.exercise;
  const editor = makeEditor(document.getElementById("editor"), start, name, {
    onChange: () => drafts.changed(editor.text()),
    onCheck: () => check.run(),
  });
  drafts.started(start);
  const check = new Check(day.number, day.functions, editor, drafts);
  const kept = drafts.unsaved(day.draft);
  if (kept && kept.base === start) editor.replace(kept.text);
  else if (kept) offer(kept.text, editor);
  makeHints(day.number);
  document.getElementById("startover").addEventListener("click", () => editor.replace(day.exercise));
}

// The server's draft has gone on since this browser kept a text: the person decides.
function offer(text, editor) {
  const note = document.createElement("p");
  note.className = "offer";
  const take = document.createElement("button");
  take.type = "button";
  take.textContent = "Bring it back";
  take.addEventListener("click", () => (editor.replace(text), note.remove()));
  note.append("This browser kept a text that was never saved. ", take);
  document.getElementById("editor").before(note);
}
