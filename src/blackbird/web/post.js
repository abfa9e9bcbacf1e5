// A post as it is shown, in the flow and in its thread. All of it is text from strangers.

import { api } from "./api.js";
import { $, h, icon } from "./dom.js";
import { beside, head, shown } from "./proof.js";
import { moment, spoken, t } from "./words.js";

const LONG = 500; // characters, and lines, of a post that are shown before one asks for more
const LINES = 12;
const ASKED = 280; // characters of a post that go into a question
const ELSEWHERE = { target: "_blank", rel: "noopener noreferrer nofollow", "data-plain": true };

/** A post; `page` is what app.js offers. In a thread there is no button for the thread. */
export function postOf(page, post, { inThread = false } = {}) {
  const author = post.author ?? post.source;
  const said = clock(post.time);
  const facts = [languageName(post.language), post.likes > 0 && t("live.likes", { n: post.likes }), post.reply_to && t("live.reply")].filter(Boolean).join(" · ");
  return h(
    "article.post",
    { "aria-label": t("live.by", { author, time: said }) },
    h("header", {}, h("bdi.author", {}, author), h("time.soft", { datetime: post.time, title: moment(post.time) }, said), h("bdi.soft.feed", {}, post.source), facts && h("span.soft", {}, facts)),
    post.title && h("h3", { dir: "auto" }, post.title),
    post.text === undefined ? h("p.soft", {}, t("live.withheld")) : words(post.text, post.language),
    post.links?.length > 0 && h("ul.links", {}, post.links.map(address)),
    h(
      "div.tools",
      {},
      !inThread && h("button.quiet", { type: "button", "aria-label": t("live.thread.of", { author }), onclick: () => thread(page, post).catch(page.fail) }, icon("thread"), t("live.thread")),
      post.text !== undefined && h("button.quiet", { type: "button", "aria-label": t("live.ask.of", { author }), onclick: () => page.ask(t("live.question", { text: shortened(post.text) }), ["documents", "posts"]) }, icon("find"), t("live.ask")),
      opening(post.url, author),
    ),
  );
}

/** The words of a post; of a long one the beginning, until one asks for the rest. */
function words(text, language) {
  const points = Array.from(text);
  const lines = text.split("\n");
  const body = h("p.words", { dir: "auto", lang: language || null }, text);
  if (points.length <= LONG && lines.length <= LINES) return body;
  body.textContent = `${Array.from(lines.slice(0, LINES).join("\n")).slice(0, LONG).join("")}…`;
  const more = h("button.quiet", { type: "button", onclick: () => ((body.textContent = text), more.remove()) }, t("live.whole"));
  return [body, more];
}

/** A link that a post carries: its host is said, and only what a browser may open can be opened. */
function address(text) {
  if (!browsable(text)) return h("li", {}, h("bdi.address", {}, text));
  const url = new URL(text);
  const said = `${url.host}${url.pathname === "/" ? "" : url.pathname}`;
  return h("li", {}, h("a", { href: url.href, ...ELSEWHERE, title: url.href }, h("bdi", {}, said)));
}

const browsable = (text) => URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);

function opening(url, author) {
  if (!browsable(url)) return null;
  return h("a.quiet", { href: url, ...ELSEWHERE, "aria-label": t("live.open.of", { author }) }, icon("open"), t("live.open"));
}

async function thread(page, post) {
  const { panel, close } = beside();
  const title = t("live.thread");
  shown(panel, head(title, close), h("p", { role: "status" }, t("proof.loading")));
  const heading = $("h2", panel);
  try {
    const found = await api("GET", `/api/posts/thread?uri=${encodeURIComponent(post.uri)}`);
    if (!heading.isConnected) return; // something else is shown by now
    const some = (key, posts, values) => posts.length > 0 && h("section.claim", {}, h("h3", {}, t(key, values)), posts.map((one) => postOf(page, one, { inThread: true })));
    shown(
      panel,
      head(title, close),
      some("live.above", found.parents),
      h("section.claim.this", {}, postOf(page, found.post, { inThread: true })),
      some("live.below", found.replies, { date: moment(found.replies_since) }),
      !found.parents.length && !found.replies.length && h("p.soft", {}, t("live.alone")),
    );
  } catch (error) {
    if (heading.isConnected) shown(panel, head(title, close), h("p.broken", { role: "alert" }, error.message));
  }
}

/** A question holds a post in one line. */
function shortened(text) {
  const points = Array.from(text.replaceAll(/\s+/g, " ").trim());
  return points.length > ASKED ? `${points.slice(0, ASKED).join("")}…` : points.join("");
}

/** The time of a moment of today, else its day, too. */
function clock(iso) {
  const today = new Date(iso).toDateString() === new Date().toDateString();
  return moment(iso, today ? { timeStyle: "medium" } : undefined);
}

/** A language's name in the language of the page; a code that is none stays a code. */
export function languageName(code) {
  if (!code) return "";
  try {
    return new Intl.DisplayNames([spoken()], { type: "language" }).of(code);
  } catch {
    return code;
  }
}
