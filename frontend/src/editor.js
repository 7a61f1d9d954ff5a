// The editor: Python, with marks for the lines that the judge names. Loaded after the picture, for it is the larger part.
import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";
import { minimalSetup } from "codemirror";

const nonce = document.querySelector("meta[name=style-nonce]").content;

// Colours by variables of page.css, so that both themes can be read.
const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [t.keyword, t.operatorKeyword, t.controlKeyword, t.definitionKeyword, t.moduleKeyword], color: "var(--code-word)" },
    { tag: [t.string, t.special(t.string)], color: "var(--code-string)" },
    { tag: [t.comment, t.lineComment], color: "var(--code-comment)", fontStyle: "italic" },
    { tag: [t.number, t.bool, t.null], color: "var(--code-number)" },
    { tag: [t.function(t.definition(t.variableName)), t.definition(t.className)], fontWeight: "700" },
  ]),
);

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  // What is left of a long line stands a little to the right.
  ".cm-line": { paddingLeft: "calc(6px + 4ch)", textIndent: "-4ch" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--quiet)", border: "none" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-failing": { backgroundColor: "var(--wrong-tint)", boxShadow: "inset 3px 0 0 var(--wrong)" },
});

const setFailing = StateEffect.define();
const failing = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    for (const effect of change.effects) {
      if (effect.is(setFailing)) return lines(change.state.doc, effect.value);
    }
    return marks.map(change.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function lines(doc, numbers) {
  const known = [...new Set(numbers)].filter((n) => n >= 1 && n <= doc.lines).sort((a, b) => a - b);
  return Decoration.set(known.map((n) => Decoration.line({ class: "cm-failing" }).range(doc.line(n).from)));
}

const common = [minimalSetup, lineNumbers(), EditorView.lineWrapping, python(), indentUnit.of("    "), theme, colours];

export function makeEditor(place, text, name, { onChange, onCheck }) {
  const view = new EditorView({
    doc: text,
    extensions: [
      EditorView.cspNonce.of(nonce),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (onCheck(), true) }])),
      common,
      // Esc, then Tab, leaves: CodeMirror lets one Tab pass after Esc.
      keymap.of([indentWithTab]),
      failing,
      EditorView.contentAttributes.of({ "aria-label": `Editor: ${name}`, "aria-describedby": "editor-keys" }),
      EditorView.updateListener.of((update) => update.docChanged && onChange()),
    ],
  });
  place.replaceChildren(view.dom);
  return {
    view,
    text: () => view.state.doc.toString(),
    replace: (all) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: all } }),
    mark: (numbers) => view.dispatch({ effects: setFailing.of(numbers) }),
    goTo(number) {
      const line = view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    replaceLine(number, before, after) {
      const line = number <= view.state.doc.lines ? view.state.doc.line(number) : null;
      if (!line || (before && line.text.trim() !== before.trim())) return false;
      const indent = line.text.match(/^\s*/)[0];
      const made = after.split("\n").map((one) => (one.trim() ? indent + one.trimStart() : one)).join("\n");
      const change = before ? { from: line.from, to: line.to, insert: made } : { from: line.from, insert: `${made}\n` };
      view.dispatch({ changes: change });
      return true;
    },
  };
}

export function makeReader(place, text, name) {
  const view = new EditorView({
    doc: text,
    extensions: [
      EditorView.cspNonce.of(nonce),
      common,
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ "aria-label": name }),
    ],
  });
  place.replaceChildren(view.dom);
}
