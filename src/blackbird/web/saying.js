// What the views share: the signs of verdicts, names of sources, an answer as it is spoken and copied.

import { t } from "./words.js";

export const MARKS = { supported: "✓", refuted: "✗", not_enough_info: "?", not_a_claim: "·", not_checked: "–" };

/** What is said of an answer to who cannot see it appear. */
export function spokenAnswer(answer) {
  const counts = Object.keys(MARKS)
    .map((verdict) => [verdict, answer.sentences.filter((s) => s.verdict === verdict).length])
    .filter(([, n]) => n > 0)
    .map(([verdict, n]) => t("answer.count", { n, label: t(`mark.${verdict}`) }));
  return t("answer.ready", { text: `${answer.answer} ${counts.join(", ")}` });
}

/** An answer as text, and below it what its numbers stand for. */
export function withSources(answer) {
  const lines = answer.citations.map((c) => `[${c.id}] ${[c.title || t("proof.untitled"), c.date, c.url].filter(Boolean).join(", ")}`);
  return lines.length ? `${answer.answer}\n\n${lines.join("\n")}\n` : answer.answer;
}

export function sourceName(name) {
  return ["documents", "web", "posts"].includes(name) ? t(`source.${name}`) : name; // engines go by their names
}

/** Whether a sentence is no part of the answer; answers of earlier versions do not say so. */
export const isDropped = (sentence) => sentence.dropped ?? sentence.verdict === "refuted";
