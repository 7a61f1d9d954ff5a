// What a person wrote is kept on every pause: by the server in the record of the path, and, until the server has said
// that it has it, by this browser, so that nothing is lost whichever of them stops.

const PAUSE = 400;

export class Drafts {
  constructor(number, said) {
    this.path = `/day/${number}/draft`;
    this.key = `workings draft ${number}`;
    this.said = said;
    this.saving = Promise.resolve();
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  // The text that the server never got, if it is newer than the draft that the server has.
  unsaved(draft) {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && kept.text !== draft ? kept : null;
    } catch {
      return null;
    }
  }

  started(draft) {
    this.base = draft;
  }

  changed(text) {
    this.text = text;
    this.said("");
    try {
      localStorage.setItem(this.key, JSON.stringify({ text, base: this.base }));
    } catch {
      // Private windows may refuse; the server still gets it.
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  flush() {
    if (this.text === undefined || this.text === this.base) return;
    clearTimeout(this.timer);
    fetch(this.path, { method: "PUT", body: this.text, keepalive: this.text.length < 60000 }).catch(() => {});
  }

  save() {
    const text = this.text;
    this.saving = this.saving.then(() => this.put(text));
    return this.saving;
  }

  async put(text) {
    try {
      const answer = await fetch(this.path, { method: "PUT", body: text });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).problem ?? answer.statusText);
      this.base = text;
      if (this.text === text) {
        localStorage.removeItem(this.key);
        this.said("saved");
      }
    } catch (problem) {
      const reason = problem instanceof TypeError ? "the server does not answer" : problem.message;
      this.said(`kept in this browser: ${reason}`);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.text === text && this.save(), 3000);
    }
  }
}
