// Elements from data. Text from outside becomes text, never markup; the one exception is `trusted`.

const policy = globalThis.trustedTypes?.createPolicy("blackbird", { createHTML: (html) => html });

/**
 * Make an element: h("button.cite", { onclick, "aria-label": "…" }, "1").
 * Properties that are null, undefined or false are left out; functions become listeners.
 */
export function h(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "open") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Show HTML that our server made and sanitised. Nothing else may come through here. */
export function trusted(element, html) {
  element.innerHTML = policy ? policy.createHTML(html) : html;
  return element;
}

/** Replace what is in `element`. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Whether a key belongs to the input method. Safari tells it after the end, by a code alone. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

export const $ = (selector, root = document) => root.querySelector(selector);

const SHAPES = {
  plus: "M12 5v14M5 12h14",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M7 7h10v10H7z",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  again: "M20 12a8 8 0 1 1-2.5-5.8M20 4v4h-4",
  copy: "M9 9h10v11H9zM5 15V4h10",
  down: "M12 5v14M6 13l6 6 6-6",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  check: "M5 12l5 5 9-10",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  find: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  live: "M12 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM8 8a6 6 0 0 0 0 8M16 8a6 6 0 0 1 0 8M5 5a10 10 0 0 0 0 14M19 5a10 10 0 0 1 0 14",
  thread: "M5 5h14v9h-8l-4 4v-4H5z",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
};

/** A small drawing that says nothing to who cannot see it: the button has the words. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** A button with a drawing, named by `label`. */
export function iconButton(name, label, onclick, properties = {}) {
  return h("button.quiet", { type: "button", "aria-label": label, title: label, onclick, ...properties }, icon(name));
}

/** Keep what is typed into `field` over a reload, in this tab only, until it is emptied. */
export function keep(field, key) {
  field.value = keptText(key);
  field.addEventListener("input", () => kept(key, field.value));
}

/** What is kept as `key`. */
export function keptText(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return ""; // a browser that forbids it
  }
}

/** Say that `text` now stands in the field that is kept as `key`. */
export function kept(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // no room, or forbidden: then it is not kept
  }
}

/** Rows by what they show: one that shows the same stays, with its open menu, and no click on it is lost. */
export class Rows {
  constructor(element) {
    this.element = element;
    this.known = new Map();
  }

  /** Show `items` in place of what is there, and `rest` behind them. `shown`: all that a row tells of an item. */
  show(items, shown, made, rest = []) {
    const before = this.known;
    this.known = new Map();
    const rows = items.map((item) => this.#row(before, JSON.stringify(shown(item)), () => made(item)));
    const all = [...rows, ...rest];
    const there = this.element.children;
    if (all.length !== there.length || all.some((row, n) => row !== there[n])) this.element.replaceChildren(...all);
  }

  #row(before, key, made) {
    const row = before.get(key) || made();
    this.known.set(key, row);
    return row;
  }

  /** Make all rows anew the next time. */
  forget() {
    this.known.clear();
  }
}
