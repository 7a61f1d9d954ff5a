// One request in flight. Whatever is asked meanwhile waits, and only the newest of it is sent: nothing piles up.

const REST = 120;
// Milliseconds after which a person is told why nothing moves: a first fit may wait for its code to be compiled.
const LONG = 1500;

export class Live {
  constructor(path, onScene, onProblem) {
    this.path = path;
    this.onScene = onScene;
    this.onProblem = onProblem;
    this.waiting = null;
    this.inFlight = null;
    this.count = 0;
    this.pause = 250;
    this.connect();
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}${this.path}`);
    this.socket = socket;
    socket.onopen = () => {
      this.pause = 250;
      this.inFlight = null;
      // A new connection knows nothing: tell it everything that the last one knew.
      const known = { ...this.told, ...this.waiting };
      this.waiting = null;
      if (Object.keys(known).length) this.ask(known);
    };
    socket.onmessage = (event) => this.heard(JSON.parse(event.data));
    socket.onclose = () => {
      clearTimeout(this.late);
      if (this.closed) return;
      if (this.pause > 1000) this.onProblem("The server does not answer. Is `workings open` still running?");
      setTimeout(() => this.connect(), this.pause);
      this.pause = Math.min(this.pause * 2, 5000);
    };
  }

  // Settings and samples are asked for apart; what was asked for last counts.
  ask(message) {
    this.waiting = { ...this.waiting, ...message };
    this.send();
  }

  // A scene that had to be quick may be coarse: after a moment of rest it is asked for once more, with all its cells.
  send(still = false) {
    if (still && this.waiting === null) this.waiting = {};
    if (this.waiting === null || this.inFlight !== null || this.socket.readyState !== WebSocket.OPEN) return;
    // Every message says all controls; samples are sent only when they have changed.
    const message = { controls: this.told?.controls, ...this.waiting };
    this.waiting = null;
    this.told = { ...this.told, ...message };
    this.inFlight = ++this.count;
    clearTimeout(this.rest);
    this.late = setTimeout(() => this.onProblem("Preparing the picture. The first time this can take a while."), LONG);
    this.socket.send(JSON.stringify({ id: this.inFlight, moving: !still, ...message }));
  }

  heard(answer) {
    if (answer.id !== this.inFlight) return;
    clearTimeout(this.late);
    this.inFlight = null;
    if (answer.points) delete this.told.points; // the server has made them anew
    this.send();
    if (answer.coarse && this.inFlight === null) this.rest = setTimeout(() => this.send(true), REST);
    if (answer.scene) this.onScene(answer);
    else this.onProblem(answer.problem);
  }
}
