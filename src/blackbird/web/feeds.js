// The feeds of live posts: how each fares, what it allows; added and stopped.

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { moment, spoken, t } from "./words.js";

const LOOK_MS = 3000; // how often they are looked at while the view is shown
const DRAWN = 40; // rates that are drawn: two minutes
const GRANTS = ["display", "store", "redistribute", "train", "share"];

/** The list of feeds; `changed(feeds)` hears what there is whenever that is looked at. */
export class Feeds {
  constructor(page, changed) {
    this.page = page;
    this.changed = changed;
    this.rows = new Map();
    this.sum = h("span.soft");
    this.none = h("p.soft", {}, t("feeds.none"));
    this.off = h("p.soft", {}, t("feeds.off"));
    this.list = h("ul.feedlist");
    this.kinds = h("p.soft", { id: "feed-kinds" });
    this.gaps = h("ul.soft");
    this.missed = h("details", { hidden: true }, h("summary", {}, t("feeds.missed")), this.gaps);
    this.wrong = h("p.wrong", { role: "alert" });
    this.field = h("input", { id: "feed", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 2000, required: true, "aria-describedby": "feed-kinds" });
    const form = h("form.bar", { onsubmit: (event) => (event.preventDefault(), this.#add()) }, h("label", { for: "feed" }, t("feeds.address")), this.field, h("button", { type: "submit" }, t("feeds.add")));
    this.element = h("details.feeds", {}, h("summary", {}, h("strong", {}, t("feeds.title")), " ", this.sum), this.none, this.off, this.list, this.missed, form, this.kinds, this.wrong);
  }

  /** Look how they fare, again and again while the view is shown. */
  async look() {
    clearTimeout(this.timer);
    try {
      this.#show(await api("GET", "/api/feeds"));
      this.wrong.textContent = this.away ? "" : this.wrong.textContent;
      this.away = false;
    } catch (error) {
      if (!this.began) throw error;
      this.away = true;
      this.wrong.textContent = error.message;
    }
    if (this.element.isConnected || !this.began) this.timer = setTimeout(() => this.look(), LOOK_MS);
    this.began = true;
  }

  leave() {
    clearTimeout(this.timer);
  }

  #show(told) {
    const { sources, gaps } = told;
    for (const feed of sources) {
      if (!this.rows.has(feed.source)) {
        const row = new Row(this, feed);
        this.rows.set(feed.source, row);
        this.list.append(row.element);
      }
      this.rows.get(feed.source).show(feed);
    }
    const followed = sources.filter((feed) => feed.wanted);
    const rate = number(sources.reduce((all, feed) => all + feed.rate, 0));
    this.sum.textContent = followed.length ? [t("feeds.sum", { n: followed.length, rate }), !told.followed && t("feeds.sum.off"), gaps.length && t("feeds.sum.gaps", { n: gaps.length })].filter(Boolean).join(" · ") : "";
    this.none.hidden = sources.length > 0;
    this.off.hidden = !followed.length || told.followed;
    if (!this.began) this.element.open = !sources.length;
    this.kinds.textContent = t("feeds.kinds", { example: "jetstream", kinds: told.kinds.join(", ") });
    this.missed.hidden = !gaps.length;
    if (this.gaps.childElementCount !== gaps.length) fill(this.gaps, gaps.map((gap) => h("li", {}, t("feeds.gap", { name: gap.source, since: moment(gap.since), until: moment(gap.until), reason: gap.reason }))));
    this.changed(sources);
  }

  async #add() {
    this.wrong.textContent = "";
    try {
      const { source } = await api("POST", "/api/feeds", { source: this.field.value });
      this.field.value = "";
      this.page.announce(t("feeds.added", { name: source.source }));
      await this.look();
    } catch (error) {
      this.wrong.textContent = error.message;
    }
  }
}

/** One feed. Its elements stay while it is looked at, so that a focused button is not lost. */
class Row {
  constructor(feeds, feed) {
    this.feeds = feeds;
    this.name = feed.source;
    this.rates = [];
    this.state = h("span.state");
    this.facts = h("span.soft");
    this.note = h("p.soft.note");
    this.line = polyline();
    this.boxes = new Map(GRANTS.map((grant) => [grant, h("input", { type: "checkbox", onchange: () => this.#grant(grant) })]));
    this.stop = h("button", { type: "button", "aria-label": t("feeds.stop.of", { name: this.name }), onclick: () => this.#ask("DELETE", `/api/feeds?source=${encodeURIComponent(this.name)}`) }, t("feeds.stop"));
    this.again = h("button", { type: "button", "aria-label": t("feeds.again.of", { name: this.name }), onclick: () => this.#ask("POST", "/api/feeds", { source: this.name }) }, t("feeds.again"));
    const grants = h(
      "details",
      {},
      h("summary.soft", { "aria-label": t("feeds.grants.of", { name: this.name }) }, t("feeds.grants")),
      h("div.grants", {}, GRANTS.map((grant) => h("label", {}, this.boxes.get(grant), t(`grant.${grant}`)))),
    );
    this.element = h("li", {}, h("div.about", {}, h("div.head", {}, h("bdi.name", {}, this.name), this.state), this.facts, this.note), this.line.parentElement, h("div.tools", {}, this.stop, this.again), grants);
  }

  show(feed) {
    this.rates = [...this.rates, feed.rate].slice(-DRAWN);
    this.element.dataset.state = feed.state;
    this.state.textContent = t(`feeds.is.${feed.state}`);
    this.facts.textContent = [
      t("feeds.rate", { rate: number(feed.rate) }),
      feed.lag_s !== null && feed.state !== "stopped" && t("feeds.lag", { s: number(feed.lag_s) }),
      t("feeds.posts", { n: feed.posts === 1 ? 1 : number(feed.posts) }),
      feed.deleted > 0 && t("feeds.deleted", { n: number(feed.deleted) }),
      feed.gaps > 0 && t("feeds.gaps", { n: feed.gaps }),
      feed.poison > 0 && t("feeds.poison", { n: feed.poison }),
    ].filter(Boolean).join(" · ");
    this.note.textContent = feed.note;
    this.note.hidden = !feed.note;
    this.stop.hidden = !feed.wanted;
    this.again.hidden = feed.wanted;
    for (const [grant, box] of this.boxes) box.checked = feed.grants[grant];
    draw(this.line, this.rates);
  }

  async #grant(grant) {
    const box = this.boxes.get(grant);
    if (grant === "store" && !box.checked && !confirm(t("grant.sure", { name: this.name }))) {
      box.checked = true;
      return;
    }
    await this.#ask("PUT", "/api/feeds/grants", { source: this.name, [grant]: box.checked }, () => this.feeds.page.announce(t("grant.saved", { name: this.name })));
  }

  async #ask(method, path, body, done = () => {}) {
    this.feeds.wrong.textContent = "";
    try {
      await api(method, path, body);
      done();
      await this.feeds.look();
    } catch (error) {
      await this.feeds.look().catch(() => {});
      this.feeds.wrong.textContent = error.message;
    }
    // A button that is pressed may go: the one in its place has the focus then.
    if (document.activeElement === document.body) [this.stop, this.again].find((button) => !button.hidden)?.focus();
  }
}

const number = (value) => new Intl.NumberFormat(spoken(), { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

const SPACE = "http://www.w3.org/2000/svg";

/** The drawing of a rate; the numbers beside it say the same. */
function polyline() {
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", "0 0 100 24");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("spark");
  const line = document.createElementNS(SPACE, "polyline");
  svg.append(line);
  return line;
}

function draw(line, rates) {
  const most = Math.max(1, ...rates);
  line.parentElement.classList.toggle("unseen", rates.length < 2);
  const from = DRAWN - rates.length;
  line.setAttribute("points", rates.map((rate, n) => `${((from + n) * 100) / (DRAWN - 1)},${23 - (21 * rate) / most}`).join(" "));
}
