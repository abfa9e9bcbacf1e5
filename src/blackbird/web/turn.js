// One question and its answer: steps, the dimmed draft, checked sentences, disputes, notes.

import { $, composing, fill, h, icon, iconButton, trusted } from "./dom.js";
import { MARKS, isDropped, sourceName, withSources } from "./saying.js";
import { t, told } from "./words.js";

// What goes wrong for want of a model is set right in the settings.
const OF_SETTINGS = ["model_missing", "model_not_found", "model_corrupt", "settings"];

/**
 * Shows a turn and what is told of it. `actions` has edit(turn), again(turn, model?), other(turn), models,
 * prove(view, citationId) and announce(text).
 */
export class TurnView {
  constructor(turn, siblings, actions) {
    this.turn = turn;
    this.actions = actions;
    this.evidence = [];
    this.sentences = [];
    this.answer = null;
    this.draft = "";
    this.searched = [];
    this.kind = null;
    this.deep = turn.options.deep;
    this.steps = h("ol.steps");
    this.now = h("summary", {}, h("span.now", {}, t("step.waiting")));
    this.progress = h("details.progress", {}, this.now, this.steps);
    this.body = h("div.body");
    this.rest = h("div.rest");
    this.tools = h("div.tools");
    this.element = h(
      "article.turn",
      { id: `turn-${turn.id}`, "aria-busy": "true" },
      this.#question(siblings),
      h("section.answer", { "aria-label": t("turn.answer") }, this.progress, this.body, this.rest, this.tools),
    );
    for (const event of turn.events ?? []) this.hear(event);
    if (turn.last) this.hear(turn.last);
  }

  /** What can be cited, by its number. */
  get citations() {
    const known = new Map(this.evidence.map((e) => [e.id, e]));
    for (const citation of this.answer?.citations ?? []) known.set(citation.id, citation);
    return known;
  }

  hear(event) {
    switch (event.type) {
      case "planned":
        this.kind = event.kind;
        this.#step(event.rewritten ? t("step.planned", { text: event.standalone }) : t("step.understood"));
        break;
      case "searched":
        this.#step(t("step.searched", { source: sourceName(event.source), hits: event.hits, ms: Math.round(event.ms) }));
        break;
      case "source_failed":
        this.#step(t("step.failed", { source: sourceName(event.source), message: event.message }), true);
        break;
      case "evidence":
        this.evidence = event.evidence;
        this.#step(t("step.evidence", { n: event.evidence.length }));
        this.#picked();
        break;
      case "draft":
        this.draft += event.text;
        this.now.firstChild.textContent = t("step.writing");
        this.#write();
        break;
      case "section":
        this.#step(t("step.part", { n: event.number, of: event.of, text: event.title }));
        this.title = event.title;
        break;
      case "sentence":
        this.sentences[event.index] = event;
        this.draft = event.draft;
        this.now.firstChild.textContent = t("step.checking", { n: this.sentences.filter(Boolean).length });
        this.#write(event);
        break;
      default:
        this.#end(event);
    }
  }

  lost(broken) {
    this.element.classList.toggle("lost", broken);
    const line = this.now.firstChild;
    if (broken) {
      this.before ??= line.textContent;
      line.textContent = t("error.lost");
    } else if (this.before !== undefined) {
      line.textContent = this.before;
      this.before = undefined;
    }
  }

  #question(siblings) {
    const turn = this.turn;
    const at = siblings.findIndex((s) => s.id === turn.id);
    const versions =
      siblings.length > 1 &&
      h(
        "span.versions",
        { role: "group", "aria-label": t("turn.version", { n: at + 1, of: siblings.length }) },
        iconButton("left", t("turn.earlier"), () => this.actions.other(siblings[at - 1]), { disabled: at === 0 }),
        h("span", { "aria-hidden": "true" }, `${at + 1}/${siblings.length}`),
        iconButton("right", t("turn.later"), () => this.actions.other(siblings[at + 1]), { disabled: at === siblings.length - 1 }),
      );
    this.asked = h("p.text", {}, turn.question);
    return h(
      "header.question",
      {},
      h("h2.unseen", {}, `${t("turn.you")}: ${turn.question.slice(0, 120)}`),
      this.asked,
      h("div.tools", {}, versions, iconButton("edit", t("turn.edit"), () => this.#edit())),
    );
  }

  #edit() {
    const header = $(".question", this.element);
    const field = h("textarea", { "aria-label": t("turn.edit"), rows: 2, value: this.turn.question });
    const back = () => form.replaceWith(this.asked);
    const form = h(
      "form.edit",
      {
        onsubmit: (event) => {
          event.preventDefault();
          if (field.value.trim()) this.actions.edit(this.turn, field.value);
        },
        onkeydown: (event) => {
          if (event.key === "Escape" && !composing(event)) back();
          if (event.key === "Enter" && !event.shiftKey && !composing(event)) {
            event.preventDefault();
            form.requestSubmit();
          }
        },
      },
      field,
      h("div.tools", {}, h("button", { type: "submit" }, t("turn.save")), h("button.quiet", { type: "button", onclick: back }, t("turn.cancel"))),
    );
    if (header.contains(this.asked)) this.asked.replaceWith(form);
    field.focus();
  }

  #step(text, failed = false) {
    this.now.firstChild.textContent = text;
    this.steps.append(h(failed ? "li.failed" : "li", {}, text));
  }

  /** While nothing is written yet, what was found is what there is to look at. */
  #picked() {
    if (this.line) return; // a report finds more for each of its parts
    const shown = this.evidence.slice(0, 3).map((e) => h("li", {}, h("q", {}, e.quote), " ", h("cite", {}, e.title || t("proof.untitled"))));
    fill(this.body, h("ul.picked", {}, shown));
  }

  /** Take a checked sentence into its place, if one is given, and show the draft after it. */
  #write(sentence = null) {
    if (!this.line || !this.body.contains(this.line)) {
      this.words = h("span.draft", { title: t("mark.draft") });
      this.line = h("p", {}, this.words);
      fill(this.body, this.line);
    }
    if (sentence && !isDropped(sentence)) {
      if (this.title) {
        // A part of a report begins: its heading, and a paragraph of its own.
        const line = h("p", {}, this.words);
        this.body.append(h("h3", {}, this.title), line);
        if (!this.line.childElementCount) this.line.remove();
        this.line = line;
        this.title = null;
      }
      this.words.before(this.#sentence(sentence));
    }
    this.words.textContent = this.draft.replace(/\s*\[\d+\]/g, "");
  }

  #sentence(sentence) {
    const against = sentence.dropped && sentence.verdict === "supported" ? "outweighed" : "";
    const why = sentence.missed ? "missed" : against || (sentence.repaired ? "repaired" : sentence.verdict);
    const label = t(`mark.${why}`);
    const text =
      sentence.verdict === "supported" || sentence.verdict === "refuted" || sentence.verdict === "not_enough_info"
        ? t("mark.score", { label, score: sentence.score.toFixed(2) })
        : label;
    const mark = h("span.mark", { role: "img", "aria-label": text, title: text }, MARKS[sentence.verdict]);
    const words = trusted(h("span.words"), sentence.html);
    const cites = sentence.citations.map((id) => this.#cite(id));
    return h("span.sentence", { "data-verdict": sentence.verdict }, mark, words, cites, " ");
  }

  #cite(id) {
    const citation = this.citations.get(id);
    const label = t("cite.label", { id, title: citation?.title || t("proof.untitled") });
    return h(
      "button.cite",
      {
        type: "button",
        "aria-label": label,
        onclick: () => this.actions.prove(this, id),
        onmouseenter: (event) => this.actions.peek(event.currentTarget, citation),
        onfocus: (event) => this.actions.peek(event.currentTarget, citation),
        onmouseleave: () => this.actions.peek(null),
        onblur: () => this.actions.peek(null),
      },
      String(id),
    );
  }

  #end(event) {
    this.element.setAttribute("aria-busy", "false");
    this.element.classList.remove("lost");
    this.draft = "";
    if (event.type === "answer") this.#answered(event.answer);
    else if (event.type === "stopped") this.#broken(t("step.stopped"), t(this.deep ? "answer.stopped_report" : "answer.stopped"));
    else this.#broken(t("step.broken"), t("answer.failed", { message: told(event.error) }), event.error);
    fill(
      this.tools,
      this.answer && iconButton("copy", t("turn.copy"), (event) => this.#copied(withSources(this.answer), event.currentTarget)),
      iconButton("again", t("turn.again"), () => this.actions.again(this.turn)),
      this.#others(),
      this.answer?.citations.length > 0 &&
        h("button.quiet.proof", { type: "button", onclick: () => this.actions.prove(this, null) }, icon("open"), t("turn.proof")),
    );
  }

  #broken(now, message, error = null) {
    this.now.firstChild.textContent = now;
    this.words?.remove();
    if (!this.line) fill(this.body);
    const settings = OF_SETTINGS.includes(error?.code) && h("a.quiet", { href: "/settings" }, icon("gear"), t("nav.settings"));
    fill(this.rest, h("p.broken", { role: "alert" }, message), settings);
  }

  #answered(answer) {
    this.answer = answer;
    this.#steps(answer);
    const seconds = ((answer.timings_ms.total ?? 0) / 1000).toFixed(1);
    this.now.firstChild.textContent = t("step.done", { s: seconds });
    this.sentences = answer.sentences;
    this.body.lang = answer.language;
    if (answer.kind !== "lookup") {
      const mark = h("p.hint", {}, h("span.mark", { "aria-hidden": "true" }, MARKS.not_checked), t("answer.unchecked"));
      const prose = trusted(h("div.prose"), answer.html);
      for (const code of prose.querySelectorAll("pre")) code.before(h("div.code-copy", {}, iconButton("copy", t("turn.code"), (event) => this.#copied(code.textContent, event.currentTarget))));
      fill(this.body, prose, mark);
    } else if (answer.abstained) {
      fill(this.body, h("div.abstained", {}, h("strong", {}, t("answer.established")), this.#numbered(trusted(h("span.words"), answer.html))));
    } else if (answer.sections?.length) {
      const parts = answer.sections.map((s) => [h("h3", {}, s.title), this.#said(answer.sentences.slice(s.start, s.end))]);
      fill(this.body, ...parts.flat());
    } else {
      fill(this.body, this.#said(answer.sentences));
    }
    fill(this.rest, this.#left(answer), answer.disputes.map((d) => this.#dispute(d)), this.#notes(answer));
  }

  /** What was done, also where the steps were told to a page that is gone. */
  #steps(answer) {
    if (!this.steps.children.length) {
      const other = answer.standalone !== answer.question;
      this.#step(other ? t("step.planned", { text: answer.standalone }) : t("step.understood"));
      if (answer.queries.length) this.#step(t("step.queries", { text: answer.queries.join(" · ") }));
    }
    if (answer.model) this.#step(t("step.model", { model: answer.model }));
  }

  #said(sentences) {
    return h("p", {}, sentences.filter((s) => !isDropped(s)).map((s) => this.#sentence(s)));
  }

  #left(answer) {
    const out = answer.kind === "lookup" ? answer.sentences.filter((s) => answer.abstained || isDropped(s)) : [];
    return out.length > 0 && h("details.left", {}, h("summary", {}, t("answer.left")), h("p", {}, out.map((s) => this.#sentence(s))));
  }

  #dispute(dispute) {
    const [mine, theirs] = dispute.independent ?? [1, 1]; // answers of earlier versions do not say
    const many = Math.max(mine, theirs) > 1;
    const side = (label, ids, n) =>
      h("div.side", {}, h("h4", {}, label, many && h("span.soft", {}, ` · ${t("answer.independent", { n })}`)), ids.map((id) => this.#quoted(id)));
    return h(
      "section.dispute",
      { "aria-label": t("answer.disputed") },
      h("h3", {}, t("answer.disputed")),
      h("p", {}, dispute.claim),
      h("div.sides", {}, side(t("answer.for"), dispute.supported_by, mine), side(t("answer.against"), dispute.refuted_by, theirs)),
    );
  }

  #quoted(id) {
    const citation = this.citations.get(id);
    return citation && h("p", {}, this.#cite(id), " ", h("span.date", {}, citation.date ?? t("proof.undated")), " ", h("q", {}, citation.quote));
  }

  #notes(answer) {
    return answer.notes.length > 0 && h("section.notes", {}, h("h3", {}, t("answer.notes")), h("ul", {}, answer.notes.map((n) => h("li", {}, n))));
  }

  /** Numbers of citations in `words` become what they are in a sentence. */
  #numbered(words) {
    const texts = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) found.push(texts.currentNode);
    for (const node of found) {
      const parts = node.data.split(/\s?\[(\d{1,3})\]/); // every second one is a number
      if (parts.length > 1) node.replaceWith(...parts.map((part, n) => (n % 2 === 0 ? part : this.citations.has(Number(part)) ? this.#cite(Number(part)) : `[${part}]`)));
    }
    return words;
  }

  /** Copy `text`; the button that asked for it says whether that went well. */
  async #copied(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false; // a browser that forbids it
    }
    this.actions.announce(t(done ? "turn.copied" : "turn.uncopied"));
    fill(button, icon(done ? "check" : "close"));
    setTimeout(() => fill(button, icon("copy")), 1500);
  }

  /** The other models, for a second answer. */
  #others() {
    const others = this.actions.models.filter((m) => m.name !== (this.answer?.model || this.turn.options.model));
    if (!others.length) return null;
    const choices = others.map((m) => h("button.quiet", { type: "button", onclick: () => this.actions.again(this.turn, m.name) }, m.name));
    return h("details.menu", {}, h("summary", { "aria-label": t("turn.with"), title: t("turn.with") }, "⋯"), h("div.choices", {}, h("span.soft", {}, t("turn.with")), choices));
  }
}
