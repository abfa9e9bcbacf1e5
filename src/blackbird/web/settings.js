// Settings: language and theme, models, sources, and every setting with what it means.

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { Consent } from "./consent.js";
import { MEANINGS } from "./meanings.js";
import { Shelf } from "./shelf.js";
import { learn, t } from "./words.js";

const YEAR_S = 31536000;

learn(MEANINGS);

/** The view; `page` is what app.js offers. */
export async function open(page) {
  const shelf = new Shelf(page);
  const choices = new Choices(page);
  await Promise.all([shelf.look(), choices.refresh(), choices.consent.look()]);
  return h("div.view.settings", {}, h("h1", {}, t("nav.settings")), looks(page), shelf.element, sources(page), choices.consent.element, choices.element, h("p.soft", {}, t("settings.version", { version: page.boot.version })));
}

/** Remember a choice for the first byte of the next page; an empty one forgets it. */
function keep(name, value) {
  document.cookie = `${name}=${value}; SameSite=Strict; Path=/; Max-Age=${value ? YEAR_S : 0}`;
}

function looks(page) {
  const language = select("language", [["", t("settings.language.auto")], ["en", "English"], ["ja", "日本語"]], page.boot.language, (value) => {
    keep("language", value);
    location.reload();
  });
  const theme = select("theme", [["", t("settings.theme.auto")], ["light", t("settings.theme.light")], ["dark", t("settings.theme.dark")]], document.documentElement.dataset.theme ?? "", (value) => {
    keep("theme", value);
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
  });
  return h("section", { "aria-labelledby": "looks" }, h("h2", { id: "looks" }, t("settings.looks")), h("p.soft", {}, t("settings.looks.text")), h("div.pair", {}, language, theme));
}

function select(name, options, chosen, change) {
  const field = h("select", { name, onchange: () => change(field.value) }, options.map(([value, text]) => h("option", { value, lang: name === "language" && value ? value : null }, text)));
  field.value = chosen;
  return h("label", {}, t(`settings.${name}`), field);
}

function sources(page) {
  const rows = page.boot.sources.map((name) => h("li", {}, h("strong", {}, t(`source.${name}`)), " ", t(`settings.source.${name}`)));
  return h("section", { "aria-labelledby": "sources" }, h("h2", { id: "sources" }, t("settings.sources")), h("ul.plain", {}, rows), h("p.soft", {}, t("settings.private")));
}

/** Every setting; those that can change now are fields. */
class Choices {
  constructor(page) {
    this.page = page;
    this.list = h("ul.choices");
    this.rows = new Map();
    this.consent = new Consent(page, (settings) => this.#tell(settings));
    this.element = h("section", { "aria-labelledby": "choices" }, h("h2", { id: "choices" }, t("settings.all")), h("p.soft", {}, t("settings.all.text")), this.list);
  }

  async refresh() {
    this.#show((await api("GET", "/api/settings")).settings);
  }

  #show(settings) {
    const remote = Boolean(settings.find((s) => s.name === "model_url").value);
    this.rows = new Map(settings.map((setting) => [setting.name, new Choice(this, setting, remote)]));
    fill(this.list, [...this.rows.values()].map((row) => row.element));
    this.consent.show(settings);
  }

  /** Show what a change of the consent changed, wherever it stands. */
  #tell(settings) {
    this.consent.show(settings);
    for (const name of ["web", "web_since"]) this.rows.get(name).show(settings.find((s) => s.name === name));
  }

  /** Change one setting; the others stay as they are on the page. Raises Failure. */
  async change(name, value) {
    const { settings } = await api("PATCH", "/api/settings", { [name]: value });
    if (name === "web") this.#tell(settings);
    if (name === "model") this.#choose(settings.find((s) => s.name === name).value);
    this.page.announce(t("settings.saved", { name }));
    return settings.find((s) => s.name === name);
  }

  /** The next conversation begins with this model. */
  #choose(name) {
    const model = this.page.boot.models.find((m) => m.short === name || m.name === name);
    if (model) this.page.chosen(model.name);
  }
}

/** One setting: its name, what it means, its value, where that comes from. */
class Choice {
  constructor(choices, setting, remote) {
    this.choices = choices;
    this.remote = remote;
    this.id = `setting-${setting.name}`;
    this.wrong = h("p.wrong", { id: `${this.id}-wrong`, role: "alert" });
    this.element = h("li");
    this.show(setting);
  }

  /** Show the setting as it is now. */
  show(setting) {
    const open = setting.live && (setting.from === "file" || setting.from === "default");
    const value = open ? this.#field(setting) : h("output", { id: this.id }, shown(setting));
    const from = t(`settings.from.${setting.from}`, { variable: `BLACKBIRD_${setting.name.toUpperCase()}` });
    const fixed = open ? "" : t(setting.live ? `settings.fixed.${setting.from}` : "settings.fixed");
    this.wrong.textContent = "";
    fill(
      this.element,
      h("label", { for: this.id }, setting.name),
      h("span.soft", { id: `${this.id}-help` }, t(`setting.${setting.name}`)),
      h("div.value", {}, value, h("span.soft", {}, [from, fixed].filter(Boolean).join(" ")), open && setting.from === "file" && h("button.quiet", { type: "button", "aria-label": t("settings.back.of", { name: setting.name }), onclick: () => this.#change(setting, null) }, t("settings.back", { value: shown({ ...setting, value: setting.default }) }))),
      this.wrong,
    );
  }

  #field(setting) {
    const about = { id: this.id, "aria-describedby": `${this.id}-help ${this.id}-wrong` };
    if (setting.kind === "bool") {
      const box = h("input", { ...about, type: "checkbox", checked: setting.value, onchange: () => this.#change(setting, box.checked) });
      return box;
    }
    if (setting.name === "model" && !this.remote) return this.#models(setting, about);
    if (setting.among) return this.#among(setting, about);
    const number = setting.kind !== "str";
    const limits = number ? { type: "number", min: setting.least, max: setting.most, step: setting.kind === "int" ? 1 : "any", required: true } : { type: "text" };
    const field = h("input", { ...about, ...limits, value: String(setting.value), onchange: () => this.#change(setting, number ? field.value && Number(field.value) : field.value) });
    return field;
  }

  #among(setting, about) {
    const options = setting.among.map((value) => h("option", { value }, t(`setting.${setting.name}.${value}`)));
    const field = h("select", { ...about, onchange: () => this.#change(setting, field.value) }, options);
    field.value = setting.value;
    return field;
  }

  #models(setting, about) {
    const { models } = this.choices.page.boot;
    const field = h("select", { ...about, onchange: () => this.#change(setting, field.value) }, models.map((m) => h("option", { value: m.short }, `${m.name} (${t(`model.${m.short}`)})`)));
    field.value = models.find((m) => m.name === setting.value)?.short ?? setting.value;
    return field;
  }

  async #change(setting, value) {
    try {
      const changed = await this.choices.change(setting.name, value);
      const here = document.activeElement?.id === this.id; // who went on to the next field stays there
      this.show(changed);
      if (here) document.getElementById(this.id).focus();
    } catch (error) {
      this.wrong.textContent = error.message;
      document.getElementById(this.id).setAttribute("aria-invalid", "true");
    }
  }
}

/** A value in words. */
function shown({ name, kind, value, secret, among }) {
  if (secret) return t(value ? "settings.secret" : "settings.empty");
  if (kind === "bool") return t(value ? "settings.yes" : "settings.no");
  if (among) return t(`setting.${name}.${value}`);
  return value === "" ? t("settings.empty") : String(value);
}
