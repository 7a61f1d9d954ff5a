// Builds the assets of the page into the package: programs, styles, fonts, and the licences of all of them.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = "../src/workings/app/static";
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

const made = await build({
  entryPoints: ["src/day.js", "src/source.js", "src/page.css"],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  legalComments: "none",
  chunkNames: "part-[name]-[hash]",
  external: ["*.woff2"],
  metafile: true,
  logLevel: "info",
});

const FONTS = {
  "source-serif-4": ["latin-400-normal", "latin-400-italic", "latin-600-normal"],
  inter: ["latin-400-normal", "latin-600-normal"],
  "jetbrains-mono": ["latin-400-normal", "latin-700-normal"],
  "stix-two-math": ["latin-400-normal"],
};
for (const [family, cuts] of Object.entries(FONTS)) {
  const folder = `node_modules/@fontsource/${family}`;
  for (const cut of cuts) cpSync(`${folder}/files/${family}-${cut}.woff2`, `${out}/fonts/${family}-${cut}.woff2`);
  cpSync(`${folder}/LICENSE`, `${out}/fonts/${family}-LICENSE.txt`);
}
cpSync("src/mark.svg", `${out}/mark.svg`);

// Every package of which something was bundled, with its licence.
const names = new Set();
for (const input of Object.keys(made.metafile.inputs)) {
  const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
  if (found) names.add(found[1]);
}
const licences = [...names].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const about = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : about.license;
  return `${name} ${about.version}\n\n${text}\n`;
});
writeFileSync(`${out}/LICENSES.txt`, licences.join(`\n${"-".repeat(80)}\n\n`));

// What it was built from: a test, which needs no npm, holds the sources against it.
const sources = ["package-lock.json", "build.mjs", ...readdirSync("src").map((name) => `src/${name}`)].sort();
const hash = createHash("sha256");
for (const name of sources) hash.update(`${name}\n`).update(readFileSync(name));
writeFileSync(`${out}/built-from.txt`, `${hash.digest("hex")}\n`);
