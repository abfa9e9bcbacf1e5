// Starts the page: the frame, the addresses and their views, the list of conversations.

import { api } from "./api.js";
import { $, composing, fill, h, icon, iconButton } from "./dom.js";
import { List } from "./list.js";
import { Thread } from "./thread.js";
import { speak, t } from "./words.js";

const boot = JSON.parse($("#boot").textContent);
speak(boot.language || (navigator.language.startsWith("ja") ? "ja" : "en"));

// Views that are not needed for asking come when they are.
const VIEWS = {
  documents: { label: "nav.documents", icon: "file", load: () => import("./documents.js") },
  live: { label: "nav.live", icon: "live", load: () => import("./live.js") },
  check: { label: "nav.check", icon: "check", load: () => import("./check.js") },
  settings: { label: "nav.settings", icon: "gear", load: () => import("./settings.js") },
};
const offered = Object.keys(VIEWS).filter((name) => boot.views.includes(name));
const narrow = matchMedia("(max-width: 1000px)"); // where the list lies over the middle
const channel = new BroadcastChannel("blackbird");

/** What views may use of the frame. */
const page = {
  boot,
  announce: (text) => ($("#live").textContent = text),
  title: (text) => (document.title = text ? `${text} – ${t("app.name")}` : t("app.name")),
  fail(error) {
    if (error.name === "AbortError") return;
    if (error.code === "away") returning();
    fill($("#trouble"), h("p", {}, error.message), iconButton("close", t("trouble.close"), () => page.calm()));
    $("#trouble").hidden = false;
  },
  calm: () => ($("#trouble").hidden = true),
  /** A first question made a conversation: its address is this page's now. */
  began(conversation) {
    history.pushState(null, "", `/c/${conversation.id}`);
    page.title(conversation.title);
    marked();
  },
  /** Something changed that other tabs show, too. */
  changed(id) {
    page.told(id);
    list.refresh();
  },
  /** Let other tabs know. */
  told: (id) => channel.postMessage({ id }),
  /** Nothing was asked here yet. */
  newcomer: () => thread.newcomer(offered.includes("documents")),
  /** Another model is the one to begin with. */
  chosen(model) {
    boot.model = model;
    thread.composer.model.value = model;
  },
  async keys() {
    const { showKeys } = await import("./keys.js");
    showKeys();
  },
  async prove(view, id) {
    const { prove } = await import("./proof.js");
    prove(page, view, id);
  },
  peek(button, citation) {
    const box = $("#peek");
    if (!button || !citation) {
      box.hidden = true;
      return;
    }
    fill(box, h("q", {}, citation.quote), h("cite", {}, [citation.title || t("proof.untitled"), citation.date].filter(Boolean).join(" · ")));
    box.hidden = false;
    const at = button.getBoundingClientRect();
    const width = box.offsetWidth;
    const above = at.top > box.offsetHeight + 12;
    box.style.insetInlineStart = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    box.style.top = `${above ? at.top - box.offsetHeight - 6 : at.bottom + 6}px`;
  },
  left() {}, // called when the view that is shown makes room for another one
  /** Begin a question with `text`, to be changed before it is sent; it searches `sources`. */
  async ask(text, sources) {
    await page.go("/");
    thread.composer.begin(text, sources);
  },
  go(path) {
    if (path !== location.pathname) history.pushState(null, "", path);
    return route();
  },
};

const list = new List(page);
const thread = new Thread(page);

function frame() {
  const nav = h(
    "nav",
    { id: "side", "aria-label": t("nav.label") },
    h("div.brand", {}, h("a", { href: "/" }, h("img", { src: "/static/icon.svg", alt: "", width: 28, height: 28 }), t("app.name")), iconButton("close", t("nav.close"), () => side(false), { id: "hide" })),
    h("a.new", { href: "/" }, icon("plus"), t("nav.new")),
    list.element,
    h("ul.views", {}, offered.map((name) => h("li", {}, h("a", { href: `/${name}` }, icon(VIEWS[name].icon), t(VIEWS[name].label))))),
  );
  const main = h("main", { id: "main", tabindex: -1 });
  fill(
    $("#page"),
    h("a.skip", { href: "#main", onclick: (event) => (event.preventDefault(), main.focus()) }, t("app.skip")),
    nav,
    h("div.middle", {}, h("header.top", {}, iconButton("menu", t("nav.open"), () => side(true), { id: "show", "aria-controls": "side" }), h("p", { id: "trouble", role: "alert", hidden: true }), h("a.quiet", { id: "begin", href: "/", "aria-label": t("nav.new"), title: t("nav.new") }, icon("plus"))), main),
    h("div", { id: "scrim", onclick: () => side(false) }), // a tap beside the list closes it, and does nothing else
    h("aside", { id: "proof", "aria-label": t("proof.title"), hidden: true }),
    h("div", { id: "peek", hidden: true, "aria-hidden": "true" }),
    h("p.unseen", { id: "live", "aria-live": "polite" }),
  );
}

function side(shown) {
  document.body.classList.toggle("side", shown);
  $(".middle").inert = shown; // what lies below the list is out of reach
  (shown ? $("#side a") : $("#show")).focus();
}

/** Mark the link of what is shown. */
function marked() {
  for (const link of document.querySelectorAll("#side a[href]:not(.brand a)")) {
    if (link.getAttribute("href") === location.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Look whether the server is there again, until it is; then all is read again. */
function returning() {
  clearTimeout(page.looking);
  page.looking = setTimeout(async () => {
    try {
      await api("GET", "/healthz");
    } catch (error) {
      if (error.code === "away") return returning();
    }
    page.calm();
    list.refresh();
    if (thread.id) thread.reload().catch(page.fail);
  }, 2000);
}

let visits = 0;

async function route() {
  page.left();
  page.left = () => {};
  page.calm();
  page.peek(null);
  document.body.classList.remove("side");
  $(".middle").inert = false;
  $("#proof").hidden = true;
  const [, first, id] = location.pathname.split("/");
  marked();
  const main = $("#main");
  const visit = ++visits;
  try {
    if (offered.includes(first)) {
      page.title(t(VIEWS[first].label));
      thread.leave();
      const view = await (await VIEWS[first].load()).open(page);
      if (visit !== visits) return view.leave?.(); // another view was chosen meanwhile
      page.left = () => view.leave?.();
      fill(main, view);
      main.focus();
      return;
    }
    if (!main.contains(thread.element)) fill(main, thread.element);
    page.title("");
    if (first === "" || first === "c") await thread.show(first === "c" ? id : null);
    else page.fail(new Error(t("error.gone")));
  } catch (error) {
    page.fail(error);
    if (first === "c" && error.status === 404) await thread.show(null);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.hasAttribute("data-plain") || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.hash) return;
  event.preventDefault();
  page.go(url.pathname);
});

// A menu is closed by a press anywhere else.
document.addEventListener("pointerdown", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    if (composing(event)) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    if (!$("#proof").hidden) $("#proof header button:last-of-type").click();
    else if (document.body.classList.contains("side")) side(false);
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    $("#question")?.focus();
  } else if (event.key === "?" && !typing) {
    event.preventDefault();
    page.keys();
  } else if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (narrow.matches) side(true);
    list.search.focus();
  }
});

// A file that is let fall anywhere is a document; without this it would replace the page.
const holdsFiles = (event) => offered.includes("documents") && event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
addEventListener("drop", (event) => {
  if (event.defaultPrevented || !holdsFiles(event)) return;
  event.preventDefault();
  page.dropped = [...event.dataTransfer.files];
  page.go("/documents");
});

addEventListener("popstate", route);
channel.onmessage = ({ data }) => {
  list.refresh();
  if (data.id && data.id === thread.id) thread.reload().catch((error) => (error.status === 404 ? page.go("/") : page.fail(error)));
};
// Another browser may have gone on meanwhile; whoever comes back sees how things stand.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  list.refresh();
  if (thread.id) thread.reload().catch((error) => error.status === 404 || page.fail(error));
});

frame();
route();
list.refresh();
