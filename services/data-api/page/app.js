import { announce, clearProblems, showProblem } from "./announce.js";
import { ask, call, Problem, reasonOf, session } from "./api.js";
import { button, fill, h, icon } from "./dom.js";
import { currentRoute, hashOf } from "./route.js";
import { uploads, uploadsPanel } from "./transfer/panel.js";
import { corpusView } from "./views/corpus.js";
import { fileView } from "./views/file.js";
import { filesView } from "./views/files.js";
import { healthView } from "./views/health.js";
import { signInForm } from "./views/sign-in.js";
import { tableView } from "./views/table.js";
import { tablesView } from "./views/tables.js";

/** @typedef {import("./views/view.js").Visit["person"]} Person */

/** @type {Readonly<Record<string, import("./views/view.js").View>>} */
const views = {
  files: filesView,
  file: fileView,
  tables: tablesView,
  table: tableView,
  corpus: corpusView,
  health: healthView,
};
const places = /** @type {const} */ ([
  { view: "files", words: "Files", picture: "folder", also: ["file"] },
  { view: "tables", words: "Tables", picture: "table", also: ["table"] },
  { view: "corpus", words: "Corpus", picture: "book", also: [] },
  { view: "health", words: "Health", picture: "health", also: [] },
]);

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
const panel = uploadsPanel();
const main = h("main", { id: "main", tabindex: -1 });
const links = places.map(({ view, words, picture }) =>
  h("a", { href: hashOf(view) }, icon(picture), h("span", {}, words)),
);
/** @type {Person | undefined} */
let person;
let visit = new AbortController();

/** @param {Person} signedIn */
function begin(signedIn) {
  person = signedIn;
  clearProblems();
  const out = button("Sign out", signOut, { kind: "quiet", icon: "out" });
  const who = h("p", { class: "who" }, h("strong", {}, signedIn.user), " ", h("span", { class: "tag" }, signedIn.role));
  const head = h(
    "header",
    { class: "top" },
    h("p", { class: "brand" }, "Trainyard ", h("span", {}, "data")),
    h("nav", { "aria-label": "Main" }, links),
    h("div", { class: "person" }, who, out),
  );
  fill(app, head, main, panel);
  void show(false);
}

/** @param {string} [why] */
function end(why) {
  person = undefined;
  visit.abort();
  document.title = "Sign in · Trainyard data";
  fill(app, signInForm(why, begin));
  app.querySelector("input")?.focus();
}

async function signOut() {
  if (uploads.busy) return showProblem("Uploads are on their way: wait for them, or cancel them, then sign out.");
  await call("DELETE", "/v1/sessions/current").catch(() => undefined);
  announce("Signed out");
  end();
}

/** @param {boolean} moved whether the person came here from another place of this page */
async function show(moved) {
  if (person === undefined) return;
  visit.abort();
  visit = new AbortController();
  const { signal } = visit;
  const { view, params } = currentRoute();
  if (moved) clearProblems();
  mark(view);
  main.setAttribute("aria-busy", "true");
  const { title, content } = await (views[view] ?? filesView)({
    person,
    params,
    signal,
    again: () => show(false),
  }).catch((error) => ({
    title: titleOf(error),
    content: [h("p", { class: "error" }, reasonOf(error)), button("Try again", () => show(false))],
  }));
  if (signal.aborted) return;
  main.removeAttribute("aria-busy");
  document.title = `${title} · Trainyard data`;
  const heading = h("h1", { tabindex: -1, dir: "auto" }, title);
  const lost = main.contains(document.activeElement);
  fill(main, heading, content);
  if (moved || lost) heading.focus();
}

/** @param {unknown} error */
const titleOf = (error) => (error instanceof Problem && error.status === 404 ? "Not found" : "That did not work");

/** @param {string} view */
function mark(view) {
  places.forEach((place, index) => {
    const here = place.view === (view || "files") || /** @type {readonly string[]} */ (place.also).includes(view);
    if (here) links[index]?.setAttribute("aria-current", "page");
    else links[index]?.removeAttribute("aria-current");
  });
}

window.addEventListener("hashchange", () => void show(true));
session.addEventListener("signed-out", () => person && end("Your session has ended. Sign in to go on."));
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main")?.focus();
});

/** @type {Promise<Person>} */
const current = ask("GET", "/v1/sessions/current");
current.then(begin, (error) => {
  end(error instanceof Problem && error.status === 401 ? undefined : reasonOf(error));
});
