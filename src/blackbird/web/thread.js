// A conversation: its branch that is shown, the question field below it, and runs that go on.

import { api, follow } from "./api.js";
import { Composer } from "./composer.js";
import { $, h } from "./dom.js";
import { End } from "./end.js";
import { spokenAnswer } from "./saying.js";
import { TurnView } from "./turn.js";
import { t } from "./words.js";

/** The conversation view. `page` is what app.js offers to views. */
export class Thread {
  constructor(page) {
    this.page = page;
    this.id = null;
    this.visit = 0; // counts what was shown: a reply that comes late belongs to an earlier one
    this.turns = [];
    this.leaf = null;
    this.views = new Map();
    this.following = new Map();
    this.list = h("div.turns");
    this.heading = h("h1.unseen");
    this.hello = h("div.hello", {}, h("h1", {}, t("hello.title")), h("p", {}, t("hello.text")));
    this.composer = new Composer(page, (text, options) => this.ask(text, options), () => this.stop());
    this.end = new End();
    this.composer.element.prepend(this.end.element);
    this.element = h("div.thread", {}, this.heading, this.hello, this.list, this.composer.element);
  }

  /** Show conversation `id`, or the empty one. */
  async show(id) {
    this.leave();
    this.id = id;
    if (id) {
      await this.reload();
      this.views.get(this.leaf)?.element.scrollIntoView({ block: "start" });
    } else {
      this.composer.reset();
      this.#draw();
      if (this.fresh) this.newcomer(true);
    }
    this.composer.focus();
  }

  /** Read again what the server has: another tab may have asked, renamed or deleted. */
  async reload() {
    const visit = this.visit;
    const { conversation, turns } = await api("GET", `/api/conversations/${encodeURIComponent(this.id)}`);
    if (visit !== this.visit) return; // something else is shown by now
    this.#named(conversation.title);
    const same = this.leaf === conversation.leaf && turns.length === this.turns.length && turns.every((turn, n) => turn.state === this.turns[n].state);
    this.turns = turns;
    this.leaf = conversation.leaf;
    if (!same) this.#draw();
  }

  /** Nothing was asked yet: who has no document either is told how to begin. */
  async newcomer(reads) {
    if (!reads || this.id) return;
    this.fresh = true; // until documents are here, to be looked for whenever this view is shown
    const { count } = await api("GET", "/api/documents?search=").catch(() => ({ count: 1 }));
    this.fresh = count === 0;
    this.start ??= h("p.start", {}, t("hello.none"), " ", h("a", { href: "/documents" }, t("nav.documents")));
    if (this.fresh) this.hello.append(this.start);
    else this.start.remove();
  }

  leave() {
    this.visit += 1;
    this.id = null;
    for (const close of this.following.values()) close();
    this.following.clear();
    this.views.clear();
    this.turns = [];
    this.leaf = null;
    this.list.replaceChildren();
  }

  async ask(text, options) {
    const parent = this.leaf;
    const visit = this.visit;
    const body = { question: text, parent_id: parent, options };
    if (this.id) {
      const { turn } = await api("POST", `/api/conversations/${encodeURIComponent(this.id)}/turns`, body);
      if (visit === this.visit) this.#add(turn);
    } else {
      const { conversation, turn } = await api("POST", "/api/conversations", body);
      if (visit !== this.visit) return this.page.changed(conversation.id);
      this.id = conversation.id;
      this.page.began(conversation);
      this.#named(conversation.title);
      this.#add(turn);
    }
    this.page.changed(this.id);
  }

  async stop() {
    const running = this.turns.find((turn) => turn.id === this.leaf);
    if (running) await api("POST", `/api/turns/${encodeURIComponent(running.id)}/stop`);
  }

  #named(title) {
    this.heading.textContent = title;
    this.page.title(title);
  }

  #add(turn) {
    this.turns.push(turn);
    this.leaf = turn.id;
    this.#draw();
    this.views.get(turn.id).element.scrollIntoView({ block: "start" });
  }

  async #asked(turn, question, other) {
    const visit = this.visit;
    try {
      const body = { question, parent_id: turn.parent_id, options: { ...this.composer.options(), ...other } };
      const made = await api("POST", `/api/conversations/${encodeURIComponent(this.id)}/turns`, body);
      if (visit !== this.visit) return;
      this.#add(made.turn);
      this.page.changed(this.id);
    } catch (error) {
      this.page.fail(error);
    }
  }

  async #other(turn) {
    try {
      let last = turn;
      for (let next = last; next; next = this.turns.findLast((other) => other.parent_id === last.id)) last = next;
      await api("PATCH", `/api/conversations/${encodeURIComponent(this.id)}`, { leaf: last.id });
      this.leaf = last.id;
      this.#draw();
      this.page.changed(this.id);
    } catch (error) {
      this.page.fail(error);
    }
  }

  #path() {
    const known = new Map(this.turns.map((turn) => [turn.id, turn]));
    const path = [];
    for (let turn = known.get(this.leaf); turn && path.length <= known.size; turn = known.get(turn.parent_id)) path.unshift(turn);
    return path;
  }

  #draw() {
    const path = this.#path();
    this.hello.hidden = path.length > 0;
    this.heading.hidden = path.length === 0;
    this.element.classList.toggle("empty", path.length === 0);
    const shown = path.map((turn) => this.#view(turn).element);
    // Elements that stay are not moved, so that a selection or an open detail survives.
    for (const old of [...this.list.children]) if (!shown.includes(old)) old.remove();
    shown.forEach((element, n) => {
      if (this.list.children[n] !== element) this.list.insertBefore(element, this.list.children[n] ?? null);
    });
    this.composer.busy(path.at(-1)?.state === "running");
    this.composer.first(path.length === 0);
    this.end.watch(this.views.get(path.at(-1)?.id)?.tools, $("#main"));
    if (path.length > 0) this.composer.use(path.at(-1).options);
  }

  #view(turn) {
    const siblings = this.turns.filter((other) => other.parent_id === turn.parent_id);
    const known = this.views.get(turn.id);
    if (known && known.siblings === siblings.length && known.turn.state === turn.state) return known;
    const view = new TurnView(turn, siblings, {
      edit: (edited, text) => this.#asked(edited, text),
      again: (same, model) => this.#asked(same, same.question, model && { model }),
      models: this.page.boot.models,
      other: (sibling) => this.#other(sibling),
      prove: (which, id) => this.page.prove(which, id),
      peek: (button, citation) => this.page.peek(button, citation),
      announce: (text) => this.page.announce(text),
    });
    view.siblings = siblings.length;
    this.views.set(turn.id, view);
    if (turn.state === "running") this.#follow(turn, view);
    return view;
  }

  #follow(turn, view) {
    this.following.get(turn.id)?.();
    const close = follow(
      `/api/turns/${encodeURIComponent(turn.id)}`,
      (event) => {
        view.hear(event);
        this.end.grown();
        if (view.element.getAttribute("aria-busy") === "false") this.#over(turn, event);
      },
      (broken) => view.lost(broken),
    );
    this.following.set(turn.id, close);
    this.page.announce(t("answer.writing"));
  }

  #over(turn, event) {
    this.following.delete(turn.id);
    turn.state = event.type === "answer" ? "done" : event.type;
    turn.last = event;
    // Who read the conversation again meanwhile has other objects for the same turns.
    const known = this.turns.find((other) => other.id === turn.id);
    if (known) Object.assign(known, { state: turn.state, last: event });
    this.composer.busy(this.#path().at(-1)?.state === "running");
    if (event.type === "answer") this.page.announce(spokenAnswer(event.answer));
    this.page.changed(this.id);
  }
}
