// The owner's yes or no to the web: asked once where it is first needed, shown and taken back in the settings.

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { moment, size, t } from "./words.js";

/** Keep the answer; gives all settings. Raises Failure. */
async function decide(page, answer) {
  const { settings } = await api("PATCH", "/api/settings", { web: answer });
  page.announce(t(`web.said.${answer}`));
  return settings;
}

/** Whether nobody has said yes or no yet, and the page may ask. Raises Failure. */
export async function undecided() {
  const { settings } = await api("GET", "/api/settings");
  const web = settings.find((s) => s.name === "web");
  return web.value === "ask" && ["default", "file"].includes(web.from);
}

/** Ask in `place`; gives true for a yes, false for a no, which are kept, and null if it was left. */
export function ask(page, place) {
  return new Promise((resolve) => {
    const done = async (answer) => {
      try {
        if (answer) await decide(page, answer);
      } catch (error) {
        page.fail(error); // the question stays, to be answered again
        return;
      }
      fill(place);
      resolve(answer ? answer === "yes" : null);
    };
    const title = h("h2", { id: "consent-title", tabindex: -1 }, t("web.question"));
    const button = (text, answer) => h("button", { type: "button", onclick: () => done(answer) }, text);
    const box = h(
      "section.consent",
      { role: "group", "aria-labelledby": "consent-title", onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), done(null)) },
      title,
      h("p", {}, t("web.leaves")),
      h("p.soft", {}, t("web.once")),
      h("div.tools", {}, button(t("web.yes"), "yes"), button(t("web.no"), "no")),
    );
    fill(place, box);
    title.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" }); // all of it, its answers too
  });
}

/** The part of the settings that shows the answer and what is kept; `told(settings)` hears of a change. */
export class Consent {
  constructor(page, told) {
    this.page = page;
    this.told = told;
    this.state = h("p", { role: "status" });
    this.tools = h("div.tools");
    this.kept = h("p.soft");
    this.clear = h("button.danger", { type: "button", hidden: true, onclick: () => this.#clear().catch(page.fail) }, t("web.clear"));
    this.element = h("section", { "aria-labelledby": "web" }, h("h2", { id: "web" }, t("web.title")), this.state, h("p.soft", {}, t("web.leaves")), this.tools, this.kept, h("div.tools", {}, this.clear));
  }

  /** Show what is kept of the web, whether it is allowed or not. Raises Failure. */
  async look() {
    const { pages, bytes } = await api("GET", "/api/pages");
    this.pages = pages;
    this.kept.textContent = pages ? t("web.kept", { n: pages, size: size(bytes) }) : t("web.kept.none");
    this.clear.hidden = !pages;
  }

  async #clear() {
    if (!confirm(t("web.clear.sure", { n: this.pages }))) return;
    const { removed } = await api("DELETE", "/api/pages");
    this.page.announce(t("web.cleared", { n: removed }));
    await this.look();
    this.tools.querySelector("button")?.focus(); // the one that was pressed is gone
  }

  /** Show how things stand. */
  show(settings) {
    const [web, since] = ["web", "web_since"].map((name) => settings.find((s) => s.name === name));
    const dated = web.value === "yes" && since.value;
    this.state.textContent = dated ? t("web.is.since", { date: moment(since.value) }) : t(`web.is.${web.value}`);
    const open = ["default", "file"].includes(web.from);
    const next = web.value === "yes" ? ["no"] : web.value === "no" ? ["yes"] : ["yes", "no"];
    const button = (answer) => h("button", { type: "button", onclick: () => this.#change(answer) }, t(web.value === "yes" ? "web.revoke" : `web.${answer}`));
    fill(this.tools, open ? next.map(button) : h("p.soft", {}, t(`settings.fixed.${web.from}`)));
  }

  async #change(answer) {
    try {
      this.told(await decide(this.page, answer));
      this.tools.querySelector("button")?.focus(); // the one that was pressed is gone
      await this.look();
    } catch (error) {
      this.page.fail(error);
    }
  }
}
