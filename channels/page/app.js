// The plain web chat: signs in, streams answers, picks a lost stream up again.
// Whatever comes from outside is put in as text, never as markup.

const API = "/api/v1";
const RETRIES = 5;

const EXAMPLES = {
  "": [
    ["en", "What is the price of onion in Nashik?"],
    ["hi", "कल कितनी बिक्री हुई?"],
    ["hi-Latn", "aaj aloo ka bhav kya hai?"],
    ["en", "Which products sold best last month?"],
  ],
  en: [
    ["en", "What is the price of onion in Nashik?"],
    ["en", "How much did we sell yesterday?"],
    ["en", "How much rice is left?"],
    ["en", "Sold 2 kg sugar at 45 rupees a kilo"],
  ],
  hi: [
    ["hi", "नासिक में प्याज का भाव क्या है?"],
    ["hi", "कल कितनी बिक्री हुई?"],
    ["hi", "चावल कितना बचा है?"],
    ["hi", "2 किलो चीनी 45 रुपये किलो बेची"],
  ],
  "hi-Latn": [
    ["hi-Latn", "Nashik mein pyaaz ka bhav kya hai?"],
    ["hi-Latn", "kal kitni bikri hui?"],
    ["hi-Latn", "chawal kitna bacha hai?"],
    ["hi-Latn", "2 kilo cheeni 45 rupaye kilo bechi"],
  ],
};

const WORDS = {
  en: { yes: "Yes", no: "No", wait: "Looking…", demo: "Demo data", own: "Your own ledger", documents: "Your paper", model: "Worked out from it", good: "Helpful", check: "Check this bill", large: "It takes longer. Ask again in a minute.", bad: "Not helpful", lost: "The connection was lost. Please send it again." },
  hi: { yes: "हाँ", no: "नहीं", wait: "देख रही हूँ…", demo: "डेमो डेटा", own: "आपका खाता", documents: "आपका कागज़", model: "उससे लगाया हिसाब", good: "काम का", check: "यह बिल जाँचो", large: "समय लग रहा है। थोड़ी देर में फिर पूछिए।", bad: "काम का नहीं", lost: "कनेक्शन टूट गया। कृपया फिर से भेजें।" },
  "hi-Latn": { yes: "Haan", no: "Nahin", wait: "Dekh rahi hoon…", demo: "Demo data", own: "Aapka khata", documents: "Aapka kaagaz", model: "Usse lagaya hisaab", good: "Kaam ka", check: "Yeh bill jaancho", large: "Samay lag raha hai. Thodi der mein phir poochhiye.", bad: "Kaam ka nahin", lost: "Connection toot gaya. Kripya phir se bhejein." },
};

const find = (id) => document.getElementById(id);
const kept = {
  get: (name) => sessionStorage.getItem(name),
  set: (name, value) => (value == null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, value)),
};
let conversation = kept.get("conversation");
let busy = false;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child != null));
  return made;
}

// --- who ---------------------------------------------------------------------------------------

async function problemOf(response) {
  const body = await response.json().catch(() => null);
  return (body && (body.detail || body.title)) || `The server answered ${response.status}.`;
}

function keepTokens(tokens) {
  kept.set("access", tokens.access_token);
  kept.set("refresh", tokens.refresh_token);
}

async function signIn(username, password) {
  const body = new URLSearchParams({ grant_type: "password", username, password });
  const response = await fetch(`${API}/auth/token`, { method: "POST", body });
  if (!response.ok) throw new Error(await problemOf(response));
  keepTokens(await response.json());
}

async function refreshed() {
  const token = kept.get("refresh");
  if (!token) return false;
  const response = await fetch(`${API}/auth/refresh`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: token }),
  });
  if (!response.ok) return false;
  keepTokens(await response.json());
  return true;
}

async function call(path, options = {}) {
  const attempt = () =>
    fetch(API + path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${kept.get("access")}` } });
  const response = await attempt();
  if (response.status !== 401) return response;
  if (await refreshed()) return attempt();
  leave();
  return response;
}

function post(path, body) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

function leave() {
  const token = kept.get("refresh");
  if (token) {
    const body = new URLSearchParams({ token });
    fetch(`${API}/auth/revoke`, { method: "POST", body }).catch(() => {});
  }
  for (const name of ["access", "refresh", "conversation"]) kept.set(name, null);
  conversation = null;
  find("talk").replaceChildren();
  showDoor();
}

function showDoor() {
  find("room").hidden = true;
  find("leave").hidden = true;
  find("door").hidden = false;
  find("login").focus();
}

async function enter() {
  const response = await call("/store/profile");
  if (!response.ok) {
    showDoor();
    return;
  }
  const profile = await response.json();
  const shop = profile.store;
  find("shop").textContent = shop ? [shop.name, shop.place].filter(Boolean).join(" · ") : profile.tenant_name;
  find("demo-badge").hidden = !profile.demo;
  find("door").hidden = true;
  find("room").hidden = false;
  find("leave").hidden = false;
  showExamples();
  find("message").focus();
}

// --- one turn ----------------------------------------------------------------------------------

function chosenLanguage() {
  return document.querySelector("input[name=language]:checked").value;
}

function words(language) {
  return WORDS[language] || WORDS[chosenLanguage()] || WORDS.en;
}

function languageTag(reply) {
  return reply.language === "en" ? "en" : reply.script === "Latn" ? `${reply.language}-Latn` : reply.language;
}

async function send(text, shown = text, papers = []) {
  if (busy || !text.trim()) return;
  hold(true);
  find("start").hidden = true;
  for (const old of document.querySelectorAll(".options")) old.remove();
  say("me", element("p", { className: "words", textContent: shown }));
  const bubble = say("saathi", element("p", { className: "words waiting", textContent: words().wait }));
  const turn = { bubble, text: "", runId: null, last: 0, over: false };
  const messageId = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now();
  const body = { message: text, message_id: messageId };
  if (conversation) body.conversation_id = conversation;
  if (papers.length) body.document_ids = papers;
  if (chosenLanguage()) body.context = { language: chosenLanguage() };
  try {
    await follow(turn, body);
  } catch (error) {
    showProblem(turn, error.message);
  } finally {
    hold(false);
    find("message").focus();
  }
}

function hold(now) {
  busy = now;
  for (const name of ["send", "bill"]) find(name).disabled = now;
}

// A bill goes up first and is asked about then, with whatever she has typed, or with a word of ours.
async function give(file) {
  if (busy) return;
  hold(true);
  const body = new FormData();
  body.append("file", file);
  let paper = null;
  try {
    const response = await call("/documents", { method: "POST", body });
    if (!response.ok) throw new Error(await problemOf(response));
    paper = await response.json();
    if (paper.status !== "done") throw new Error(words().large);
  } catch (error) {
    find("start").hidden = true;
    say("me", element("p", { className: "words", textContent: file.name }));
    showProblem({ bubble: say("saathi", element("p", { className: "words" })) }, error.message);
    return;
  } finally {
    hold(false);
  }
  const typed = find("message").value.trim();
  find("message").value = "";
  const text = typed || words().check;
  await send(text, `${file.name}\n${text}`, [paper.document_id]);
}

// Reads the stream to its end; a lost one is picked up where it broke off, never asked twice.
async function follow(turn, body) {
  for (let attempt = 0; attempt <= RETRIES; attempt += 1) {
    try {
      const response = turn.runId
        ? await call(`/chat/runs/${turn.runId}/events`, { headers: { "Last-Event-ID": String(turn.last) } })
        : await post("/chat/stream", body);
      if (!response.ok) {
        showProblem(turn, await problemOf(response));
        return;
      }
      await read(response.body, (event) => take(turn, event));
    } catch {
      // the network broke off; what was missed is read below
    }
    if (turn.over) return;
    await new Promise((resume) => setTimeout(resume, 300 * 2 ** attempt));
  }
  showProblem(turn, words().lost);
}

async function read(stream, onEvent) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replace(/\r\n/g, "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      if (event.data) onEvent(event);
    }
  }
}

function parse(block) {
  const event = { id: null, event: "message", data: "" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^([^:]*): ?(.*)$/.exec(line) || [];
    if (name === "data") event.data += (event.data ? "\n" : "") + value;
    else if (name === "id" || name === "event") event[name] = value;
  }
  return event;
}

function take(turn, event) {
  const data = JSON.parse(event.data);
  turn.runId = data.run_id || turn.runId;
  turn.last = Number(event.id) || turn.last;
  if (event.event === "token") {
    turn.text += data.text || "";
    setWords(turn.bubble, turn.text);
  } else if (event.event === "final") {
    turn.over = true;
    finish(turn, data);
  } else if (event.event === "error") {
    showProblem(turn, data.detail || data.title);
  }
}

// --- what is shown -----------------------------------------------------------------------------

function say(who, ...children) {
  const name = element("span", { className: "unseen", textContent: who === "me" ? "You: " : "Haat Saathi: " });
  const line = element("li", { className: who }, name, ...children);
  find("talk").append(line);
  showLast();
  return line;
}

function showLast() {
  const talk = find("talk");
  talk.scrollTop = talk.scrollHeight;
}

function setWords(bubble, text, tag) {
  const place = bubble.querySelector(".words");
  place.classList.remove("waiting");
  place.textContent = text;
  if (tag) place.lang = tag;
  showLast();
}

function showProblem(turn, text) {
  turn.over = true;
  turn.bubble.querySelector(".words").remove();
  turn.bubble.append(element("p", { className: "problem", textContent: text }));
  find("announce").textContent = text;
  showLast();
}

function finish(turn, reply) {
  conversation = reply.conversation_id;
  kept.set("conversation", conversation);
  const tag = languageTag(reply.reply);
  setWords(turn.bubble, reply.reply.text, tag);
  turn.bubble.append(...[options(reply, tag), sources(reply, tag), opinion(reply, tag)].filter(Boolean));
  find("announce").lang = tag;
  find("announce").textContent = reply.reply.text;
  showLast();
}

function options(reply, tag) {
  const need = reply.needs_input;
  if (!need) return null;
  let offered = need.options;
  if (!offered.length && need.kind === "confirm") {
    offered = [words(tag).yes, words(tag).no].map((word) => ({ label: word, value: word }));
  }
  if (!offered.length) return null;
  const buttons = offered.map(({ label, value }) => {
    const button = element("button", { type: "button", textContent: label });
    button.addEventListener("click", () => send(value, label));
    return button;
  });
  return element("div", { className: "options", role: "group" }, ...buttons);
}

function sources(reply, tag) {
  const lines = new Map();
  let demo = false;
  for (const { result } of reply.tool_calls) {
    demo = demo || Boolean(result.demo);
    for (const source of result.sources || []) lines.set(`${source.name}|${source.as_of}`, source);
  }
  for (const cited of reply.citations) lines.set(cited.id, { name: `${cited.title}, ${cited.locator}`, as_of: cited.as_of });
  if (!lines.size && !demo) return null;
  // Her own books and the methods go by codes such as negative_binomial: she is told what they are. A published source keeps its name.
  const named = ({ kind, name }) => (words(tag)[name] || (kind === "own" || /^[a-z_]+$/.test(name) ? words(tag)[kind] || name : name));
  const told = [...lines.values()].map((source) => [named(source), source.as_of].filter(Boolean).join(" · "));
  const rows = [...new Set(told)].map((line) => element("li", { textContent: line }));
  const badge = demo ? element("li", {}, element("span", { className: "badge", textContent: words(tag).demo })) : null;
  return element("ul", { className: "from" }, ...rows, badge);
}

function opinion(reply, tag) {
  const row = element("div", { className: "opinion", role: "group" });
  for (const [thumb, sign, name] of [["up", "👍", words(tag).good], ["down", "👎", words(tag).bad]]) {
    const button = element("button", { type: "button", textContent: sign, title: name });
    button.setAttribute("aria-label", name);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", async () => {
      const response = await post("/feedback", { message_id: reply.message_id, thumb }).catch(() => null);
      if (!response || !response.ok) return;
      for (const other of row.children) other.setAttribute("aria-pressed", String(other === button));
    });
    row.append(button);
  }
  return row;
}

function showExamples() {
  const items = EXAMPLES[chosenLanguage()].map(([lang, text]) => {
    const button = element("button", { type: "button", textContent: text, lang });
    button.addEventListener("click", () => send(text));
    return element("li", {}, button);
  });
  find("examples").replaceChildren(...items);
  find("start").hidden = find("talk").childElementCount > 0;
}

// --- the doors ---------------------------------------------------------------------------------

async function through(login, password) {
  find("door-problem").textContent = "";
  try {
    await signIn(login, password);
    await enter();
  } catch (error) {
    find("door-problem").textContent = error.message;
  }
}

find("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  through(find("login").value, find("password").value);
});
find("try-demo").addEventListener("click", () => through("seller@demo", "demo"));
find("leave").addEventListener("click", leave);
find("bill").addEventListener("click", () => find("paper").click());
find("paper").addEventListener("change", () => {
  const [file] = find("paper").files;
  find("paper").value = "";
  if (file) give(file);
});
find("languages").addEventListener("change", showExamples);
find("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = find("message").value;
  if (busy || !text.trim()) return;
  find("message").value = "";
  send(text);
});
find("message").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    find("ask").requestSubmit();
  }
});

fetch("/readyz")
  .then((response) => (response.ok ? response.json() : { demo: false }))
  .catch(() => ({ demo: false }))
  .then((server) => {
    find("try-demo").hidden = !server.demo;
  });
if (kept.get("access")) enter();
else showDoor();
