// Every text of the page, in one table: a test fails if a language lacks one.

export const WORDS = {
  "app.name": { en: "Blackbird", ja: "Blackbird" },
  "app.skip": { en: "Skip to the content", ja: "本文へ移動" },
  "nav.label": { en: "Conversations and views", ja: "会話と画面" },
  "nav.new": { en: "New question", ja: "新しい質問" },
  "nav.search": { en: "Search conversations", ja: "会話を検索" },
  "nav.documents": { en: "Documents", ja: "文書" },
  "nav.live": { en: "Live", ja: "ライブ" },
  "nav.check": { en: "Fact-check", ja: "ファクトチェック" },
  "nav.settings": { en: "Settings", ja: "設定" },
  "nav.open": { en: "Show the list of conversations", ja: "会話の一覧を表示" },
  "nav.close": { en: "Hide the list of conversations", ja: "会話の一覧を隠す" },
  "nav.none": { en: "Nothing was asked yet.", ja: "まだ質問はありません。" },
  "nav.nothing": { en: "No conversation holds “{text}”.", ja: "「{text}」を含む会話はありません。" },
  "nav.more": { en: "Show older ones", ja: "さらに表示" },
  "talk.rename": { en: "Rename", ja: "名前を変更" },
  "talk.delete": { en: "Delete", ja: "削除" },
  "talk.markdown": { en: "Save as Markdown", ja: "Markdownで保存" },
  "talk.json": { en: "Save as JSON", ja: "JSONで保存" },
  "talk.more": { en: "What can be done with this conversation", ja: "この会話の操作" },
  "talk.title": { en: "Title of the conversation", ja: "会話の名前" },
  "talk.sure": {
    en: "Delete “{title}” with its questions, answers and quotes? This cannot be undone.",
    ja: "「{title}」を質問、回答、引用ごと削除しますか？元には戻せません。",
  },
  "hello.title": { en: "What would you like to know?", ja: "何をお調べしますか？" },
  "hello.text": {
    en: "Blackbird searches your documents, answers with quotes, and checks every sentence against them.",
    ja: "Blackbirdは手元の文書を調べ、引用を添えて答え、一文ずつ根拠と照らし合わせます。",
  },
  "hello.none": { en: "There is nothing to search yet. Drop files on this page, or add them here:", ja: "検索できる文書がまだありません。この画面にファイルをドロップするか、こちらから追加してください：" },
  "ask.label": { en: "Your question", ja: "質問" },
  "ask.placeholder": { en: "Ask something", ja: "質問を入力" },
  "ask.on": { en: "Ask a follow-up", ja: "続けて質問" },
  "ask.send": { en: "Ask", ja: "送信" },
  "ask.stop": { en: "Stop", ja: "停止" },
  "ask.options": { en: "Report, sources, model, time", ja: "レポート・情報源・モデル・期間" },
  "ask.sources": { en: "Search in", ja: "検索先" },
  "ask.model": { en: "Model", ja: "モデル" },
  "ask.since": { en: "From", ja: "開始日" },
  "ask.deep": { en: "Report", ja: "レポート" },
  "ask.deep.about": { en: "Takes the question apart, looks up each part, and looks for the opposite. Takes minutes.", ja: "質問を項目に分けて一つずつ調べ、反対の情報も探します。数分かかります。" },
  "ask.until": { en: "Until", ja: "終了日" },
  "ask.keys": { en: "Enter asks, Shift and Enter starts a new line.", ja: "Enterで送信、Shift+Enterで改行します。" },
  "keys.title": { en: "Keyboard", ja: "キーボード操作" },
  "keys.ask": { en: "Ask", ja: "質問を送信" },
  "keys.line": { en: "Begin a new line", ja: "改行" },
  "keys.field": { en: "Go to the question", ja: "質問欄へ移動" },
  "keys.search": { en: "Search conversations", ja: "会話を検索" },
  "keys.close": { en: "Close what is open", ja: "開いているものを閉じる" },
  "keys.list": { en: "Show this list", ja: "この一覧を表示" },
  "keys.all": { en: "All keys", ja: "キーの一覧" },
  "source.documents": { en: "Documents", ja: "文書" },
  "source.posts": { en: "Live posts", ja: "投稿" },
  "source.web": { en: "Web", ja: "ウェブ" },
  "model.mini": { en: "quick", ja: "高速" },
  "model.full": { en: "better, three times slower", ja: "高精度（所要時間は約3倍）" },
  "model.tiny": { en: "for small machines", ja: "性能の低いコンピューター向け" },
  "turn.you": { en: "You asked", ja: "質問" },
  "turn.answer": { en: "Answer", ja: "回答" },
  "turn.edit": { en: "Edit the question", ja: "質問を編集" },
  "turn.save": { en: "Ask this instead", ja: "この質問で答え直す" },
  "turn.cancel": { en: "Cancel", ja: "キャンセル" },
  "turn.again": { en: "Answer again", ja: "回答を作り直す" },
  "turn.copy": { en: "Copy the answer", ja: "回答をコピー" },
  "turn.copied": { en: "Copied.", ja: "コピーしました。" },
  "turn.end": { en: "To the end of the answer", ja: "回答の末尾へ" },
  "turn.with": { en: "Answer again with another model", ja: "別のモデルで回答を作り直す" },
  "turn.code": { en: "Copy the code", ja: "コードをコピー" },
  "turn.uncopied": { en: "The browser did not allow copying.", ja: "ブラウザーがコピーを許可しませんでした。" },
  "turn.proof": { en: "Sources and proof", ja: "情報源と根拠" },
  "turn.version": { en: "Version {n} of {of}", ja: "{of}件中{n}件目" },
  "turn.earlier": { en: "Earlier version", ja: "前の版" },
  "turn.later": { en: "Later version", ja: "次の版" },
  "step.waiting": { en: "Waiting for its turn", ja: "順番を待っています" },
  "step.planned": { en: "Understood as: {text}", ja: "質問の解釈：{text}" },
  "step.understood": { en: "Understood", ja: "質問を解釈しました" },
  "step.searched": { en: "{source}: {hits} {hits|passage|passages} in {ms} ms", ja: "{source}：{hits}件（{ms}ミリ秒）" },
  "step.failed": { en: "{source} could not be searched: {message}", ja: "{source}を検索できませんでした：{message}" },
  "step.evidence": { en: "{n} {n|sentence|sentences} picked as evidence", ja: "根拠として{n}文を選択" },
  "step.queries": { en: "Searched for: {text}", ja: "検索語句：{text}" },
  "step.model": { en: "Written by {model}", ja: "使用モデル：{model}" },
  "step.part": { en: "Part {n} of {of}: {text}", ja: "項目{n}／{of}：{text}" },
  "step.writing": { en: "Writing", ja: "回答を作成中" },
  "step.checking": { en: "{n} {n|sentence|sentences} checked", ja: "{n}文を確認済み" },
  "step.done": { en: "Answered in {s} s", ja: "{s}秒で回答" },
  "step.stopped": { en: "Stopped", ja: "停止しました" },
  "step.broken": { en: "Broke off", ja: "中断しました" },
  "mark.supported": { en: "supported by the evidence", ja: "裏付けあり" },
  "mark.refuted": { en: "contradicted by the evidence", ja: "根拠と矛盾" },
  "mark.not_enough_info": { en: "the evidence does not settle it", ja: "根拠からは判断できない" },
  "mark.not_a_claim": { en: "no claim", ja: "主張ではない" },
  "mark.not_checked": { en: "not checked", ja: "未確認" },
  "mark.draft": { en: "draft, not checked yet", ja: "下書き（未確認）" },
  "mark.score": { en: "{label} (probability {score})", ja: "{label}（確率{score}）" },
  "mark.missed": { en: "holds, but does not answer the question", ja: "内容は裏付けられるが、質問の答えではない" },
  "mark.outweighed": { en: "more independent sources say otherwise", ja: "独立した、より多くの情報源の内容と異なる" },
  "mark.repaired": { en: "quoted from its evidence", ja: "根拠からの引用" },
  "answer.established": { en: "Could not be established", ja: "確かめられませんでした" },
  "answer.unchecked": {
    en: "This is a task or small talk: nothing was searched and nothing checked.",
    ja: "作業の依頼または雑談のため、検索も確認もしていません。",
  },
  "answer.left": { en: "Drafted, but left out of the answer", ja: "下書きから外した文" },
  "answer.disputed": { en: "Disputed", ja: "情報源の食い違い" },
  "answer.for": { en: "For it", ja: "肯定する情報源" },
  "answer.independent": { en: "{n} independent {n|source|sources}", ja: "独立した情報源{n}件" },
  "answer.against": { en: "Against it", ja: "否定する情報源" },
  "answer.notes": { en: "What could not be reached or established", ja: "確認できなかったこと" },
  "answer.ready": { en: "The answer is ready: {text}", ja: "回答が完成しました：{text}" },
  "answer.count": { en: "{n} {label}", ja: "{label}：{n}文" },
  "answer.stopped_report": {
    en: "You stopped this report. What was checked by then stands above; “Answer again” goes on from there.",
    ja: "レポートを停止しました。それまでに確認した文を表示しています。「回答を作り直す」で続きから調べます。",
  },
  "answer.stopped": { en: "You stopped this answer. What was checked by then stands above.", ja: "回答を停止しました。それまでに確認した文を表示しています。" },
  "answer.failed": { en: "The answer broke off: {message}", ja: "回答が中断しました：{message}" },
  "answer.writing": { en: "The answer is being written", ja: "回答を作成しています" },
  "cite.label": { en: "Source {id}: {title}", ja: "情報源{id}：{title}" },
  "proof.title": { en: "Proof", ja: "根拠" },
  "proof.close": { en: "Close the proof", ja: "根拠を閉じる" },
  "proof.back": { en: "All sources", ja: "情報源の一覧" },
  "proof.none": { en: "This answer cites nothing.", ja: "この回答に引用はありません。" },
  "proof.text": { en: "Open the kept text", ja: "保存された本文を開く" },
  "proof.source": { en: "Open the source", ja: "元の情報源を開く" },
  "proof.supports": { en: "Supports", ja: "支持" },
  "proof.refutes": { en: "Contradicts", ja: "矛盾" },
  "proof.cited": { en: "Cited", ja: "引用" },
  "proof.kept": { en: "Read {date} · SHA-256 {hash}", ja: "取得日時 {date}・SHA-256 {hash}" },
  "proof.undated": { en: "undated", ja: "日付なし" },
  "proof.untitled": { en: "Untitled", ja: "無題" },
  "proof.before": { en: "Show more before", ja: "前の部分を表示" },
  "proof.after": { en: "Show more after", ja: "続きを表示" },
  "proof.loading": { en: "Opening the text", ja: "本文を開いています" },
  "documents.drop": { en: "Drop files here, or choose them", ja: "ファイルをドロップするか、クリックして選択" },
  "documents.kinds": { en: "PDF, Word, Markdown, text, HTML, JSONL; up to 64 MB each. They stay on this machine.", ja: "PDF、Word、Markdown、テキスト、HTML、JSONL（1ファイル64MBまで）。このコンピューターの外には送信されません。" },
  "documents.search": { en: "Search by title or address", ja: "タイトルやアドレスで検索" },
  "documents.count": { en: "{n} {n|document|documents}, {passages} {passages|passage|passages}", ja: "文書{n}件、{passages}段落" },
  "documents.passages": { en: "{n} {n|passage|passages}", ja: "{n}段落" },
  "documents.none": { en: "There is no document yet. What you drop above can be asked about at once.", ja: "文書はまだありません。上に追加した文書について、すぐに質問できます。" },
  "documents.nothing": { en: "No document is called “{text}”.", ja: "「{text}」に一致する文書はありません。" },
  "documents.remove": { en: "Remove “{title}”", ja: "「{title}」を削除" },
  "documents.removed": { en: "“{title}” was removed.", ja: "「{title}」を削除しました。" },
  "documents.sure": {
    en: "Remove “{title}”? Answers keep their quotes of it, but its text can no longer be opened. The file it was read from stays.",
    ja: "「{title}」を削除しますか？回答中の引用は残りますが、本文は開けなくなります。元のファイルは削除されません。",
  },
  "documents.readings": { en: "Files being read", ja: "読み込み中のファイル" },
  "documents.waiting": { en: "waiting", ja: "待機中" },
  "documents.reading": { en: "reading, {share} %", ja: "読み込み中（{share}%）" },
  "documents.done": { en: "read: {n} {n|passage|passages}", ja: "読み込み完了（{n}段落）" },
  "documents.stopped": { en: "given up; nothing of it was stored", ja: "中止しました（何も保存していません）" },
  "documents.failed": { en: "could not be read", ja: "読み込めませんでした" },
  "documents.stop": { en: "Give up reading {name}", ja: "{name}の読み込みを中止" },
  "documents.problems": { en: "{n} {n|part|parts} could not be used", ja: "読み込めなかった部分：{n}件" },
  "check.label": { en: "Text or address to check", ja: "チェックする文章またはアドレス" },
  "check.options": { en: "Sources, time", ja: "情報源・期間" },
  "check.hint": {
    en: "Paste a text of up to 20,000 characters, or the address of a page. Each of its claims is checked against your sources.",
    ja: "2万字までの文章、またはページのアドレスを貼り付けてください。含まれる主張を一つずつ情報源と照らし合わせます。",
  },
  "check.start": { en: "Check", ja: "チェックする" },
  "check.stop": { en: "Stop", ja: "停止" },
  "check.claims": { en: "Claims of the text", ja: "文章に含まれる主張" },
  "check.page": { en: "Reading the page", ja: "ページを読み込んでいます" },
  "check.fetched": { en: "read {date}", ja: "取得日時 {date}" },
  "check.reading": { en: "Reading the text", ja: "文章を読み込んでいます" },
  "check.lost": { en: "The connection is lost. The check goes on; trying again…", ja: "接続が切れました。チェックは続いています。再接続しています…" },
  "check.progress": { en: "{n} of {of} checked", ja: "{of}件中{n}件を確認済み" },
  "check.sentence": { en: "In the text: {text}", ja: "原文：{text}" },
  "check.count": { en: "{n} {label}", ja: "{label}：{n}件" },
  "check.done": { en: "Checked in {s} s · {counts}", ja: "{s}秒で確認完了・{counts}" },
  "check.stopped": { en: "Stopped: {n} of {of} checked", ja: "停止しました（{of}件中{n}件を確認済み）" },
  "check.broken": { en: "Broke off: {n} of {of} checked", ja: "中断しました（{of}件中{n}件を確認済み）" },
  "web.title": { en: "The web", ja: "ウェブ" },
  "web.question": { en: "May Blackbird read pages of the web, and search it for you?", ja: "ウェブページの読み込みとウェブ検索を許可しますか？" },
  "web.leaves": {
    en: "Searching sends your question to search engines. Reading a page tells its server that this machine reads it, and your name server which site it is. Nothing else of yours is sent: no cookie, no document. Nothing is sent unless you ask for the web.",
    ja: "検索すると、質問が検索エンジンに送られます。ページを読み込むと、そのサーバーにはこのコンピューターからの読み込みが、ネームサーバーにはサイト名が伝わります。Cookieや文書など、ほかの情報は送りません。ウェブを選ばない限り、何も送りません。",
  },
  "web.once": { en: "You are asked only once. It can be changed in the settings.", ja: "確認は一度だけです。設定でいつでも変更できます。" },
  "web.yes": { en: "Allow", ja: "許可する" },
  "web.no": { en: "Do not allow", ja: "許可しない" },
  "web.off": { en: "The web is not allowed, so the page was not read. Allow it in the settings, or paste the text of the page.", ja: "ウェブの利用が許可されていないため、ページを読み込みませんでした。設定で許可するか、ページの文章を貼り付けてください。" },
  "web.off.asked": { en: "The web is not allowed, so it was not searched. Allow it in the settings, or choose other sources.", ja: "ウェブの利用が許可されていないため、検索しませんでした。設定で許可するか、ほかの情報源を選んでください。" },
  "web.said.yes": { en: "The web is allowed.", ja: "ウェブを許可しました。" },
  "web.said.no": { en: "The web is not allowed.", ja: "ウェブを許可しませんでした。" },
  "error.away": {
    en: "The server does not answer. Start it again with “blackbird serve”; nothing you typed is lost.",
    ja: "サーバーが応答しません。「blackbird serve」で再起動してください。入力内容は失われません。",
  },
  "trouble.close": { en: "Close", ja: "閉じる" },
  "error.unreadable": { en: "The server sent something unreadable ({status}).", ja: "サーバーの応答を解釈できませんでした（{status}）。" },
  "error.unknown": { en: "The server refused without saying why.", ja: "サーバーが理由を示さずにリクエストを拒否しました。" },
  "error.lost": { en: "The connection is lost. The answer goes on; trying again…", ja: "接続が切れました。回答は続いています。再接続しています…" },
  "error.gone": { en: "There is nothing at this address.", ja: "このアドレスにはページがありません。" },
  "fault.error": { en: "{text}", ja: "エラーが発生しました：{text}" },
  "fault.usage": { en: "{text}", ja: "この操作はできません：{text}" },
  "fault.unknown_name": { en: "{text}", ja: "その名前はありません：{text}" },
  "fault.not_found": { en: "{text}", ja: "見つかりません：{text}" },
  "fault.bad_input": { en: "{text}", ja: "入力内容を使用できません：{text}" },
  "fault.settings": { en: "{text}", ja: "設定の値が正しくありません：{text}" },
  "fault.model": { en: "{text}", ja: "モデルが動作しませんでした：{text}" },
  "fault.model_missing": { en: "{text}", ja: "モデルがまだありません：{text}" },
  "fault.model_not_found": { en: "{text}", ja: "そのモデルはありません：{text}" },
  "fault.model_corrupt": { en: "{text}", ja: "モデルのファイルが壊れています：{text}" },
  "fault.model_crashed": { en: "{text}", ja: "モデルのプロセスが終了しました：{text}" },
  "fault.model_timeout": { en: "{text}", ja: "モデルが時間内に応答しませんでした：{text}" },
  "fault.model_refused": { en: "{text}", ja: "モデルのサーバーがエラーを返しました：{text}" },
  "fault.storage": { en: "{text}", ja: "データを読み書きできません：{text}" },
  "fault.disk_full": { en: "{text}", ja: "ディスクの空き容量が足りません：{text}" },
  "fault.busy": { en: "{text}", ja: "ほかのプロセスが書き込み中です：{text}" },
  "fault.schema_too_new": { en: "{text}", ja: "データが新しいバージョンで作成されています：{text}" },
  "fault.source": { en: "{text}", ja: "情報源の一つで検索に失敗しました：{text}" },
  "fault.overloaded": { en: "{text}", ja: "サーバーが混み合っています：{text}" },
  "fault.network": { en: "{text}", ja: "そのアドレスに接続できません：{text}" },
  "fault.address_refused": { en: "{text}", ja: "そのアドレスは読み込みません：{text}" },
  "fault.page_unreadable": { en: "{text}", ja: "そのページは読めません：{text}" },
  "fault.consent_needed": { en: "{text}", ja: "ウェブの利用が許可されていません：{text}" },
  "fault.timeout": { en: "{text}", ja: "リクエストが時間内に届きませんでした：{text}" },
  "fault.too_large": { en: "{text}", ja: "大きすぎます：{text}" },
  "fault.parse_failed": { en: "{text}", ja: "この文書は読み取れません：{text}" },
  "fault.feed_failed": { en: "{text}", ja: "フィードを受信できません：{text}" },
  "fault.foreign_host": { en: "{text}", ja: "このアドレスからは利用できません：{text}" },
  "fault.foreign_origin": { en: "{text}", ja: "ほかのサイトのページからは利用できません：{text}" },
  "fault.refused": { en: "{text}", ja: "リクエストが受け付けられませんでした：{text}" },
  "fault.interrupted": { en: "{text}", ja: "回答の途中でサーバーが終了しました：{text}" },
};

let language = "en";

/** Take over the texts of a view that is loaded later. */
export function learn(more) {
  Object.assign(WORDS, more);
}

/** Speak `code` if the table has it. */
export function speak(code) {
  language = code === "ja" ? "ja" : "en";
  document.documentElement.lang = language;
  return language;
}

/** The language of the page now. */
export const spoken = () => language;

/** The text called `key`, with its {places} filled; {n|one|several} chooses by the value of n. */
export function t(key, values = {}) {
  const entry = WORDS[key];
  if (!entry) throw new Error(`No text is called ${key}`);
  const place = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;
  return entry[language].replace(place, (_, name, one, several) => (several === undefined ? String(values[name] ?? "") : values[name] === 1 ? one : several));
}

/** What an error of the server says: its kind in this language, its own words behind. */
export function told(error) {
  const text = [error?.message, error?.hint].filter(Boolean).join(" ");
  if (!text) return t("error.unknown");
  return WORDS[`fault.${error.code}`] ? t(`fault.${error.code}`, { text }) : text;
}

/** A moment as people of this language write it. */
export function moment(iso, style = { dateStyle: "medium", timeStyle: "short" }) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(language, style).format(date);
}

/** Bytes as download pages count them. */
export function size(bytes) {
  const [unit, one, digits] = bytes >= 1e9 ? ["gigabyte", 1e9, 2] : bytes >= 1e6 ? ["megabyte", 1e6, 0] : ["kilobyte", 1e3, 0];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(bytes / one);
}
