// The fact-check: of a text, or of the page at an address, the claims are listed and marked one by one.

import { Failure } from "./api.js";
import { before, begin, hear } from "./checking.js";
import { ask, undecided } from "./consent.js";
import { fill, h, keep } from "./dom.js";
import { link, openQuote, stanceOf } from "./proof.js";
import { MARKS, sourceName } from "./saying.js";
import { moment, spoken, t } from "./words.js";

const ADDRESS = /^https?:\/\/\S+$/i;

let shown = null; // a check goes on, and its text stays, while another view is looked at

/** The view; `page` is what app.js offers. */
export async function open(page) {
  if (shown?.language !== spoken()) {
    shown?.stop();
    shown = new Check(page);
    shown.resume();
  }
  return shown.element;
}

class Check {
  constructor(page) {
    this.page = page;
    this.language = spoken();
    this.running = null;
    this.claims = [];
    this.citations = new Map();
    this.field = h("textarea", { id: "checked-text", rows: 9, required: true, "aria-describedby": "check-hint" });
    keep(this.field, "check");
    this.sources = page.boot.sources.map((name) => h("input", { type: "checkbox", name: "source", value: name, checked: name === "documents" }));
    this.since = h("input", { type: "date" });
    this.until = h("input", { type: "date" });
    this.start = h("button", { type: "submit" }, t("check.start"));
    this.halt = h("button", { type: "button", hidden: true, onclick: () => this.stop() }, t("check.stop"));
    this.consent = h("div");
    this.about = h("div");
    this.now = h("span.now");
    this.bar = h("progress", { max: 1, value: 0, "aria-label": t("check.claims") });
    this.list = h("ol.checked");
    this.notes = h("div");
    this.results = h("section.results", { hidden: true, "aria-label": t("check.claims") }, h("h2", {}, t("check.claims")), h("p.soft", {}, this.now), this.about, this.bar, this.list, this.notes);
    const options = h(
      "details.options",
      {},
      h("summary", {}, t("check.options")),
      h(
        "div.choices",
        {},
        h("fieldset", {}, h("legend", {}, t("ask.sources")), this.sources.map((box) => h("label", {}, box, sourceName(box.value)))),
        h("label", {}, t("ask.since"), this.since),
        h("label", {}, t("ask.until"), this.until),
      ),
    );
    const form = h(
      "form.checker",
      { onsubmit: (event) => (event.preventDefault(), this.#check()) },
      h("label", { for: "checked-text" }, t("check.label")),
      this.field,
      h("p.soft", { id: "check-hint" }, t("check.hint")),
      options,
      h("div.tools", {}, this.start, this.halt),
    );
    this.element = h("div.view", {}, h("h1", {}, t("nav.check")), form, this.consent, this.results);
  }

  /** End a check that goes on; what was checked by then stays. */
  stop() {
    this.running?.abort();
  }

  async #check() {
    if (this.running || !this.field.value.trim()) return;
    this.page.calm();
    const text = this.field.value;
    const address = ADDRESS.test(text.trim()) && text.trim();
    this.#begin(address);
    const chosen = this.sources.filter((box) => box.checked).map((box) => box.value);
    const period = { since: this.since.value || null, until: this.until.value || null };
    const body = { ...(address ? { url: address } : { text }), sources: chosen.length ? chosen : null, ...period };
    await this.#follow(begin(body, text));
  }

  /** Go on with what was begun before the page was loaded anew. */
  async resume() {
    const checking = before();
    if (!checking) return;
    this.#begin(ADDRESS.test(checking.text.trim()));
    await this.#follow(checking, true);
  }

  async #follow(begun, again = false) {
    try {
      const checking = await begun;
      await hear(checking, (event) => this.#hear(event, checking.text), (broken) => this.#lost(broken), this.running.signal);
    } catch (error) {
      if (error.code === "consent_needed") return await this.#allowed();
      const stopped = error.name === "AbortError";
      this.#said(t(stopped ? "check.stopped" : "check.broken", this.#counted()));
      this.results.hidden = this.claims.length === 0;
      if (!stopped && !(again && error.code === "not_found")) this.page.fail(error); // one of long ago is simply gone
    } finally {
      this.#busy(false);
    }
  }

  /** The web is off: ask whether it may be used, if nobody has said so yet, and go on. */
  async #allowed() {
    this.#busy(false);
    this.results.hidden = true;
    try {
      const answer = (await undecided()) ? await ask(this.page, this.consent) : false;
      if (answer === false) this.page.fail(new Failure("consent_needed", t("web.off")));
      this.field.focus();
      if (answer) await this.#check();
    } catch (error) {
      this.page.fail(error);
    }
  }

  #lost(broken) {
    this.results.classList.toggle("lost", broken);
    if (broken) this.#said(t("check.lost"));
    else if (this.claims.length) this.#moved();
  }

  #begin(address) {
    this.running = new AbortController();
    this.claims = [];
    this.points = null;
    this.citations.clear();
    this.bar.removeAttribute("value"); // how much there is to do is not known yet
    for (const part of [this.list, this.notes, this.about, this.consent]) fill(part);
    this.results.hidden = false;
    this.#busy(true);
    this.#said(t(address ? "check.page" : "check.reading"));
  }

  #busy(running) {
    if (!running) this.running = null;
    const focused = document.activeElement;
    this.start.disabled = running;
    this.halt.hidden = !running;
    this.bar.hidden = !running;
    this.results.setAttribute("aria-busy", String(running));
    // A button that goes away must not take the focus with it.
    if (running && focused === this.start) this.halt.focus();
    if (!running && focused === this.halt) this.start.focus();
  }

  #said(text) {
    this.now.textContent = text;
    this.page.announce(text);
  }

  #hear(event, text) {
    switch (event.type) {
      case "page":
        this.points = Array.from(event.page.text); // offsets count code points
        fill(this.about, about(event.page));
        this.#said(t("check.reading"));
        break;
      case "claims":
        this.claims = event.claims;
        this.points ??= Array.from(text);
        fill(this.list, event.claims.map((claim) => this.#row(claim)));
        this.#moved();
        break;
      case "claim":
        for (const quote of event.quotes) this.citations.set(quote.id, quote);
        this.claims[event.index] = event.claim;
        this.list.children[event.index].replaceWith(this.#row(event.claim));
        this.#moved();
        break;
      case "result":
        this.#done(event);
        break;
    }
  }

  /** How many claims are checked, and how many there are. */
  #counted() {
    const claims = this.claims.filter((claim) => claim.verdict !== "not_a_claim");
    return { n: claims.filter((claim) => claim.verdict !== "not_checked").length, of: claims.length };
  }

  #moved() {
    const counted = this.#counted();
    this.bar.max = Math.max(1, counted.of);
    this.bar.value = counted.n;
    this.now.textContent = t("check.progress", counted);
  }

  #done(result) {
    const counts = Object.keys(MARKS)
      .map((verdict) => [verdict, result.claims.filter((claim) => claim.verdict === verdict).length])
      .filter(([, n]) => n > 0)
      .map(([verdict, n]) => t("check.count", { n, label: t(`mark.${verdict}`) }));
    this.#said(t("check.done", { s: (result.timings_ms.total / 1000).toFixed(1), counts: counts.join(" · ") }));
    const notes = result.notes.length > 0 && h("section.notes", {}, h("h3", {}, t("answer.notes")), h("ul", {}, result.notes.map((note) => h("li", {}, note))));
    fill(this.notes, notes);
  }

  #row(claim) {
    const label = t(`mark.${claim.verdict}`);
    const judged = !["not_a_claim", "not_checked"].includes(claim.verdict);
    const words = judged ? t("mark.score", { label, score: claim.score.toFixed(2) }) : label;
    const mark = h("span.mark", { role: "img", "aria-label": words, title: words }, MARKS[claim.verdict]);
    const sentence = this.points.slice(claim.start, claim.end).join("");
    const open = (citation) => openQuote(this.page, citation);
    return h(
      "li",
      { "data-verdict": claim.verdict },
      h(claim.verdict === "not_a_claim" ? "p" : "h3", {}, mark, h("span.words", {}, claim.text)),
      sentence !== claim.text && h("p.soft", {}, t("check.sentence", { text: sentence })),
      claim.citations.length > 0 && stanceOf(t("proof.supports"), claim.citations, this, open),
      claim.against.length > 0 && stanceOf(t("proof.refutes"), claim.against, this, open),
    );
  }
}

/** The page that is checked: what it calls itself, when it is from, when it was read, where. */
function about({ title, date, url, fetched_at: fetched }) {
  const facts = [date ?? t("proof.undated"), t("check.fetched", { date: moment(fetched) })].join(" · ");
  return h("article.source", {}, h("p.title", {}, title || t("proof.untitled")), h("p.about", {}, facts), h("p.address", {}, url), h("div.tools", {}, link(url)));
}
