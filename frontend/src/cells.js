// A grid of cells as one canvas under the plot: shares and amounts as the strength of a colour, so that the paper shines
// through. (An image inside the plot would be packed as a PNG and unpacked again for each redraw.)

const SHARE = [0.5, 0.14]; // strength far from the boundary, and at it, as in the pictures of matplotlib
const CLASS = 0.22;
const AMOUNT = [0.04, 0.75];

let palette = null;
export const forgetColours = () => (palette = null);

function colours() {
  if (palette) return palette;
  const style = getComputedStyle(document.documentElement);
  palette = [0, 1, 2, 3, 4, 5].map((k) => {
    const hex = style.getPropertyValue(`--group-${k}`).trim().slice(1);
    return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  });
  return palette;
}

function shades(scale) {
  const known = colours();
  const table = new Uint8ClampedArray(4 * 256);
  for (let v = 0; v < 256; v++) {
    let group = v % 6;
    let strength = CLASS;
    if (scale === "share") {
      const third = v / 85;
      group = v < 128 ? 0 : 1;
      const outer = v < 128 ? Math.max(0, 1 - third) : Math.max(0, third - 2);
      strength = SHARE[1] + outer * (SHARE[0] - SHARE[1]);
    } else if (scale === "amount") {
      group = 0;
      strength = AMOUNT[0] + (v / 255) * (AMOUNT[1] - AMOUNT[0]);
    }
    table.set([...known[group], 255 * strength], 4 * v);
  }
  return new Uint32Array(table.buffer);
}

// A mark of Plot that draws nothing into the plot, but onto a canvas that lies below it.
export function cellsUnder(mark, sheet) {
  return (index, scales, channels, dimensions, context) => {
    const { x, y } = scales;
    const place = (edges, scale) => edges.map((v) => scale(v));
    const [xs, ys] = [place(mark.x, x), place(mark.y, y)];
    const [left, right] = [Math.min(xs[0], xs.at(-1)), Math.max(xs[0], xs.at(-1))];
    const [top, bottom] = [Math.min(ys[0], ys.at(-1)), Math.max(ys[0], ys.at(-1))];
    const even = isEven(xs) && isEven(ys);
    const width = even ? xs.length - 1 : Math.round(right - left);
    const height = even ? ys.length - 1 : Math.round(bottom - top);
    const columns = lookup(xs, left, right, width);
    const rows = lookup(ys, top, bottom, height);
    const canvas = sheet();
    canvas.width = width;
    canvas.height = height;
    const brush = canvas.getContext("2d");
    const image = brush.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const bytes = atob(mark.cells);
    const table = shades(mark.scale);
    const stride = mark.x.length - 1;
    for (let j = 0, at = 0; j < height; j++) {
      const row = rows[j] * stride;
      for (let i = 0; i < width; i++, at++) pixels[at] = table[bytes.charCodeAt(row + columns[i])];
    }
    brush.putImageData(image, 0, 0);
    const share = (part, whole) => `${(100 * part) / whole}%`;
    canvas.style.left = share(left, dimensions.width);
    canvas.style.top = share(top, dimensions.height);
    canvas.style.width = share(right - left, dimensions.width);
    canvas.style.height = share(bottom - top, dimensions.height);
    // Nothing outside the frame: what lies there are the numbers of the axes.
    const beyond = (more, whole) => share(Math.max(0, more), whole);
    canvas.style.clipPath = `inset(${[
      beyond(dimensions.marginTop - top, bottom - top),
      beyond(right - dimensions.width + dimensions.marginRight, right - left),
      beyond(bottom - dimensions.height + dimensions.marginBottom, bottom - top),
      beyond(dimensions.marginLeft - left, right - left),
    ].join(" ")})`;
    canvas.style.imageRendering = mark.scale === "classes" || mark.x.length < 40 ? "pixelated" : "auto";
    return context.document.createElementNS("http://www.w3.org/2000/svg", "g");
  };
}

function isEven(edges) {
  const step = (edges.at(-1) - edges[0]) / (edges.length - 1);
  return edges.every((v, i) => Math.abs(v - edges[0] - i * step) < 0.5);
}

// For each pixel from low to high, the cell that it lies in.
function lookup(edges, low, high, count) {
  const found = new Uint16Array(count);
  const rising = edges.at(-1) > edges[0];
  const last = edges.length - 2;
  for (let i = 0; i < count; i++) {
    const at = low + ((i + 0.5) / count) * (high - low);
    let a = 0;
    let b = last;
    while (a < b) {
      const middle = (a + b + 1) >> 1;
      if (rising ? edges[middle] <= at : edges[middle] >= at) a = middle;
      else b = middle - 1;
    }
    found[i] = a;
  }
  return found;
}
