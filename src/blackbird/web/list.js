// The list of conversations: searched, renamed, saved as files, deleted.

import { api } from "./api.js";
import { composing, fill, h, Rows } from "./dom.js";
import { t } from "./words.js";

/** The list; `page` is what app.js offers. */
export class List {
  constructor(page) {
    this.page = page;
    this.rows = h("ul.talks");
    this.kept = new Rows(this.rows);
    this.search = h("input", { type: "search", "aria-label": t("nav.search"), placeholder: t("nav.search"), oninput: () => this.#later() });
    this.element = h("div.list", {}, this.search, this.rows);
    this.offset = 0;
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), 150);
  }

  async refresh() {
    if (this.renaming) return; // a title that is being typed stays; its end refreshes, too
    const text = this.search.value.trim();
    try {
      const found = await api("GET", `/api/conversations?search=${encodeURIComponent(text)}`);
      if (text === this.search.value.trim() && !this.renaming) this.#show(found, text);
    } catch (error) {
      this.page.fail(error);
    }
  }

  async #older(button) {
    const text = this.search.value.trim();
    const found = await api("GET", `/api/conversations?search=${encodeURIComponent(text)}&offset=${this.offset}`);
    if (text !== this.search.value.trim()) return;
    button.remove();
    this.#append(found);
  }

  #show(found, text) {
    this.offset = found.conversations.length;
    if (!found.conversations.length && !text) this.page.newcomer();
    const rest = found.conversations.length ? [] : [h("li.none", {}, text ? t("nav.nothing", { text }) : t("nav.none"))];
    const shown = (talk) => [talk.id, talk.title, location.pathname === `/c/${talk.id}`];
    this.kept.show(found.conversations, shown, (talk) => this.#row(talk), [...rest, ...this.#more(found)]);
  }

  #append(found) {
    this.offset += found.conversations.length;
    this.rows.append(...found.conversations.map((talk) => this.#row(talk)), ...this.#more(found));
  }

  #more(found) {
    if (!found.more) return [];
    const button = h("button.quiet", { type: "button", onclick: () => this.#older(item).catch(this.page.fail) }, t("nav.more"));
    const item = h("li", {}, button);
    return [item];
  }

  #row(talk) {
    const here = location.pathname === `/c/${talk.id}`;
    const link = h("a", { href: `/c/${talk.id}`, "aria-current": here ? "page" : null, title: talk.title }, talk.title);
    const menu = h(
      "details.menu",
      { ontoggle: (event) => event.target.open && this.#only(event.target) },
      h("summary", { "aria-label": t("talk.more"), title: t("talk.more") }, "⋯"),
      h(
        "div.choices",
        {},
        h("button.quiet", { type: "button", onclick: () => this.#rename(item, talk) }, t("talk.rename")),
        h("a.quiet", { href: `/api/conversations/${talk.id}/export?format=markdown`, download: true, "data-plain": true }, t("talk.markdown")),
        h("a.quiet", { href: `/api/conversations/${talk.id}/export?format=json`, download: true, "data-plain": true }, t("talk.json")),
        h("button.quiet.danger", { type: "button", onclick: () => this.#delete(talk).catch(this.page.fail) }, t("talk.delete")),
      ),
    );
    const item = h("li", {}, link, menu);
    return item;
  }

  #only(opened) {
    for (const menu of this.rows.querySelectorAll("details[open]")) if (menu !== opened) menu.open = false;
  }

  #rename(item, talk) {
    const field = h("input", { "aria-label": t("talk.title"), value: talk.title, maxlength: 200 });
    let over = false; // Enter ends it, and so does the field when it goes
    this.renaming = item;
    this.kept.forget(); // this row is a form now
    const done = async (keep) => {
      if (over) return;
      over = true;
      if (keep && field.value.trim() && field.value !== talk.title) {
        try {
          await api("PATCH", `/api/conversations/${talk.id}`, { title: field.value });
        } catch (error) {
          over = false; // the title stays, to be tried again
          throw error;
        }
        if (location.pathname === `/c/${talk.id}`) this.page.title(field.value);
        this.page.told(talk.id);
      }
      if (this.renaming === item) this.renaming = null; // else the next one is being renamed already
      await this.refresh();
    };
    fill(
      item,
      h("form", { onsubmit: (event) => (event.preventDefault(), done(true).catch(this.page.fail)) }, field),
    );
    field.addEventListener("keydown", (event) => event.key === "Escape" && !composing(event) && done(false).catch(this.page.fail));
    field.addEventListener("blur", () => done(true).catch(this.page.fail));
    field.select();
    field.focus();
  }

  async #delete(talk) {
    if (!confirm(t("talk.sure", { title: talk.title }))) return;
    await api("DELETE", `/api/conversations/${talk.id}`);
    if (location.pathname === `/c/${talk.id}`) await this.page.go("/");
    this.page.changed(talk.id);
  }
}
