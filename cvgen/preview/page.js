"use strict";
// Shows what the server says. Everything of the CV is put into the page as text, never as HTML.

const $ = (id) => document.getElementById(id);
const places = new Map();   // variant → how far it was scrolled
const pieces = new Map();   // digest of a PDF → the pieces of its pages
let state = {variants: [], problems: [], wrong: false, round: 0};
let chosen = decodeURIComponent(location.hash.slice(1));
let drawing = 0;            // the number of the last drawing: an earlier one that is late is dropped

function element(kind, properties = {}, ...kids) {
  const made = Object.assign(document.createElement(kind), properties);
  made.append(...kids);
  return made;
}

const current = () => state.variants.find((one) => one.name === chosen) ?? state.variants[0];

// --- what the server says

const source = new EventSource("events");
source.onmessage = (event) => {
  state = JSON.parse(event.data);
  show();
};
source.onerror = () => say("cvgen watch has ended, or cannot be reached", true);

function show() {
  const variant = current();
  showTabs(variant);
  showProblems(variant ? variant.problems : state.problems, variant);
  showStatus(variant);
  if (variant?.sheet) {
    document.title = `${variant.sheet.file} – cvgen`;
    draw(variant);
  }
}

function say(text, failed = false) {
  $("status").textContent = text;
  $("status").className = failed ? "failed" : "";
}

function showStatus(variant) {
  const errors = (variant ? variant.problems : state.problems).filter((one) => one.severity === "error").length;
  document.body.dataset.round = state.round;
  if (errors) say(`${errors} ${errors === 1 ? "error" : "errors"}${variant?.sheet ? ": these are the last good pages" : ""}`, true);
  else if (!variant) say("reading…");
  else if (variant.building) say("building…");
  else if (variant.sheet) {
    const pages = variant.sheet.pages.length;
    say([`${pages} ${pages === 1 ? "page" : "pages"}`, variant.sheet.how, `${variant.sheet.seconds.toFixed(2)} s`].filter(Boolean).join(" · "));
  }
  $("pdf").hidden = !variant?.sheet;
  if (variant?.sheet) $("pdf").href = `pdf/${variant.sheet.digest}/${encodeURIComponent(variant.sheet.file)}`;
}

// --- tabs

function showTabs(variant) {
  const names = state.variants.map((one) => one.name);
  const tabs = $("tabs");
  if (names.join("\n") !== [...tabs.children].map((tab) => tab.textContent).join("\n")) {
    tabs.replaceChildren(...names.map((name) => element("button", {type: "button", role: "tab", textContent: name, onclick: () => choose(name)})));
  }
  for (const [at, tab] of [...tabs.children].entries()) {
    const isChosen = names[at] === variant?.name;
    tab.setAttribute("aria-selected", isChosen);
    tab.setAttribute("aria-controls", "sheet");
    tab.tabIndex = isChosen ? 0 : -1;
    tab.classList.toggle("failed", state.variants[at].failed);
  }
}

$("tabs").onkeydown = (event) => {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (!step || !state.variants.length) return;
  const names = state.variants.map((one) => one.name);
  choose(names.at((names.indexOf(current().name) + step) % names.length));
  $("tabs").querySelector("[aria-selected=true]").focus();
};

function choose(name) {
  places.set(current()?.name, scrollY);
  chosen = name;
  history.replaceState(null, "", `#${encodeURIComponent(name)}`);
  fetch(`look/${encodeURIComponent(name)}`, {method: "POST"}).catch(() => {});
  const sheet = current()?.sheet;
  if (sheet) lay(sheet);
  show();
  scrollTo(0, places.get(name) ?? 0);
}

// --- pages

// As many pages as there are, of their form; what was there stays until the new picture is.
function lay(sheet) {
  const pages = $("pages");
  while (pages.children.length > sheet.pages.length) pages.lastChild.remove();
  for (const [at, [width, height]] of sheet.pages.entries()) {
    let page = pages.children[at];
    if (!page) {
      page = element("li", {className: "page"}, element("img"), element("div"));
      pages.append(page);
    }
    page.style.aspectRatio = `${width} / ${height}`;
    page.firstChild.alt = `Page ${at + 1} of ${sheet.pages.length}`;
  }
}

async function draw(variant) {
  const mine = ++drawing;
  const {sheet} = variant;
  lay(sheet);
  $("pages").classList.toggle("old", variant.failed);
  const middle = scrollY + innerHeight / 2;
  const pages = [...$("pages").children];
  const far = (page) => Math.abs(page.offsetTop + page.offsetHeight / 2 - middle);
  const wanted = pages.map((page, at) => [page, at]).sort(([one], [other]) => far(one) - far(other));
  for (const [page, at] of wanted) {
    const width = Math.round(page.clientWidth * devicePixelRatio);
    const url = `picture/${sheet.digest}/${at}/${width}`;
    if (page.dataset.url === url) continue;
    const picture = new Image();
    picture.src = url;
    try {
      await picture.decode();  // so that it takes the other's place at once, and no white is seen between
    } catch {
      continue;  // it was the picture of a PDF that is no more
    }
    if (mine !== drawing) return;
    picture.alt = page.firstChild.alt;
    page.firstChild.replaceWith(picture);
    page.dataset.url = url;
  }
  await place(sheet, mine);
  if (mine === drawing) $("pages").dataset.digest = sheet.digest;
}

let pause = 0;
addEventListener("resize", () => {
  clearTimeout(pause);
  pause = setTimeout(show, 150);
});

// --- from a piece of a page to its line

async function place(sheet, mine) {
  if (!pieces.has(sheet.digest)) {
    const answer = await fetch(`pieces/${sheet.digest}`);
    if (!answer.ok) return;
    pieces.set(sheet.digest, await answer.json());
    if (pieces.size > 20) pieces.delete(pieces.keys().next().value);
  }
  if (mine !== drawing || $("pages").dataset.digest === sheet.digest) return;
  const layers = [...$("pages").children].map(() => element("div"));
  for (const piece of pieces.get(sheet.digest)) {
    const button = element("button", {
      className: "piece", type: "button", ariaLabel: `${piece.file} line ${piece.line}: ${piece.text}`, onclick: () => find(piece),
    });
    for (const side of ["left", "top", "width", "height"]) button.style[side] = `${piece[side]}%`;
    layers[piece.page]?.append(button);
  }
  for (const [at, page] of [...$("pages").children].entries()) page.lastChild.replaceWith(layers[at]);
}

async function find({file, line, column, href}) {
  const box = $("place");
  const [code, said, link] = box.children;
  code.textContent = `${file}:${line}`;
  said.textContent = "";
  link.hidden = !href;
  if (href) link.href = href;
  box.hidden = false;
  try {
    await navigator.clipboard.writeText(`${file}:${line}:${column}`);
    said.textContent = "copied";
  } catch {
    said.textContent = "";  // the browser does not let us
  }
  if (href) link.click();
}

$("place").lastElementChild.onclick = () => { $("place").hidden = true; };
addEventListener("keydown", (event) => { if (event.key === "Escape") $("place").hidden = true; });

// --- problems

function showProblems(problems, variant) {
  const box = $("problems");
  const said = JSON.stringify([problems, Boolean(variant?.sheet)]);
  if (box.dataset.said === said) return;
  box.dataset.said = said;
  box.hidden = !problems.length;
  const errors = problems.filter((one) => one.severity === "error").map(problemOf);
  const others = problems.filter((one) => one.severity !== "error").map(problemOf);
  box.replaceChildren(...errors);
  if (others.length) {
    const summary = element("summary", {textContent: others.length === 1 ? "1 remark" : `${others.length} remarks`});
    box.append(element("details", {}, summary, ...others));
  }
}

function problemOf(problem) {
  const told = element("p", {}, element("b", {textContent: problem.severity}), `: ${problem.message}${problem.hint ? `; ${problem.hint}` : ""}`);
  if (problem.file !== null) {
    const where = `${problem.file}:${problem.line}:${problem.column}`;
    told.prepend(element("button", {type: "button", className: "where", textContent: where, onclick: () => find(problem)}), " ");
  }
  const made = element("article", {className: problem.severity}, told);
  if (problem.source.trim()) {
    const indent = problem.source.slice(0, problem.column - 1).replace(/[^\t]/gu, " ");
    made.append(element("pre", {textContent: `${problem.source}\n${indent}^`}));
  }
  return made;
}
