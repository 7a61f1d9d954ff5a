// Where a picture draws a sample [x, y, group], and which sample is drawn at a place: see Placing in show/movable.py.

export function drawnAt([x, y, group], placing) {
  if (!placing) return [x, y];
  const { base, matrix, bend } = placing;
  return [0, 1].map((i) => base[group][i] + matrix[i][0] * x + matrix[i][1] * y + bend[i] * (x * x + y * y));
}

// The sample drawn at the goal, or as near as can be: by damped steps of Newton's from one that is nearby. Where many
// samples are drawn at one place, it is one beside that; where none is (beyond the rim of a bowl), the steps end early.
export function sampleAt(goal, [x, y, group], placing) {
  if (!placing) return goal;
  const { matrix, bend, reach } = placing;
  const gap = (at) => drawnAt([...at, group], placing).map((value, i) => goal[i] - value);
  let at = within([x, y], reach);
  let [u, v] = gap(at);
  let damping = 1e-4;
  for (let n = 0; n < 40 && damping < 1e6; n++) {
    const [[a, b], [c, d]] = matrix.map((row, i) => row.map((entry, j) => entry + 2 * bend[i] * at[j]));
    const ease = damping * (a * a + b * b + c * c + d * d);
    const [left, across, right] = [a * a + c * c + ease, a * b + c * d, b * b + d * d + ease];
    const slope = [a * u + c * v, b * u + d * v];
    const size = left * right - across * across;
    if (!(size > 0)) break;
    const step = [(right * slope[0] - across * slope[1]) / size, (left * slope[1] - across * slope[0]) / size];
    const next = within([at[0] + step[0], at[1] + step[1]], reach);
    const rest = gap(next);
    if (Math.hypot(...rest) < Math.hypot(u, v)) {
      [at, [u, v], damping] = [next, rest, Math.max(damping / 10, 1e-12)];
    } else damping *= 10;
  }
  if (reach && Math.hypot(...at) > 0.999 * reach) at = onRim(gap, reach);
  return at.map((value) => Number(value.toPrecision(6)));
}

// Steps that were stopped at the rim may end beside its nearest place.
function onRim(gap, reach) {
  const places = Array.from({ length: 360 }, (_, k) => [reach * Math.cos((k * Math.PI) / 180), reach * Math.sin((k * Math.PI) / 180)]);
  const far = places.map((place) => Math.hypot(...gap(place)));
  return places[far.indexOf(Math.min(...far))];
}

function within([x, y], reach) {
  const far = Math.hypot(x, y);
  return reach && far > reach ? [(x * reach) / far, (y * reach) / far] : [x, y];
}
