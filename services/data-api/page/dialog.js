import { button, h } from "./dom.js";

/**
 * @template T
 * @typedef {{ label: string, value: T, kind?: "plain" | "main" | "danger" }} Choice
 */

/**
 * Asks, and answers with the choice; undefined where the person leaves by Escape or Cancel. The focus comes back to where it was.
 * @template T
 * @param {string} title
 * @param {readonly import("./types.d.ts").Child[]} body
 * @param {readonly Choice<T>[]} choices
 * @param {string} [cancel]
 * @returns {Promise<T | undefined>}
 */
export function choose(title, body, choices, cancel = "Cancel") {
  return new Promise((resolve) => {
    /** @type {T | undefined} */
    let answer;
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title" });
    const close = (/** @type {T | undefined} */ value) => {
      answer = value;
      dialog.close();
    };
    dialog.append(
      h("h2", { id: "dialog-title" }, title),
      h("div", { class: "dialog-body" }, body),
      h(
        "div",
        { class: "actions" },
        button(cancel, () => close(undefined)),
        choices.map(({ label, value, kind }) => button(label, () => close(value), { kind: kind ?? "plain" })),
      ),
    );
    const before = document.activeElement;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Asks for one line; undefined where the person does not want to.
 * @param {string} title
 * @param {HTMLElement} field holds `input`
 * @param {HTMLInputElement} input
 * @param {string} label of the button that goes on
 * @returns {Promise<string | undefined>}
 */
export function askFor(title, field, input, label) {
  const form = h("form", { method: "dialog" }, field);
  const asked = choose(title, [form], [{ label, value: true, kind: "main" }]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const main = form.closest("dialog")?.querySelector(".button.main");
    if (main instanceof HTMLButtonElement) main.click();
  });
  input.focus();
  return asked.then((yes) => (yes === true ? input.value.trim() : undefined));
}
