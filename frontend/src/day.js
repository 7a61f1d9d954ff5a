// The page of a day: the live picture first, then the editor.
import { makeControls } from "./controls.js";
import { Live } from "./live.js";
import { Picture } from "./picture.js";
import { Points } from "./points.js";

const day = JSON.parse(document.getElementById("day").textContent);
const figure = document.getElementById("picture");
const picture = new Picture(figure);
let points = null;
const live = new Live(
  `/day/${day.number}/live`,
  ({ scene, points: rows, placing }) => {
    if (points) points.placing = placing;
    picture.show(scene);
    if (rows) points?.set(rows);
  },
  (words) => picture.problem(words),
);

const controls = makeControls(figure.querySelector(".controls"), day.controls, day.steps, (values, anew) => {
  points?.show(values);
  live.ask(anew && day.points ? { controls: values, points: null } : { controls: values });
});
const place = day.moves && {
  get: () => day.moves.map((name) => controls.values[name]),
  set: (x, y) => controls.set({ [day.moves[0]]: x, [day.moves[1]]: y }),
};
if (day.points || place) points = new Points(picture, day.points, place, (rows) => live.ask({ points: rows }));
points?.show(controls.values);
live.ask({ controls: controls.values });

const { makeBench } = await import("./bench.js");
makeBench(day);
document.documentElement.dataset.ready = "true";
