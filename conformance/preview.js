// Looks at a preview in Chromium while its sources change, and writes what is not as it should be, as JSON.
// usage: node preview.js CHROMIUM ADDRESS WORKSPACE
const { chromium } = require("playwright-core");
const fs = require("fs");
const http = require("http");
const path = require("path");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PATIENCE = 20000;

(async () => {
  const [executablePath, address, workspace] = process.argv.slice(2);
  const index = path.join(workspace, "source", "one", "index.md");
  const findings = [];
  let checks = 0;
  const check = (good, message) => {
    checks += 1;
    if (!good) findings.push(message);
  };
  const source = (word, more = "") => {
    const rest = Array.from({ length: 60 }, (_, number) => `## Section ${number}\n\nText of section ${number}.\n`);
    return `---\ntitle: One\n---\n\nThe word is ${word}.\n${more}\n${rest.join("\n")}`;
  };
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("pageerror", (error) => findings.push(`the script failed: ${error.message}`));
  page.on("console", (said) => {
    if (said.type() === "error" && !said.text().includes("404")) findings.push(`the console says: ${said.text()}`);
  });
  const shows = async (word) => {
    try {
      await page.waitForFunction(
        (wanted) => {
          const frame = document.querySelector("#view-html iframe:not(.coming)");
          return frame && frame.contentDocument.body && frame.contentDocument.body.textContent.includes(wanted);
        },
        word,
        { timeout: PATIENCE },
      );
      return true;
    } catch {
      return false;
    }
  };
  const tells = async (part, wanted) => {
    try {
      await page.waitForFunction(
        ([id, there]) => {
          const text = document.getElementById(id).textContent;
          return there ? there.every((each) => text.includes(each)) : !text.trim();
        },
        [part, wanted],
        { timeout: PATIENCE },
      );
      return true;
    } catch {
      return false;
    }
  };
  const accessible = async (name) => {
    for (const width of [320, 1280]) {
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.evaluate(axe); // a script element would be refused, as it should be
        const result = await page.evaluate((rules) => axe.run({ runOnly: rules, iframes: false }), RULES);
        checks += result.passes.length;
        for (const rule of result.violations) {
          for (const node of rule.nodes) {
            findings.push(`${name}, ${width} px, ${colorScheme}: ${rule.id}: ${node.html.slice(0, 160)}`);
          }
        }
        const over = await page.evaluate(() => document.documentElement.scrollWidth);
        check(over <= width, `${name}: scrolls sideways at ${width} px: ${over} px wide`);
      }
    }
  };
  const answer = (host, method = "GET") =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(address);
      const request = http.request({ hostname, port, method, headers: { host } }, (got) => {
        got.resume();
        resolve(got.statusCode);
      });
      request.end();
    });

  await page.goto(address);
  check(await tells("documents", ["one", "two"]), "the overview does not name all documents");
  await accessible("overview");

  await page.goto(`${address}one/`);
  check(await shows("The word is first."), "the page of a document does not show it");
  await page.evaluate(() => {
    window.untouched = true;
    document.querySelector("#view-html iframe").contentWindow.scrollTo(0, 1500);
  });
  fs.writeFileSync(index, source("second"));
  check(await shows("The word is second."), "a change does not appear by itself");
  check(await page.evaluate(() => window.untouched), "the page around the document was loaded anew");
  const at = await page.evaluate(() => document.querySelector("#view-html iframe").contentWindow.scrollY);
  check(Math.abs(at - 1500) < 5, `the place was lost: ${at} px instead of 1500`);

  fs.writeFileSync(index, source("second", "\nA line that points to {ref}`nowhere`.\n"));
  check(
    await tells("told", ["error[unknown-label]", "source/one/index.md:7:29", "points to {ref}`nowhere`", "^^^^^^^"]),
    `an error does not appear with code, place, line and caret: ${await page.textContent("#told")}`,
  );
  check(await shows("The word is second."), "the last good page is gone");
  await accessible("errors");
  fs.writeFileSync(index, source("third"));
  check(await shows("The word is third."), "a mended document does not appear");
  check(await tells("told", null), "an error that is mended is still told");

  const headers = await page.evaluate(async () => {
    const link = [...document.querySelectorAll("nav a")].find((each) => each.textContent === "PDF");
    const got = await fetch(link.href);
    return [got.status, got.headers.get("content-type")];
  });
  check(headers.join(" ") === "200 application/pdf", `the link to the PDF gives ${headers}`);
  await page.goto(`${address}one/?beside=pdf`);
  try {
    await page.waitForSelector("#view-pdf iframe:not(.coming)", { timeout: PATIENCE });
  } catch {
    findings.push("the PDF does not appear beside the web page");
  }
  const before = await page.getAttribute("#view-pdf", "data-version");
  fs.writeFileSync(index, source("fourth"));
  try {
    await page.waitForFunction(
      (old) => ![old, ""].includes(document.getElementById("view-pdf").dataset.version),
      before,
      { timeout: PATIENCE },
    );
  } catch {
    findings.push("the PDF does not follow a change");
  }

  const { host } = new URL(address);
  check((await answer(host)) === 200, "it does not answer to its own name");
  check((await answer("evil.example")) === 421, "it answers to another name");
  check((await answer(host, "POST")) === 405, "it takes more than questions");
  await browser.close();
  console.log(JSON.stringify({ checks, findings }));
})();
