// One fact-check on the server: begun here, or found again after a reload.

import { Failure, api, follow } from "./api.js";
import { kept, keptText } from "./dom.js";
import { told } from "./words.js";

const KEY = "checking";

/** Begin a check of what `body` says; `text` is what the field holds. Gives what `hear` needs. Raises Failure. */
export async function begin(body, text) {
  const { id } = await api("POST", "/api/checks", body);
  const checking = { id, text };
  kept(KEY, JSON.stringify(checking));
  return checking;
}

/** The check that this tab began last, if there is one. */
export function before() {
  try {
    return JSON.parse(keptText(KEY));
  } catch {
    return null;
  }
}

/**
 * Hear a check to its end: `tell(event)` gets each event, `lost(true)` says that the connection
 * is broken. Aborting `signal` ends the check. Raises Failure, and AbortError when it was stopped.
 */
export function hear(checking, tell, lost, signal) {
  const path = `/api/checks/${encodeURIComponent(checking.id)}`;
  return new Promise((done, fail) => {
    const close = follow(
      path,
      (event) => {
        if (event.type === "stopped") fail(new DOMException("", "AbortError"));
        else if (event.type === "failed") fail(new Failure(event.error.code, told(event.error)));
        else tell(event);
        if (event.type === "result") done();
      },
      lost,
    );
    const end = () => {
      api("DELETE", path).catch(() => {}); // it ends by itself, sooner or later
      close();
      fail(new DOMException("", "AbortError"));
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}
