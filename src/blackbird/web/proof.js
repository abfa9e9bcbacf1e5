// The side panel: sources by claim and by stance, and the kept text open at the quote.

import { api } from "./api.js";
import { $, fill, h, icon, iconButton } from "./dom.js";
import { MARKS, sourceName } from "./saying.js";
import { moment, t } from "./words.js";

const STEP = 6000; // characters of a text that are shown around a quote, and added at a time

/** Show the proof of an answer: all of it, or the text behind citation `id`. */
export function prove(page, view, id) {
  const { panel, close } = beside();
  const citation = id === null ? null : view.citations.get(id);
  if (citation) text(page, panel, view, citation, close);
  else sources(page, panel, view, close);
}

/** Show the whole text of a stored document. */
export function openText(page, document) {
  openQuote(page, { ...document, quote: "", start: 0, end: 0 });
}

/** Show the kept text, open at what `citation` quotes of it. */
export function openQuote(page, citation) {
  const { panel, close } = beside();
  text(page, panel, null, citation, close);
}

/** The panel, shown; closing it gives the focus back to where it was. */
export function beside() {
  const panel = $("#proof");
  const back = document.activeElement;
  panel.hidden = false;
  const close = () => {
    panel.hidden = true;
    // The turn may have been drawn anew meanwhile, as its answer was completed: its button is another.
    const again = [...document.querySelectorAll("button.proof")].at(-1);
    (back?.isConnected ? back : again)?.focus();
  };
  return { panel, close };
}

/** The head of what the panel shows. */
export function head(title, close, extra) {
  return h("header", {}, extra, h("h2", { tabindex: -1 }, title), iconButton("close", t("proof.close"), close));
}

let showings = 0;

/** Show something else; what was asked for before and comes late is not shown any more. */
export function shown(panel, ...children) {
  showings += 1;
  fill(panel, ...children);
  panel.scrollTop = 0;
  $("h2", panel).focus();
}

function sources(page, panel, view, close) {
  const answer = view.answer;
  const sentences = (answer?.sentences ?? view.sentences.filter(Boolean)).filter((s) => s.citations.length > 0);
  const claims = sentences.map((sentence) => {
    const dispute = answer?.disputes.find((d) => d.claim === sentence.text);
    const against = dispute?.refuted_by ?? [];
    const stance = sentence.verdict === "supported" ? t("proof.supports") : sentence.verdict === "refuted" ? t("proof.refutes") : t("proof.cited");
    return h(
      "section.claim",
      {},
      h("h3", { "data-verdict": sentence.verdict }, h("span.mark", { role: "img", "aria-label": t(`mark.${sentence.verdict}`) }, MARKS[sentence.verdict]), sentence.text),
      stanceOf(stance, sentence.citations, view, (c) => text(page, panel, view, c, close)),
      against.length > 0 && stanceOf(t("proof.refutes"), against, view, (c) => text(page, panel, view, c, close)),
    );
  });
  // An answer that abstains shows what comes nearest, without a sentence that rests on it.
  const nearest = (answer?.citations ?? []).map((citation) => source(citation, (c) => text(page, panel, view, c, close)));
  const notes = answer?.notes.length > 0 && h("section.notes", {}, h("h3", {}, t("answer.notes")), h("ul", {}, answer.notes.map((n) => h("li", {}, n))));
  shown(panel, head(t("proof.title"), close), claims.length ? claims : nearest.length ? nearest : h("p", {}, t("proof.none")), notes);
}

/** What stands behind a claim on one side of it: quotes, and `open(citation)` for their texts. */
export function stanceOf(label, ids, view, open) {
  const cited = ids.map((id) => view.citations.get(id)).filter(Boolean);
  return h("div.stance", {}, h("h4", {}, label), cited.map((c) => source(c, open)));
}

function source(citation, open) {
  return h(
    "article.source",
    {},
    h("p.title", {}, h("span.number", {}, String(citation.id)), citation.title || t("proof.untitled")),
    h("p.about", {}, [sourceName(citation.source), citation.date ?? t("proof.undated")].join(" · ")),
    h("blockquote", {}, citation.quote),
    h("div.tools", {}, h("button.quiet", { type: "button", onclick: () => open(citation) }, icon("file"), t("proof.text")), link(citation.url)),
  );
}

/** A link to the source, if the address is one that a browser may open; else the address itself. */
export function link(url) {
  if (!url) return null;
  const opens = URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
  if (!opens) return h("span.address", {}, url);
  return h("a.quiet", { href: url, target: "_blank", rel: "noopener noreferrer", "data-plain": true }, icon("open"), t("proof.source"));
}

async function text(page, panel, view, citation, close) {
  const back = view && iconButton("left", t("proof.back"), () => sources(page, panel, view, close));
  const title = citation.title || t("proof.untitled");
  const about = h("p.about", {}, [sourceName(citation.source), citation.date ?? t("proof.undated")].join(" · "));
  const quote = citation.quote && h("blockquote", {}, citation.quote);
  shown(panel, head(title, close, back), about, quote, h("p", { role: "status" }, t("proof.loading")));
  const mine = showings;
  try {
    const kept = await api("GET", `/api/texts/${citation.sha256}`);
    if (mine !== showings) return;
    const foot = h("p.about", {}, t("proof.kept", { date: citation.fetched_at ? moment(citation.fetched_at) : "–", hash: citation.sha256.slice(0, 16) }));
    shown(panel, head(title, close, back), about, link(citation.url), opened(kept.text, citation), foot);
    $("mark", panel)?.scrollIntoView({ block: "center" });
  } catch (error) {
    if (mine !== showings) return;
    shown(panel, head(title, close, back), about, quote, h("p.broken", { role: "alert" }, error.message), link(citation.url));
  }
}

/** The text around the quote; the rest of a long one comes when it is asked for. */
function opened(whole, citation) {
  // Offsets count code points, strings here count halves of surrogate pairs.
  const points = Array.from(whole);
  let from = Math.max(0, citation.start - STEP);
  let to = Math.min(points.length, citation.end + STEP);
  const cut = (a, b) => points.slice(a, b).join("");
  const before = h("span", {}, cut(from, citation.start));
  const after = h("span", {}, cut(citation.end, to));
  const earlier = h("button.quiet", { type: "button", onclick: () => grow(-STEP, 0) }, t("proof.before"));
  const later = h("button.quiet", { type: "button", onclick: () => grow(0, STEP) }, t("proof.after"));
  function grow(less, more) {
    from = Math.max(0, from + less);
    to = Math.min(points.length, to + more);
    before.textContent = cut(from, citation.start);
    after.textContent = cut(citation.end, to);
    earlier.hidden = from === 0;
    later.hidden = to === points.length;
  }
  grow(0, 0);
  return h("div.kept", {}, earlier, h("div.text", {}, before, h("mark", {}, cut(citation.start, citation.end)), after), later);
}
