// The way to the end of an answer that is longer than the window.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

/** A button that shows while the end of the newest answer lies below what is seen. */
export class End {
  constructor() {
    this.element = h("button.end", { type: "button", "aria-label": t("turn.end"), title: t("turn.end"), hidden: true, onclick: () => this.#go() }, icon("down"));
    this.held = false; // who went to the end stays there while it grows, until they scroll
    for (const moved of ["wheel", "touchmove", "pointerdown"]) addEventListener(moved, () => (this.held = false), { passive: true, capture: true });
  }

  /** From now on the end is that of `tail`, an element inside the scrolling `root`. */
  watch(tail, root) {
    if (this.tail === tail) return;
    this.observer?.disconnect();
    this.tail = tail;
    this.held = false;
    this.element.hidden = true;
    if (!tail) return;
    this.observer = new IntersectionObserver(([seen]) => this.#seen(seen), { root, rootMargin: "0px 0px -90px 0px" }); // what the question field covers
    this.observer.observe(tail);
  }

  /** The answer grew. */
  grown() {
    if (this.held) this.tail.scrollIntoView({ block: "end" });
  }

  #seen({ isIntersecting, boundingClientRect, rootBounds }) {
    this.element.hidden = this.held || isIntersecting || boundingClientRect.top < rootBounds.bottom;
  }

  #go() {
    this.held = true;
    this.element.hidden = true;
    this.grown();
  }
}
