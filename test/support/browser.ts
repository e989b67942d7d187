import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findOnPath } from "../../local/host/find-on-path.ts";
import { ensurePackages, systemPath } from "../../local/host/packages.ts";

/** A browser without a window that calls nobody but the page under test. */
export async function startBrowser(): Promise<Browser> {
  const instead = { linux: "put a chromium on the PATH", other: "put a chromium on the PATH" };
  await ensurePackages({ chromium: "chromium fonts-noto-core" }, process.env, () => undefined, instead);
  const executablePath = findOnPath("chromium", systemPath(process.env));
  if (executablePath === undefined) throw new Error("there is no chromium on the PATH");
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking", ...quiet] });
}

/** What went wrong in a page by itself: script errors, refused content, failed loads. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly troubles: readonly string[];
}

/** For one step of a person, also on a busy machine. */
const WAIT_MS = 90_000;

export const desktop = { width: 1280, height: 800 } as const;
export const phone = { width: 360, height: 740 } as const;

export interface Look {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
}

/** A new page in a profile of its own. */
export async function openPage(browser: Browser, look: Look = {}): Promise<WatchedPage> {
  const { viewport = desktop, colorScheme = "light" } = look;
  const context = await browser.newContext({ viewport, colorScheme, locale: "en-GB", reducedMotion: "reduce" });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    // An answer that refuses is the page's to show; the browser notes it as well.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      troubles.push(message.text());
  });
  return { page, context, troubles };
}

const axeFile = join(dirname(createRequire(import.meta.url).resolve("axe-core/package.json")), "axe.min.js");

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  readonly passes: readonly unknown[];
}

/** What axe has against the page as it stands, by WCAG 2.2 AA and good practice; `rule: html` each. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  const source = await readFile(axeFile, "utf8");
  const run = `${source}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`;
  const found: AxeResult = await page.evaluate(run);
  if (found.passes.length === 0) throw new Error("axe looked at nothing");
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Whether something is wider than the window, so that the page scrolls sideways. */
export async function overflows(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("document.documentElement.scrollWidth > window.innerWidth");
}

/** Keeps a picture where TRAINYARD_SCREENSHOTS names a folder, for a person to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["TRAINYARD_SCREENSHOTS"];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
