// Check: sends the text, shows each verdict as it comes, and can be stopped.
import { headline, make, showVerdict } from "./verdict.js";

export class Check {
  constructor(number, functions, editor, drafts) {
    this.path = `/day/${number}/check`;
    this.functions = functions;
    this.editor = editor;
    this.drafts = drafts;
    this.button = document.getElementById("check");
    this.place = document.getElementById("verdict");
    this.spoken = document.getElementById("verdict-spoken");
    this.button.addEventListener("click", () => (this.running ? this.stop() : this.run()));
  }

  stop() {
    this.running?.abort();
  }

  async run() {
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.button.textContent = "Stop";
    this.place.setAttribute("aria-busy", "true");
    this.place.classList.add("stale");
    this.found = [];
    try {
      const answer = await fetch(this.path, { method: "POST", body: this.editor.text(), signal: running.signal });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).problem ?? "it was refused");
      for await (const one of lines(answer.body)) if (this.running === running) this.tell(one);
    } catch (problem) {
      const stopped = problem.name === "AbortError";
      if (this.running === running) this.tell({ problem: stopped ? "Stopped." : `The server does not answer (${problem.message}).` });
    }
    if (this.running !== running) return;
    this.running = null;
    this.button.textContent = "Check";
    this.place.removeAttribute("aria-busy");
    this.place.classList.remove("stale");
  }

  tell(one) {
    if (one.done) return one.passed && this.pass(one);
    this.found.push(one);
    if (this.found.length === 1) this.place.replaceChildren();
    this.place.classList.remove("stale");
    if (one.name) this.place.append(showVerdict(one, this.editor));
    else this.place.append(make("p", { class: "problem" }, one.problem));
    if (this.found.length === 1) this.place.scrollIntoView({ block: "nearest" });
    const marked = this.found.flatMap((f) => (f.defects ?? []).slice(0, 1).map((d) => d.line ?? f.line)).concat(one.line && !one.ok && one.problem ? [one.line] : []);
    this.editor.mark(marked.filter(Boolean));
    const why = one.defects?.[0]?.explanation ?? one.problem ?? "";
    this.spoken.textContent = one.name ? `${this.found.map(headline).join(". ")}. ${why}` : one.problem;
  }

  pass(one) {
    this.place.prepend(make("p", { class: "passed" }, `All right, in ${one.seconds.toFixed(1)} s. The day is done.`));
    const tick = document.querySelector(".ticks .today");
    tick?.classList.add("done");
  }
}

async function* lines(stream) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks(stream)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

async function* chunks(stream) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
