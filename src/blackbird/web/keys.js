// The keys that do something, in a dialog that ? opens.

import { h, iconButton } from "./dom.js";
import { t } from "./words.js";

const KEYS = [
  ["Enter", "keys.ask"],
  ["Shift + Enter", "keys.line"],
  ["/", "keys.field"],
  ["Ctrl + K", "keys.search"],
  ["Esc", "keys.close"],
  ["?", "keys.list"],
];

/** Show them until Escape or the button closes the dialog; the focus goes back by itself. */
export function showKeys() {
  if (document.querySelector("dialog[open]")) return;
  const rows = KEYS.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(does))));
  const dialog = h(
    "dialog.keyboard",
    { "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h("header", {}, h("h2", { id: "keys-title" }, t("keys.title")), iconButton("close", t("trouble.close"), () => dialog.close())),
    h("dl", {}, rows),
  );
  document.body.append(dialog);
  dialog.showModal();
}
