// The shape of each group, as in the pictures of matplotlib: nobody needs to see colour.

const n = (value) => value.toFixed(1);

const SHAPES = [
  (x, y, r) => `M${n(x - r)},${n(y)}a${r},${r},0,1,1,${2 * r},0a${r},${r},0,1,1,${-2 * r},0Z`,
  (x, y, r) => `M${n(x)},${n(y - 1.2 * r)}L${n(x + 1.2 * r)},${n(y + 0.9 * r)}H${n(x - 1.2 * r)}Z`,
  (x, y, r) => `M${n(x - 0.9 * r)},${n(y - 0.9 * r)}H${n(x + 0.9 * r)}V${n(y + 0.9 * r)}H${n(x - 0.9 * r)}Z`,
  (x, y, r) => `M${n(x)},${n(y - 1.3 * r)}L${n(x + r)},${n(y)}L${n(x)},${n(y + 1.3 * r)}L${n(x - r)},${n(y)}Z`,
  (x, y, r) => `M${n(x)},${n(y + 1.2 * r)}L${n(x + 1.2 * r)},${n(y - 0.9 * r)}H${n(x - 1.2 * r)}Z`,
  (x, y, r) => {
    const t = 0.36 * r;
    const [a, b, c, d] = [n(x - t), n(x + t), n(y - t), n(y + t)];
    return `M${a},${n(y - r)}H${b}V${c}H${n(x + r)}V${d}H${b}V${n(y + r)}H${a}V${d}H${n(x - r)}V${c}H${a}Z`;
  },
];

export const shapeAt = (group, x, y, r) => SHAPES[group % SHAPES.length](x, y, r);
