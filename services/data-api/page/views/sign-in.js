import { ask, Problem, reasonOf } from "../api.js";
import { field, fill, h } from "../dom.js";

/**
 * The form that begins a session.
 * @param {string | undefined} why they see it, where they were signed in before
 * @param {(person: import("./view.js").Visit["person"]) => void} signedIn
 */
export function signInForm(why, signedIn) {
  const user = h("input", {
    type: "text",
    name: "username",
    required: true,
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
  });
  const password = h("input", { type: "password", name: "password", required: true, autocomplete: "current-password" });
  const message = h("div", { role: "alert" }, why !== undefined && h("p", { class: "error" }, why));
  const submit = h("button", { type: "submit", class: "button main wide" }, "Sign in");
  const form = h("form", { class: "card" }, field("User", user), field("Password", password), message, submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill(message);
    submit.disabled = true;
    const json = { user: user.value.trim(), password: password.value, cookie: true };
    /** @type {Promise<import("./view.js").Visit["person"]>} */
    const asked = ask("POST", "/v1/sessions", { json });
    asked.then(signedIn, (error) => {
      submit.disabled = false;
      password.value = "";
      fill(message, h("p", { class: "error" }, refusal(error)));
      password.focus();
    });
  });
  return h("main", { class: "sign-in", id: "main", tabindex: -1 }, h("h1", {}, "Trainyard data"), form);
}

/** @param {unknown} error */
function refusal(error) {
  if (!(error instanceof Problem)) return reasonOf(error);
  if (error.status === 401) return "That user and password do not go together.";
  if (error.status !== 429) return error.message;
  const wait = error.retryAfterSeconds === undefined ? "a moment" : `${error.retryAfterSeconds} seconds`;
  return `Too many tries. Wait ${wait}, then try again.`;
}
