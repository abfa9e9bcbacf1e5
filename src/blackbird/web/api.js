// The one way to the server. Every failure becomes a Failure that says what to do next.

import { t, told } from "./words.js";

export class Failure extends Error {
  constructor(code, message, status = 0) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Ask the server; gives the JSON it sends. Raises Failure. */
export async function api(method, path, body, { raw = false, signal } = {}) {
  const options = { method, signal, headers: {} };
  if (body !== undefined) {
    options.body = raw ? body : JSON.stringify(body);
    options.headers["content-type"] = raw ? "application/octet-stream" : "application/json";
  }
  return read(await reached(fetch(path, options)));
}

/** What a promise of the network gives; its failure in our words. */
async function reached(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("away", t("error.away"));
  }
}

/** The JSON of a reply. */
async function read(reply) {
  let data = null;
  try {
    data = await reply.json();
  } catch {
    throw new Failure("unreadable", t("error.unreadable", { status: reply.status }), reply.status);
  }
  if (!reply.ok) throw refused(data?.error, reply.status);
  return data;
}

function refused(error, status) {
  return new Failure(error?.code ?? "error", told(error), status);
}

const LAST = new Set(["answer", "result", "failed", "stopped"]);

/**
 * Follow a run of `path` from its beginning. `tell(event)` gets each event once and in order, also when
 * the connection breaks and comes back; `lost(true)` says that it is broken now.
 * Returns a function that stops following (not the run).
 */
export function follow(path, tell, lost) {
  let seen = -1;
  let source = null;
  let timer = 0;
  let ended = false;

  function connect() {
    source = new EventSource(`${path}/events?after=${seen}`);
    source.onopen = () => lost(false);
    source.onmessage = (message) => {
      const number = Number(message.lastEventId);
      if (number <= seen) return;
      seen = number;
      const event = JSON.parse(message.data);
      if (event.error && !event.type) event.type = "failed";
      if (LAST.has(event.type)) close();
      tell(event);
    };
    source.onerror = () => {
      source.close();
      if (ended) return;
      lost(true);
      timer = setTimeout(connect, 1500);
    };
  }

  function close() {
    ended = true;
    clearTimeout(timer);
    source.close();
  }

  connect();
  return close;
}
