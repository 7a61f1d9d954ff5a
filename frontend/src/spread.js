// Samples far from each other, the same each time: those that the keyboard reaches.

export function spread(rows, most) {
  if (!rows.length) return [];
  const range = [0, 1].map((j) => {
    const values = rows.map((row) => row[j]);
    return Math.max(...values) - Math.min(...values) || 1;
  });
  const chosen = [0];
  const far = rows.map(() => Infinity);
  while (chosen.length < Math.min(most, rows.length)) {
    const last = rows[chosen.at(-1)];
    rows.forEach((row, i) => {
      const d = Math.hypot((row[0] - last[0]) / range[0], (row[1] - last[1]) / range[1]);
      far[i] = Math.min(far[i], d);
    });
    chosen.push(far.indexOf(Math.max(...far)));
  }
  return chosen;
}
