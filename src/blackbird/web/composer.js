// The question field below a conversation, with the options of a question.

import { Failure } from "./api.js";
import { composing, fill, h, icon, keep, kept } from "./dom.js";
import { sourceName } from "./saying.js";
import { t } from "./words.js";

/** The question field with its options. `send(text, options)` may fail; then the text stays. */
export class Composer {
  constructor(page, send, stop) {
    this.page = page;
    this.field = h("textarea", { id: "question", rows: 1, "aria-label": t("ask.label"), "aria-describedby": "keys", enterkeyhint: "send", oninput: () => this.#grow() });
    keep(this.field, "question");
    this.button = h("button.send", { type: "submit" });
    this.model = h("select", { "aria-label": t("ask.model") }, page.boot.models.map((m) => h("option", { value: m.name }, modelName(m))));
    this.model.value = page.boot.model;
    this.sources = page.boot.sources.map((name) => h("input", { type: "checkbox", name: "source", value: name, checked: name === "documents" }));
    this.since = h("input", { type: "date", "aria-label": t("ask.since") });
    this.until = h("input", { type: "date", "aria-label": t("ask.until") });
    this.deep = h("input", { type: "checkbox" });
    this.stopping = stop;
    const options = h(
      "details.options",
      {},
      h("summary", {}, t("ask.options")),
      h(
        "div.choices",
        {},
        h("label.deep", { title: t("ask.deep.about") }, this.deep, t("ask.deep")),
        // Where there is nothing to choose from, a box to untick would do nothing.
        this.sources.length > 1 && h("fieldset", { onchange: () => (this.chosen = true) }, h("legend", {}, t("ask.sources")), this.sources.map((box) => h("label", {}, box, sourceName(box.value)))),
        h("label", {}, t("ask.model"), this.model),
        h("label", {}, t("ask.since"), this.since),
        h("label", {}, t("ask.until"), this.until),
      ),
    );
    this.form = h("form.ask", { onsubmit: (event) => this.#submit(event, send) }, h("div.line", {}, this.field, this.button), options);
    this.field.addEventListener("keydown", (event) => {
      // While a Japanese word is being composed, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
      event.preventDefault();
      if (!this.running) this.form.requestSubmit();
    });
    this.consent = h("div");
    this.element = h("div.composer", {}, this.consent, this.form, h("p.keys", {}, h("span", { id: "keys" }, t("ask.keys")), " ", h("button.quiet", { type: "button", onclick: () => page.keys() }, t("keys.all"))));
    this.busy(false);
    requestAnimationFrame(() => this.#grow()); // a question that was kept may be long
  }

  focus() {
    if (matchMedia("(hover: hover)").matches) this.field.focus();
  }

  first(empty) {
    this.field.placeholder = empty ? t("ask.placeholder") : t("ask.on");
  }

  busy(running) {
    if (this.running === running) return;
    this.running = running;
    const label = running ? t("ask.stop") : t("ask.send");
    this.button.title = label;
    this.button.setAttribute("aria-label", label);
    fill(this.button, icon(running ? "stop" : "send"));
  }

  /** Take over the options of the last question. */
  use(options) {
    const model = this.page.boot.models.find((m) => m.name === options.model || m.short === options.model);
    if (model) this.model.value = model.name;
    this.#tick(options.sources);
    this.deep.checked = options.deep ?? false;
    this.since.value = options.since ?? "";
    this.until.value = options.until ?? "";
  }

  /** Model, sources and time as they are before anything is chosen. */
  reset() {
    this.model.value = this.page.boot.model;
    this.#tick([]);
    this.deep.checked = false;
    this.since.value = "";
    this.until.value = "";
  }

  /** A question that somebody may want to ask, on these sources. */
  begin(text, sources) {
    this.#tick(sources);
    this.#put(text);
    this.field.focus();
  }

  /** Without names what fits is searched: documents, and posts for what is now; the web only where it is wanted. */
  #tick(names) {
    this.chosen = names.length > 0;
    for (const box of this.sources) box.checked = this.chosen ? names.includes(box.value) : box.value === "documents";
  }

  options() {
    const sources = this.sources.filter((box) => box.checked).map((box) => box.value);
    return { model: this.model.value, sources: this.chosen && sources.length ? sources : null, since: this.since.value || null, until: this.until.value || null, deep: this.deep.checked };
  }

  async #submit(event, send) {
    event.preventDefault();
    try {
      if (this.running) {
        await this.stopping();
        return;
      }
      const text = this.field.value;
      if (!text.trim()) return;
      this.page.calm();
      this.#put("");
      try {
        await send(text, this.options());
      } catch (error) {
        if (!this.field.value) this.#put(text); // nothing that was typed is lost
        throw error;
      }
    } catch (error) {
      if (error.code === "consent_needed") await this.#allowed(send);
      else this.page.fail(error);
    }
  }

  /** The web is off: ask whether it may be used, if nobody has said so yet, and go on. */
  async #allowed(send) {
    try {
      const { ask, undecided } = await import("./consent.js");
      const answer = (await undecided()) ? await ask(this.page, this.consent) : false;
      if (answer === false) this.page.fail(new Failure("consent_needed", t("web.off.asked")));
      this.field.focus();
      if (answer) await this.#submit(new Event("submit"), send);
    } catch (error) {
      this.page.fail(error);
    }
  }

  #put(text) {
    this.field.value = text;
    kept("question", text);
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, innerHeight * 0.4)}px`;
  }
}

function modelName(model) {
  return ["mini", "full", "tiny"].includes(model.short) ? `${model.name} (${t(`model.${model.short}`)})` : model.name;
}

