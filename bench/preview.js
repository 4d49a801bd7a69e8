// Measures in Chromium how long after a save the page of a preview shows the new words.
// usage: node preview.js CHROMIUM ADDRESS WORKSPACE ROUNDS SLUG…
const { chromium } = require("playwright-core");
const fs = require("fs");
const path = require("path");

(async () => {
  const [executablePath, address, workspace, rounds, ...slugs] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const times = {};
  for (const slug of slugs) {
    const index = path.join(workspace, "source", slug, "index.md");
    const source = fs.readFileSync(index, "utf8");
    const page = await browser.newPage();
    await page.goto(`${address}${slug}/`);
    const shows = (word) =>
      page.waitForFunction((wanted) => {
        const frame = document.querySelector("#view-html iframe:not(.coming)");
        return frame && frame.contentDocument.body && frame.contentDocument.body.textContent.includes(wanted);
      }, word);
    await page.waitForSelector("#view-html iframe:not(.coming)", { timeout: 60000 });
    times[slug] = [];
    for (let round = 0; round < Number(rounds); round += 1) {
      const word = String.fromCharCode(97 + (round % 26)).repeat(6); // no figure, which would have to be a fact
      const begun = process.hrtime.bigint();
      fs.writeFileSync(index, `${source}\n\nThe word is ${word}.\n`);
      await shows(`The word is ${word}.`);
      times[slug].push(Number(process.hrtime.bigint() - begun) / 1e6);
      await page.waitForTimeout(400);
    }
    fs.writeFileSync(index, source);
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(times));
})();
