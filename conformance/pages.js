// Opens web pages in Chromium and writes what axe finds, and what a keyboard or a narrow screen would, as JSON.
// usage: node pages.js CHROMIUM FILE…
const { chromium } = require("playwright-core");
const fs = require("fs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [320, 1280];
const MOST_STOPS = 4000;

async function accessible(page, found) {
  await page.addScriptTag({ content: axe });
  const result = await page.evaluate((rules) => axe.run({ runOnly: rules }), RULES);
  for (const rule of result.violations) {
    for (const node of rule.nodes) found(`${rule.id}: ${node.html.slice(0, 160)}`);
  }
  return result.passes.length + result.violations.length;
}

async function narrow(page, width, found) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth);
  if (over > width) found(`scrolls sideways: ${over} px wide`);
}

// Everything that can be focused is reached by Tab, in order, and shows that it is.
async function keyboard(page, found) {
  const wanted = await page.evaluate(() => {
    const every = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])");
    const all = [...every].filter((each) => each.checkVisibility()); // what is folded away can't be reached
    all.forEach((each, place) => (each.dataset.stop = place));
    return all.length;
  });
  const reached = new Set();
  for (let stop = 0; stop < Math.min(wanted, MOST_STOPS); stop += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      const look = getComputedStyle(at);
      const shown = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
      return { stop: at.dataset.stop, shown, html: at.outerHTML.slice(0, 120) };
    });
    if (here.stop !== undefined) reached.add(here.stop);
    if (!here.shown) found(`shows no focus: ${here.html}`);
  }
  if (reached.size < wanted) found(`only ${reached.size} of ${wanted} links and fields are reached by Tab`);
}

async function skip(page, file, found) {
  await page.goto(`file://${file}`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const inside = await page.evaluate(() => document.activeElement.tagName === "MAIN");
  if (!inside) found("the first Tab and Enter do not lead to the text");
}

async function printed(page, found) {
  const paper = await page.pdf({ format: "A4", printBackground: true });
  if (paper.length < 2000) found("prints nothing");
}

// An index page shows what has the words of a search, in any case and without accents, and then everything again.
async function searched(page, found) {
  if (!(await page.$("#_words"))) return;
  const shown = () => page.$$eval(".documents > li", (rows) => rows.filter((row) => row.offsetParent !== null).length);
  const all = await shown();
  const word = await page.$eval(".documents > li:last-child h2", (title) =>
    title.textContent.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase(),
  );
  await page.fill("#_words", word);
  if (![1, 2, 3].includes(await shown())) found(`a search for ${word} shows ${await shown()} of ${all}`);
  await page.fill("#_words", "no document has these words");
  if ((await shown()) !== 0) found("a search for words that are nowhere shows documents");
  if (!(await page.textContent("#_found")).includes("0")) found("a search does not say how many documents it found");
  await page.fill("#_words", "");
  if ((await shown()) !== all) found("without a search, not all documents are shown");
}

(async () => {
  const [executablePath, ...files] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const findings = [];
  let checks = 0;
  for (const file of files) {
    for (const width of WIDTHS) {
      for (const colorScheme of ["light", "dark"]) {
        const found = (message) => findings.push({ file, message: `${width} px, ${colorScheme}: ${message}` });
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        await page.goto(`file://${file}`);
        checks += await accessible(page, found);
        await narrow(page, width, found);
        if (width === 1280 && colorScheme === "light") {
          await keyboard(page, found);
          await printed(page, found);
          await skip(page, file, found);
          await searched(page, found);
        }
        await page.close();
      }
    }
  }
  await browser.close();
  console.log(JSON.stringify({ checks, findings }));
})();
