// Builds what the counter serves into web/dist/: the widget, the agent's desk, the demo site and its phone.
//   node build.mjs            build once          node build.mjs --watch   and again at every change
//   node build.mjs --test     bundle web/test, web/desk/test and web/phone/test, and run them with Node's own test runner
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rm, stat, watch, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const WEB = path.dirname(fileURLToPath(import.meta.url));
const DIST = path.join(WEB, "dist");
const BROWSERS = ["es2022", "chrome111", "firefox113", "safari16.4"];

/** The widget's stylesheet travels inside its script: it is adopted by the shadow root, which a strict CSP allows. */
const cssAsText = {
  name: "css-as-text",
  setup(on) {
    on.onLoad({ filter: /[\\/]widget[\\/][^\\/]+\.css$/ }, async ({ path: file }) => {
      const css = await transform(await readFile(file, "utf8"), { loader: "css", minify: true, target: BROWSERS });
      return { contents: css.code, loader: "text" };
    });
  },
};

const shared = {
  absWorkingDir: WEB,
  bundle: true,
  minify: true,
  target: BROWSERS,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [cssAsText],
};

/** One small HTML file per page; `<!--#include part-->` takes a part, and the link to the page itself gets aria-current. */
async function demoPages() {
  const source = path.join(WEB, "demo");
  if (!existsSync(source)) return;
  for (const name of (await readdir(source)).filter((file) => file.endsWith(".html"))) {
    let html = await readFile(path.join(source, name), "utf8");
    for (const [tag, part] of html.matchAll(/<!--#include (\w+)-->/g)) {
      html = html.replace(tag, (await readFile(path.join(source, "parts", `${part}.html`), "utf8")).trim());
    }
    const page = path.basename(name, ".html");
    html = html.replace(new RegExp(` data-page="${page}"`, "g"), ' aria-current="page"').replace(/ data-page="\w+"/g, "");
    await writeFile(path.join(DIST, "demo", name), html);
  }
  const images = path.join(source, "images");
  if (existsSync(images)) await cp(images, path.join(DIST, "assets"), { recursive: true });
}

async function desk() {
  const source = path.join(WEB, "desk");
  if (!existsSync(path.join(source, "desk.ts"))) return;
  await build({ ...shared, entryPoints: ["desk/desk.ts"], outfile: "dist/desk.js", format: "iife" });
  const css = path.join(source, "desk.css");
  if (existsSync(css)) await build({ ...shared, entryPoints: ["desk/desk.css"], outfile: "dist/desk.css" });
  const html = path.join(source, "desk.html");
  if (existsSync(html)) await cp(html, path.join(DIST, "desk.html"));
}

/** The phone of /whatsapp-demo. */
async function phone() {
  const source = path.join(WEB, "phone");
  if (!existsSync(path.join(source, "phone.ts"))) return;
  await Promise.all([
    build({ ...shared, entryPoints: ["phone/phone.ts"], outfile: "dist/phone.js", format: "iife" }),
    build({ ...shared, entryPoints: ["phone/phone.css"], outfile: "dist/phone.css" }),
    cp(path.join(source, "phone.html"), path.join(DIST, "phone.html")),
  ]);
}

async function demo() {
  if (!existsSync(path.join(WEB, "demo", "demo.ts"))) return;
  await Promise.all([
    build({ ...shared, entryPoints: ["demo/demo.ts"], outfile: "dist/assets/demo.js", format: "iife" }),
    build({ ...shared, entryPoints: ["demo/demo.css"], outfile: "dist/assets/demo.css" }),
    demoPages(),
  ]);
}

async function buildAll() {
  const started = performance.now();
  // Every folder first: the parts below are written side by side, and cp() fails on a folder that another part makes
  // between its look and its mkdir.
  await Promise.all(["assets", "demo"].map((folder) => mkdir(path.join(DIST, folder), { recursive: true })));
  await Promise.all([
    build({ ...shared, entryPoints: ["widget/main.ts"], outfile: "dist/widget.js", format: "iife" }),
    desk(),
    phone(),
    demo(),
  ]);
  const sizes = [];
  for (const name of ["widget.js", "desk.js", "desk.css", "phone.js", "phone.css", "assets/demo.js", "assets/demo.css"]) {
    const file = path.join(DIST, name);
    if (!existsSync(file)) continue;
    const [{ size }, bytes] = await Promise.all([stat(file), readFile(file)]);
    sizes.push(`${name} ${kB(size)} (${kB(gzipSync(bytes).length)} gzip)`);
  }
  console.log(`web: ${sizes.join(" · ")} in ${Math.round(performance.now() - started)} ms`);
}

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

async function runTests() {
  const out = path.join(DIST, ".tests");
  await rm(out, { recursive: true, force: true });
  const entries = [];
  for (const folder of ["test", "desk/test", "phone/test"]) {
    if (!existsSync(path.join(WEB, folder))) continue;
    for (const name of await readdir(path.join(WEB, folder))) {
      if (name.endsWith(".test.ts")) entries.push(`${folder}/${name}`);
    }
  }
  await build({
    ...shared,
    entryPoints: entries,
    outdir: out,
    outbase: WEB,
    platform: "node",
    format: "esm",
    target: "node20",
    minify: false,
    sourcemap: "inline",
    outExtension: { ".js": ".mjs" },
  });
  const files = entries.map((name) => path.join(out, name.replace(/\.ts$/, ".mjs")));
  const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}

async function watchAll() {
  const changes = watch(WEB, { recursive: true });
  for await (const { filename } of changes) {
    if (!filename || /^(dist|node_modules)\b/.test(filename)) continue;
    await buildAll().catch((error) => console.error(error.message));
  }
}

if (process.argv.includes("--test")) {
  await runTests();
} else {
  await buildAll();
  if (process.argv.includes("--watch")) await watchAll();
}
