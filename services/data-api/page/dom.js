/** @typedef {import("./types.d.ts").Child} Child */
/**
 * Attributes by name; `on<event>` takes a listener, true and false set and leave out.
 * @typedef {Readonly<Record<string, string | number | boolean | undefined | ((event: any) => unknown)>>} Props
 */

/**
 * An element with its attributes and children. Text is never read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {readonly Child[]} children
 */
function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

/**
 * The element, with nothing in it but these children.
 * @template {Element} E
 * @param {E} element
 * @param {...Child} children
 * @returns {E}
 */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

const strokes = {
  folder: "M3 6h6l2 2h10v11H3z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01",
  table: "M3 5h18v14H3zM3 10h18M9 5v14",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  up: "M12 19V5M6 11l6-6 6 6",
  check: "M5 13l4 4L19 7",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
  health: "M3 12h4l3-7 4 14 3-7h4",
  book: "M5 4h10a4 4 0 0 1 4 4v12H9a4 4 0 0 1-4-4z",
  out: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h10",
};

/**
 * A drawing that says nothing by itself: the words beside it do.
 * @param {keyof typeof strokes} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", strokes[name]);
  svg.append(path);
  return svg;
}

/**
 * A button that does not send its form.
 * @param {string} label
 * @param {() => unknown} act
 * @param {{ icon?: keyof typeof strokes, kind?: "plain" | "main" | "danger" | "quiet", about?: string, disabled?: boolean }} [look] `about` is said after the label, and not shown
 */
export function button(label, act, look = {}) {
  return h(
    "button",
    { type: "button", class: `button ${look.kind ?? "plain"}`, onclick: act, disabled: look.disabled },
    look.icon && icon(look.icon),
    h("span", {}, label),
    look.about !== undefined && h("span", { class: "visually-hidden" }, ` ${look.about}`),
  );
}

/**
 * A labelled field; what it explains is tied to it.
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  control.id ||= `field-${(fields += 1)}`;
  if (hint !== undefined) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: control.id }, label),
    control,
    hint !== undefined && h("p", { id: `${control.id}-hint`, class: "hint" }, hint),
  );
}

let fields = 0;
