// Live posts: a list that flows and waits while one reads, filtered as it flows; feeds; what rises.

import { api } from "./api.js";
import { $, fill, h } from "./dom.js";
import { Feeds } from "./feeds.js";
import { LIVE_WORDS } from "./livewords.js";
import { languageName, postOf } from "./post.js";
import { learn, moment, t } from "./words.js";

const SHOWN = 200; // posts in the list; older ones leave at its end
const KEPT = 500; // posts that wait while it is paused; beyond, they are only counted
const AGAIN_MS = 1500;
const RISING_MS = 60000;
const LANGUAGES = ["en", "ja", "de", "es", "fr", "pt", "it", "nl", "ko", "zh", "ru", "uk", "ar", "tr"];

learn(LIVE_WORDS);

/** The view; `page` is what app.js offers. */
export async function open(page) {
  const view = new Live(page);
  await view.begin();
  return Object.assign(view.element, { leave: () => view.leave() });
}

class Live {
  constructor(page) {
    this.page = page;
    this.rows = new Map(); // uri → row
    this.waiting = []; // the newest first
    this.unkept = 0;
    this.why = new Set(); // it is paused
    this.loads = 0;
    this.feeds = new Feeds(page, (feeds) => this.#offer(feeds));
    this.rising = h("ul.rising", { "aria-labelledby": "rising" });
    this.strip = h("section.strip", { hidden: true, "aria-labelledby": "rising" }, h("h2", { id: "rising" }, t("live.rising")), this.rising);
    const later = () => this.#later();
    this.words = h("input", { type: "search", maxlength: 400, oninput: later });
    this.author = h("input", { type: "search", maxlength: 400, autocapitalize: "off", spellcheck: "false", oninput: later });
    this.language = h("select", { onchange: later }, h("option", { value: "" }, t("live.any")), LANGUAGES.map((code) => h("option", { value: code }, languageName(code))));
    this.feed = h("select", { onchange: later }, h("option", { value: "" }, t("live.any")));
    const label = (key, field) => h("label", {}, t(key), field);
    const filter = h("div.filter", { role: "search", "aria-label": t("live.filter") }, label("live.words", this.words), label("live.author", this.author), label("live.language", this.language), label("live.feed", this.feed));
    this.status = h("p.soft");
    this.trouble = h("p.soft", { role: "status" });
    this.pause = h("button", { type: "button", onclick: () => this.#press() });
    this.none = h("p.soft");
    this.list = h("ul.flow", {
      "aria-label": t("live.list"),
      onpointerenter: (event) => event.pointerType === "mouse" && this.#because("pointer", true),
      onpointerleave: () => this.#because("pointer", false),
      onfocusin: () => this.#because("focus", true),
      onfocusout: (event) => this.list.contains(event.relatedTarget) || this.#because("focus", false),
    });
    this.bar = h("div.bar.stream", {}, h("div", {}, this.status, this.trouble), this.pause);
    this.element = h("div.view.live", {}, h("h1", {}, t("nav.live")), h("p.soft", {}, t("live.about")), this.feeds.element, this.strip, filter, this.bar, this.none, this.list);
    this.seen = () => (document.hidden ? this.#close() : this.#load());
    this.scrolled = () => this.#because("scroll", this.list.getBoundingClientRect().top < -40);
  }

  async begin() {
    document.addEventListener("visibilitychange", this.seen);
    $("#main").addEventListener("scroll", this.scrolled, { passive: true });
    await Promise.all([this.feeds.look(), this.#load()]);
    this.#rise();
  }

  leave() {
    this.over = true;
    this.#close();
    this.feeds.leave();
    clearTimeout(this.timer);
    clearTimeout(this.riseTimer);
    document.removeEventListener("visibilitychange", this.seen);
    $("#main").removeEventListener("scroll", this.scrolled);
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(), 200);
  }

  #query() {
    const wanted = { query: this.words.value.trim(), author: this.author.value.trim(), language: this.language.value, source: this.feed.value };
    return new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
  }

  /** Read the newest posts of the filter, then those that follow. */
  async #load() {
    this.#close();
    clearTimeout(this.timer);
    const query = this.#query();
    const load = ++this.loads;
    try {
      const found = await api("GET", `/api/posts?${query}&limit=50`);
      if (load !== this.loads || this.over) return;
      this.waiting = [];
      this.unkept = 0;
      this.rows.clear();
      this.list.replaceChildren();
      this.#put(found.posts);
      this.none.textContent = t(query ? "live.nothing" : "live.none");
      this.trouble.textContent = "";
      this.#connect(query, found.key);
    } catch (error) {
      if (load !== this.loads || this.over) return;
      if (!this.feeds.began) throw error;
      this.#again(error.code === "away" ? t("live.lost") : error.message);
    }
    this.#tell();
  }

  #connect(query, after) {
    const source = (this.source = new EventSource(`/api/posts/live?${query}&after=${after}`));
    source.onmessage = (message) => {
      const told = JSON.parse(message.data);
      if (told.type === "posts") this.#take(told);
      else if (told.type !== "begun") this.#again(told.error ? told.error.message : t("live.revoked"));
    };
    source.onerror = () => this.#again(t("live.lost")); // what was removed meanwhile is only seen by reading all of it again
  }

  #again(why) {
    this.#close();
    this.trouble.textContent = why;
    this.timer = setTimeout(() => this.#load(), AGAIN_MS);
  }

  #close() {
    this.source?.close();
    this.source = null;
  }

  #take({ posts, gone, behind }) {
    for (const uri of gone) this.#drop(uri);
    this.behind = behind;
    this.waiting.unshift(...posts.reverse());
    this.unkept += Math.max(0, this.waiting.length - KEPT);
    this.waiting.length = Math.min(this.waiting.length, KEPT);
    if (!this.why.size) this.#flush();
    this.#tell();
  }

  #drop(uri) {
    this.waiting = this.waiting.filter((post) => post.uri !== uri);
    this.rows.get(uri)?.remove();
    this.rows.delete(uri);
  }

  #flush() {
    const posts = this.waiting.slice(0, SHOWN);
    this.waiting = [];
    this.unkept = 0;
    this.#put(posts);
  }

  /** Put posts on top, the newest first. */
  #put(posts) {
    for (const post of posts) this.#drop(post.uri); // an edited one comes again
    const fresh = posts.map((post) => {
      const row = h("li", {}, postOf(this.page, post));
      this.rows.set(post.uri, row);
      return row;
    });
    this.list.prepend(...fresh);
    const old = [...this.list.children].slice(SHOWN);
    for (const row of old) row.remove();
    if (old.length) for (const [uri, row] of this.rows) if (!row.isConnected && !this.list.contains(row)) this.rows.delete(uri);
  }

  #because(reason, there) {
    const before = this.why.size;
    if (there) this.why.add(reason);
    else this.why.delete(reason);
    if (before && !this.why.size) this.#flush();
    if (before !== this.why.size) this.#tell();
  }

  /** The button: pause; or show what waits and go on. */
  #press() {
    if (this.why.size) {
      this.why.clear();
      if (this.list.getBoundingClientRect().top < 0) this.bar.scrollIntoView({ block: "start" });
      this.#flush();
    } else this.why.add("button");
    this.#tell();
  }

  #tell() {
    const paused = this.why.size > 0;
    const n = this.waiting.length + this.unkept;
    this.pause.textContent = !paused ? t("live.pause") : n ? t("live.waiting", { n }) : t("live.resume");
    const time = moment(new Date().toISOString(), { timeStyle: "medium" });
    const state = !paused ? t("live.flowing", { time }) : t(this.why.has("button") ? "live.paused" : "live.reading");
    this.status.textContent = [state, this.behind > 0 && t("live.behind", { n: this.behind })].filter(Boolean).join(" · ");
    this.none.hidden = this.list.childElementCount > 0;
  }

  /** Offer the feeds that there are as a filter. */
  #offer(feeds) {
    const names = feeds.map((feed) => feed.source);
    const known = [...this.feed.options].slice(1).map((option) => option.value);
    if (names.join("\n") === known.join("\n")) return;
    const chosen = this.feed.value;
    fill(this.feed, h("option", { value: "" }, t("live.any")), names.map((name) => h("option", { value: name }, name)));
    this.feed.value = names.includes(chosen) ? chosen : "";
  }

  async #rise() {
    const { trends } = await api("GET", "/api/trends").catch(() => ({ trends: [] }));
    if (this.over) return;
    this.strip.hidden = !trends.length;
    fill(this.rising, trends.map((one) => h("li", {}, h("button.chip", { type: "button", "aria-label": t("live.rise", { text: one.subject, n: one.accounts, expected: one.expected }), onclick: () => this.#choose(one.subject) }, h("bdi", {}, one.subject), h("span.soft", { "aria-hidden": "true" }, `↑${one.accounts}`)))));
    this.riseTimer = setTimeout(() => this.#rise(), RISING_MS);
  }

  #choose(subject) {
    this.words.value = subject.replace("#", "");
    this.words.focus();
    this.#load();
  }
}
