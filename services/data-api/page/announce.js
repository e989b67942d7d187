import { button, h } from "./dom.js";

/** @param {string} id */
function region(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * Says it to who listens, without moving anything.
 * @param {string} text
 */
export function announce(text) {
  region("status").textContent = text;
}

/**
 * Shows a failure until it is closed; it is read out at once.
 * @param {string} text
 */
export function showProblem(text) {
  const notice = h("div", { class: "notice" }, h("p", {}, text));
  notice.append(button("Close", () => notice.remove(), { kind: "quiet", icon: "close" }));
  region("notices").replaceChildren(notice);
}

export function clearProblems() {
  region("notices").replaceChildren();
}
