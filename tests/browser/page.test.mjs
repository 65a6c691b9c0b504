// The page of `diff --format html` in headless Chromium: what it filters, what it takes from the network (nothing), how
// wide it is, and that nothing which a schema says becomes a part of it.
//
// CLN_CODEGEN names the program, CHROMIUM the browser.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const HOSTILE = `</script><script>window.harm = 1</script><img src="http://[::1]:9/x" onerror="window.harm = 2">'"&<!--`;

const NARROW = { width: 400, height: 800 };

let browser;
let folder;

/** A command with one parameter of that name. */
const command = (name, parameter, type) => ({
  rpc: name,
  request: { properties: { [parameter]: { type }, other: { type: "string", enum: [HOSTILE, "b"] } } },
  response: {},
});

/** The page of what differs between schemas by name, below folders of that name. */
function pageOf(name, olds, news) {
  for (const [side, schemas] of [["old", olds], ["new", news]]) {
    mkdirSync(join(folder, name, side), { recursive: true });
    for (const [file, schema] of Object.entries(schemas)) {
      writeFileSync(join(folder, name, side, `${file}.json`), JSON.stringify(schema));
    }
  }
  return pageBetween(name, join(folder, name, "old"), join(folder, name, "new"));
}

function pageBetween(name, older, newer) {
  const command = ["diff", older, newer, "--format", "html", "--unknown", "any"];
  const run = spawnSync(process.env.CLN_CODEGEN, command, { maxBuffer: 1 << 28 });
  assert.ok(run.status < 2, run.stderr?.toString());
  const file = join(folder, `${name}.html`);
  writeFileSync(file, run.stdout);
  return pathToFileURL(file).href;
}

/** Opens a page; what it complains of or asks the network for fails the test. */
async function open(t, url, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, ...options });
  const wrong = [];
  page.on("console", (message) => wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => request.url() === url || wrong.push(request.url()));
  t.after(async () => {
    await page.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(url);
  return page;
}

const shown = (page) => page.locator("article:visible").count();

const level = (page, name) => page.getByRole("checkbox", { name });

/** `alpha` has lost a parameter, `beta` takes more values, and both say something else. */
function small() {
  const old = { alpha: command("alpha", "gone", "u64"), beta: command("beta", "wide", "u8") };
  const fresh = { alpha: command("alpha", "other", "string"), beta: command("beta", "wide", "u64") };
  for (const schema of Object.values(fresh)) schema.description = ["Others."];
  return pageOf("small", old, fresh);
}

before(async () => {
  assert.ok(process.env.CLN_CODEGEN, "CLN_CODEGEN names the program");
  folder = mkdtempSync(join(tmpdir(), "page-"));
  const quiet = ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["no-sandbox", "disable-component-update", "disable-sync", ...quiet].map((name) => `--${name}`),
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("findings are filtered by level, command and text", async (t) => {
  const page = await open(t, small());
  const all = await page.locator("article").count();
  const docs = await page.locator("article.docs").count();
  assert.ok(docs >= 2 && all > docs + 1);
  assert.equal(await shown(page), all - docs, "documentation is left out at first");
  assert.equal(await page.getByRole("status").textContent(), `${all - docs} of ${all} findings shown`);
  await level(page, "docs").check();
  assert.equal(await shown(page), all);
  await page.getByLabel("Command").selectOption("alpha");
  const ofAlpha = await page.locator("article[data-method=alpha]").count();
  assert.ok(ofAlpha > 0 && ofAlpha < all);
  assert.equal(await shown(page), ofAlpha);
  await level(page, "breaking").uncheck();
  assert.equal(await page.locator("article.breaking:visible").count(), 0);
  assert.ok(!(await page.getByRole("heading", { name: "breaking finding" }).isVisible()), "an empty section goes");
  await page.getByLabel("Command").selectOption("");
  await page.getByLabel("Text").fill("D0302 WIDE");
  assert.equal(await shown(page), 1);
  await page.getByLabel("Text").fill("nothing has this");
  assert.equal(await page.getByRole("status").textContent(), `0 of ${all} findings shown`);
});

test("the keyboard is enough", async (t) => {
  const page = await open(t, small());
  const focused = () => page.evaluate(() => document.activeElement.name ?? document.activeElement.localName);
  const stops = [];
  for (let stop = 0; stop < 6; stop += 1) {
    await page.keyboard.press("Tab");
    stops.push(await focused());
  }
  assert.deepEqual(stops, ["summary", "level", "level", "level", "method", "text"]);
  await page.keyboard.type("D0203");
  assert.equal(await shown(page), 1);
  await page.keyboard.press("Enter");
  assert.equal(await shown(page), 1, "nothing is sent anywhere");
  for (let stop = 0; stop < 4; stop += 1) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  assert.equal(await level(page, "breaking").isChecked(), false);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.ok(await page.getByRole("table").isVisible());
});

test("what a schema says is text", async (t) => {
  const url = pageOf("hostile", { a: command(HOSTILE, HOSTILE, "u64") }, { a: command(HOSTILE, "b", "u64") });
  const page = await open(t, url);
  assert.ok((await page.locator("article").count()) > 0);
  assert.equal(await page.evaluate(() => window.harm), undefined);
  assert.deepEqual(await page.evaluate(() => [document.scripts.length, document.images.length]), [1, 0]);
  assert.ok((await page.locator("article strong").first().textContent()).includes(HOSTILE));
  await page.getByLabel("Command").selectOption({ index: 1 });
  assert.ok((await shown(page)) > 0, "the command is found by its name");
});

test("a narrow screen does not scroll sideways, dark or light", async (t) => {
  const long = "very_".repeat(60);
  const old = { a: command("a", long, "u64"), b: command(long, long, "u8") };
  const urls = [small(), pageOf("long", old, { a: command("a", "b", "u64"), b: command(long, long, "u64") })];
  const releases = ["v24.11", "v26.06.6"].map((name) => join(process.env.CLN_SHARED ?? "nowhere", "releases", name));
  if (releases.every((release) => existsSync(release))) urls.push(pageBetween("releases", ...releases));
  for (const url of urls) {
    const grounds = [];
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(t, url, { viewport: NARROW, colorScheme });
      for (const fold of await page.locator("summary:visible").all()) await fold.click();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= NARROW.width, url);
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    assert.deepEqual(grounds, ["rgb(255, 255, 255)", "rgb(13, 17, 23)"]);
  }
});

test("without a script everything is there", async (t) => {
  const page = await open(t, small(), { javaScriptEnabled: false });
  assert.equal(await shown(page), await page.locator("article").count());
  assert.ok(!(await page.locator("form").isVisible()));
});

test("where nothing differs nothing is filtered", async (t) => {
  const same = { a: command("a", "b", "u64") };
  const page = await open(t, pageOf("same", same, same));
  assert.ok((await page.locator("header").textContent()).includes("1 method against 1: no differences."));
  assert.equal(await page.locator("form").count(), 0);
});
