// The page of a day: the live picture first, then the editor.
import { makeControls } from "./controls.js";
import { Live } from "./live.js";
import { Picture } from "./picture.js";
import { makePoints } from "./points.js";

const day = JSON.parse(document.getElementById("day").textContent);
const figure = document.getElementById("picture");
const picture = new Picture(figure);
const live = new Live(
  `/day/${day.number}/live`,
  (scene) => picture.show(scene),
  (words) => picture.problem(words),
);

const points = day.points && makePoints(picture, day.points, (rows) => live.ask({ points: rows }));
const controls = makeControls(
  figure.querySelector(".controls"),
  day.controls,
  day.steps,
  (values) => live.ask({ controls: values }),
  (values) => {
    points?.reset();
    live.ask(points ? { controls: values, points: null } : { controls: values });
  },
);
live.ask({ controls: controls.values });

const { makeBench } = await import("./bench.js");
makeBench(day);
document.documentElement.dataset.ready = "true";
