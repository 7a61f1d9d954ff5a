// Hints, each telling a little more than the one before; what comes is not known until it is asked for.

export function makeHints(number) {
  const button = document.getElementById("hint");
  const list = document.querySelector(".hints");
  let waiting = null;

  button.addEventListener("click", async () => {
    try {
      waiting ??= await (await fetch(`/day/${number}/hints`)).json();
    } catch {
      return say("The server does not answer.");
    }
    if (waiting.length) say(waiting.shift());
    button.textContent = waiting.length ? "Another hint" : "No more hints";
    button.disabled = !waiting.length;
  });

  function say(words) {
    const item = document.createElement("li");
    item.textContent = words;
    list.append(item);
  }
}
