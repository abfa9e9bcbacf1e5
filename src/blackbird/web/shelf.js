// The shelf: models with their size and licence, brought here while one looks on, or not.

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { size, t } from "./words.js";

const LOOK_MS = 500; // how often a pull is looked at while one goes on
const GOING = new Set(["waiting", "pulling", "stopping"]);

/** The list of models; it goes on looking as long as it is shown and something comes. */
export class Shelf {
  constructor(page) {
    this.page = page;
    this.rows = new Map();
    this.list = h("ul.shelf");
    this.element = h("section", { "aria-labelledby": "models" }, h("h2", { id: "models" }, t("shelf.title")), h("p.soft", {}, t("shelf.text")), this.list);
  }

  /** Show how things stand, until nothing is being pulled. */
  async look() {
    clearTimeout(this.timer);
    let again = 0;
    try {
      const { models } = await api("GET", "/api/models");
      for (const model of models) this.#row(model, models).show(model);
      if (models.some((m) => m.pull && GOING.has(m.pull.state))) again = LOOK_MS;
    } catch (error) {
      this.page.fail(error);
      again = 4 * LOOK_MS;
    }
    if (again && (this.element.isConnected || !this.began)) this.timer = setTimeout(() => this.look(), again);
    this.began = true;
  }

  #row(model, models) {
    if (!this.rows.has(model.id)) {
      const row = new Row(this, model, models);
      this.rows.set(model.id, row);
      this.list.append(row.element);
    }
    return this.rows.get(model.id);
  }
}

/** One model. Its elements stay while it comes, so that a focused button is not lost. */
class Row {
  constructor(shelf, model, models) {
    this.shelf = shelf;
    this.model = model.id;
    this.name = model.names[0] ?? model.id;
    this.state = h("span.soft");
    this.bar = h("progress", { max: 1, "aria-label": t("shelf.progress", { name: this.name }) });
    this.how = h("span.soft");
    this.trouble = h("p.wrong", { role: "alert" });
    this.notes = h("ul.soft");
    this.said = h("details", {}, h("summary", {}, t("shelf.notes")), this.notes);
    this.get = this.#button("shelf.get", () => this.#ask("POST", "/pull"));
    this.stop = this.#button("shelf.stop", () => this.#ask("DELETE", "/pull"));
    this.remove = this.#button("shelf.remove", () => confirm(t("shelf.sure", { name: this.name })) && this.#ask("DELETE", ""));
    this.remove.classList.add("danger");
    const needs = model.companions.map((id) => models.find((m) => m.id === id)?.names[0] ?? id).join(t("shelf.and"));
    this.element = h(
      "li",
      {},
      h("div.about", {}, h("strong", {}, this.name), h("span", {}, model.names.length ? t(`model.${model.id}`) : t(`shelf.${model.role}`)), h("span.soft", {}, `${model.title} · ${size(model.bytes)} · ${model.licence}`), needs && h("span.soft", {}, t("shelf.needs", { names: needs })), this.state),
      h("div.tools", {}, this.get, this.stop, this.remove),
      h("div.coming", {}, this.bar, this.how),
      this.trouble,
      this.said,
    );
  }

  show(model) {
    const pull = model.pull;
    const going = Boolean(pull) && GOING.has(pull.state);
    this.element.dataset.state = model.state;
    this.state.textContent = t(`shelf.${model.loaded && model.state === "here" ? "loaded" : model.state}`, { size: size(model.bytes_here) });
    this.state.hidden = going;
    this.get.hidden = going || model.state === "here";
    this.stop.hidden = !going || pull.state === "stopping";
    this.remove.hidden = going || model.loaded || model.state === "missing";
    this.bar.parentElement.hidden = !going;
    if (going) this.#progress(pull);
    this.trouble.textContent = pull?.state === "failed" ? pull.error : "";
    this.said.hidden = !pull?.notes.length;
    if (pull && pull.notes.length !== this.notes.childElementCount) fill(this.notes, pull.notes.map((note) => h("li", {}, note)));
    this.#announce(pull);
  }

  #progress(pull) {
    const share = pull.total ? pull.done / pull.total : 0;
    if (pull.total) this.bar.value = share;
    else this.bar.removeAttribute("value");
    const phase = pull.state === "pulling" ? pull.phase : pull.state;
    this.how.textContent = [
      t(`pull.${phase}`, { file: pull.file, place: pull.place }),
      pull.total ? t("pull.share", { share: Math.floor(100 * share), done: size(pull.done), total: size(pull.total) }) : "",
    ].filter(Boolean).join(" · ");
  }

  /** Say what changed, not every step. */
  #announce(pull) {
    const state = pull?.state ?? "";
    if (this.told !== undefined && state && state !== this.told) this.shelf.page.announce(t(`pull.is.${state}`, { name: this.name }));
    this.told = state;
  }

  async #ask(method, path) {
    await api(method, `/api/models/${encodeURIComponent(this.model)}${path}`);
    await this.shelf.look();
    // A button that is pressed may go: the one in its place has the focus then.
    const buttons = [this.get, this.stop, this.remove];
    if (buttons.every((b) => b.hidden || b !== document.activeElement)) buttons.find((b) => !b.hidden)?.focus();
  }

  #button(key, act) {
    const trouble = (error) => (this.trouble.textContent = error.message);
    return h("button", { type: "button", "aria-label": t(`${key}.of`, { name: this.name }), onclick: () => Promise.resolve(act()).catch(trouble) }, t(key));
  }
}
