// Documents: dropped here, seen while they are read, listed, searched, opened, removed.

import { api } from "./api.js";
import { fill, h, icon, iconButton, Rows } from "./dom.js";
import { moment, t } from "./words.js";

const LOOK_MS = 500; // how often a reading is looked at while one goes on

/** The view; `page` is what app.js offers. */
export async function open(page) {
  const view = new Documents(page);
  await view.refresh();
  view.look();
  const dropped = page.dropped;
  page.dropped = null;
  if (dropped) view.add(dropped);
  return view.element;
}

class Documents {
  constructor(page) {
    this.page = page;
    this.seen = new Set();
    this.known = new Map(); // rows of files that are read, so that focus and what is open stay
    this.asked = 0;
    this.rows = h("ul.documents");
    this.kept = new Rows(this.rows);
    this.count = h("p.soft", { role: "status" });
    this.readings = h("ul.readings", { "aria-label": t("documents.readings") });
    this.search = h("input", { type: "search", "aria-label": t("documents.search"), placeholder: t("documents.search"), oninput: () => this.#later() });
    this.files = h("input.unseen", { type: "file", multiple: true, accept: ".md,.markdown,.txt,.text,.rst,.html,.htm,.jsonl,.pdf,.docx", id: "files", onchange: () => this.add(this.files.files) });
    const drop = h(
      "label.drop",
      {
        for: "files",
        ondragover: (event) => (event.preventDefault(), drop.classList.add("over")),
        ondragleave: () => drop.classList.remove("over"),
        ondrop: (event) => {
          event.preventDefault();
          drop.classList.remove("over");
          this.add(event.dataTransfer.files);
        },
      },
      icon("file"),
      h("strong", {}, t("documents.drop")),
      h("span.soft", {}, t("documents.kinds")),
    );
    this.element = h("div.view", {}, h("h1", {}, t("nav.documents")), this.files, drop, this.readings, h("div.bar", {}, this.search, this.count), this.rows);
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh().catch(this.page.fail), 150);
  }

  async refresh() {
    const text = this.search.value.trim();
    const asked = ++this.asked;
    const found = await api("GET", `/api/documents?search=${encodeURIComponent(text)}`);
    if (asked !== this.asked) return; // a later reply stands for what is there now
    this.count.textContent = t("documents.count", { n: found.count, passages: found.passages });
    this.offset = found.documents.length;
    const rest = found.documents.length ? [] : [h("li.soft", {}, text ? t("documents.nothing", { text }) : t("documents.none"))];
    this.kept.show(found.documents, (document) => document, (document) => this.#row(document), [...rest, ...this.#more(found)]);
  }

  #append(found) {
    this.offset += found.documents.length;
    this.rows.append(...found.documents.map((document) => this.#row(document)), ...this.#more(found));
  }

  #more(found) {
    if (!found.more) return [];
    const more = h("li", {}, h("button.quiet", { type: "button", onclick: () => this.#older(more).catch(this.page.fail) }, t("nav.more")));
    return [more];
  }

  async #older(more) {
    const text = this.search.value.trim();
    const asked = this.asked;
    const found = await api("GET", `/api/documents?search=${encodeURIComponent(text)}&offset=${this.offset}`);
    if (asked !== this.asked) return;
    more.remove();
    this.#append(found);
  }

  #row(document) {
    const about = [document.date, t("documents.passages", { n: document.passages }), moment(document.fetched_at)].filter(Boolean).join(" · ");
    const title = document.title || document.id;
    return h(
      "li",
      {},
      h("div.about", {}, h("button.name", { type: "button", onclick: () => this.#read(document) }, title), h("span.soft", {}, about), h("span.soft.address", {}, document.url || document.id)),
      iconButton("bin", t("documents.remove", { title }), () => this.#remove(document).catch(this.page.fail)),
    );
  }

  async #read(document) {
    const { openText } = await import("./proof.js");
    openText(this.page, document);
  }

  async #remove(document) {
    if (!confirm(t("documents.sure", { title: document.title || document.id }))) return;
    await api("DELETE", `/api/documents?id=${encodeURIComponent(document.id)}`);
    this.page.announce(t("documents.removed", { title: document.title || document.id }));
    await this.refresh();
  }

  /** Send `files` to be read; each that is refused is named. */
  async add(files) {
    const refused = [];
    for (const file of [...files]) {
      try {
        await api("POST", `/api/documents?name=${encodeURIComponent(file.name)}`, file, { raw: true });
        this.look();
      } catch (error) {
        refused.push(error.message.includes(file.name) ? error.message : `${file.name}: ${error.message}`);
        this.page.fail(new Error(refused.join(" ")));
      }
    }
    this.files.value = "";
  }

  /** Show what is being read, until it is. */
  async look() {
    clearTimeout(this.looking);
    try {
      const { readings } = await api("GET", "/api/readings");
      this.#show(readings);
      const over = readings.filter((r) => r.state === "done" && !this.seen.has(r.id));
      for (const reading of over) this.seen.add(reading.id);
      if (over.length) await this.refresh();
      if (readings.some((r) => phaseOf(r) === "going") && (this.element.isConnected || !this.began)) {
        this.looking = setTimeout(() => this.look(), LOOK_MS);
      }
      this.began = true;
    } catch (error) {
      this.page.fail(error);
      if (this.element.isConnected) this.looking = setTimeout(() => this.look(), 4 * LOOK_MS);
    }
  }

  #show(readings) {
    const rows = readings.map((reading) => {
      const known = this.known.get(reading.id);
      const row = known?.phase === phaseOf(reading) ? known : this.#reading(reading);
      if (known && row !== known) this.page.announce(`${reading.name}: ${reading.error || stateOf(reading)}`);
      this.known.set(reading.id, row);
      row.line.textContent = reading.error || stateOf(reading);
      if (row.bar) row.bar.value = shareOf(reading);
      return row.element;
    });
    const shown = [...this.readings.children];
    if (rows.length !== shown.length || rows.some((row, n) => row !== shown[n])) fill(this.readings, rows);
  }

  #reading(reading) {
    const going = phaseOf(reading) === "going";
    const line = h("span.soft");
    const bar = going && h("progress", { max: 100, value: 0, "aria-label": reading.name });
    const element = h(
      "li",
      { "data-state": reading.state },
      h("span.name", {}, reading.name),
      line,
      bar,
      going && iconButton("close", t("documents.stop", { name: reading.name }), () => this.#stop(reading).catch(this.page.fail)),
      reading.state === "done" && reading.problems.length > 0 && h("details", {}, h("summary", {}, t("documents.problems", { n: reading.problems.length + reading.unlisted })), h("ul", {}, reading.problems.map((p) => h("li", {}, p)))),
    );
    return { phase: phaseOf(reading), element, line, bar };
  }

  async #stop(reading) {
    await api("DELETE", `/api/readings/${encodeURIComponent(reading.id)}`);
    await this.look();
  }
}

const phaseOf = (reading) => (reading.state === "waiting" || reading.state === "reading" ? "going" : reading.state);
const shareOf = (reading) => (reading.total ? Math.floor((100 * reading.done) / reading.total) : 0);

function stateOf(reading) {
  if (reading.state === "reading") return t("documents.reading", { share: shareOf(reading) });
  if (reading.state === "done") return t("documents.done", { n: reading.passages });
  return t(`documents.${reading.state}`);
}
