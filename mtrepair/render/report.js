"use strict";
// A report that is worked in: edits are accepted or rejected, filtered and undone; texts and
// decisions are copied, saved and opened again. All data come from the page as text and go into it
// as text. Without this script the page can be read, not worked in.
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
  const GLYPHS = { " ": "·", "\u00a0": "⍽", "\u202f": "⎵", "\t": "→", "\n": "↵" };
  const KINDS = {
    edit: "made by mtrepair",
    proposal: "proposed, not made",
    refused: "refused by the guard, not made",
    flag: "flagged only: there is nothing to accept",
  };

  const caseOf = new Map();
  const articles = findAll("section.text").map(readArticle);
  const cases = articles.flatMap((article) => article.cases);
  const card = find("#card");
  const filter = { code: "", state: "" };
  const history = [];
  let current = null;
  let isSaved = true;
  let hiding = 0;

  // What the page says

  function readArticle(section) {
    const data = JSON.parse(find("script.data", section).textContent);
    const article = { section, ...data };
    article.cases = data.cases.map((one) => ({
      ...one, article, decision: "open", elements: [], parts: [],
    }));
    data.pieces
      .filter((piece) => typeof piece !== "string")
      .forEach((piece) => article.cases[piece[0]].parts.push(piece));
    for (const element of findAll(".case", section)) {
      const one = article.cases[Number(element.dataset.case)];
      one.elements.push(element);
      caseOf.set(element, one);
      element.removeAttribute("title");
      element.setAttribute("role", "button");
    }
    return article;
  }

  const caseAt = (node) => caseOf.get(node instanceof Element ? node.closest(".case") : null);

  const isDecidable = (one) => one.edits.length > 0;
  const isMade = (one) =>
    one.decision === "open" ? one.kind === "edit" : one.decision === "accepted";
  const statusOf = (one) => (one.decision === "open" ? one.kind : one.decision);
  const codesOf = (one) => one.why.map(([code]) => code);
  const isShown = (one) =>
    (!filter.code || codesOf(one).includes(filter.code)) &&
    (!filter.state || statusOf(one) === filter.state);

  function pieceText(article, piece) {
    if (typeof piece === "string") return piece;
    const [number, before, after] = piece;
    return after !== null && isMade(article.cases[number]) ? after : before;
  }

  const resultOf = (article) => article.pieces.map((piece) => pieceText(article, piece)).join("");

  function change(one) {
    const between = one.kind === "edit" ? " … " : "";
    const side = (number) => one.parts.map((part) => part[number] ?? part[1]).join(between);
    const sides = [side(1), side(2)];
    return sides.join("").trim() ? sides : sides.map(visible);
  }

  const visible = (text) => [...text].map((character) => GLYPHS[character] ?? character).join("");

  // Decisions

  function decide(list, decision) {
    const changed = list.filter((one) => isDecidable(one) && one.decision !== decision);
    if (!changed.length) return;
    history.push(changed.map((one) => [one, one.decision]));
    changed.forEach((one) => (one.decision = decision));
    isSaved = false;
    show(changed);
  }

  function undo() {
    const step = history.pop();
    if (!step) return;
    step.forEach(([one, before]) => (one.decision = before));
    show(step.map(([one]) => one));
    select(step[0][0]);
  }

  function decideAll(list, decision) {
    // What was not made is accepted one by one: it was not made for a reason.
    const meant = (one) => decision !== "accepted" || one.kind === "edit";
    decide(list.filter((one) => isShown(one) && meant(one)), decision);
  }

  function decideHere(decision) {
    if (!current) return step(1);
    decide([current], decision);
    step(1);
  }

  // What is seen

  function show(changed) {
    changed.forEach(showCase);
    new Set(changed.map((one) => one.article)).forEach(showArticle);
    const decidable = cases.filter(isDecidable);
    const decided = decidable.filter((one) => one.decision !== "open").length;
    const matching = cases.filter(isShown).length;
    const matched = filter.code || filter.state ? `, ${matching} shown` : "";
    find("#progress").textContent = `${decided} of ${decidable.length} decided${matched}`;
    find("#undo").disabled = !history.length;
    if (current && changed.includes(current) && !card.hidden) openCard(current);
  }

  function showCase(one) {
    for (const [number, element] of one.elements.entries()) {
      element.dataset.state = statusOf(one);
      element.classList.toggle("on", isMade(one));
      element.classList.toggle("off", !isShown(one));
      element.tabIndex = isShown(one) && number === 0 ? 0 : -1;
      element.setAttribute("aria-label", labelOf(one));
      const written = find(".new", element);
      if (written) written.hidden = !isMade(one);
    }
  }

  function labelOf(one) {
    const [before, after] = change(one);
    const what = isDecidable(one) ? `“${before}” becomes “${after}”` : `“${before}”`;
    const why = one.why.map(([code, name]) => `${code} ${name}`).join(", ");
    return `${what}, ${why}, ${one.decision === "open" ? KINDS[one.kind] : one.decision}`;
  }

  function showArticle(article) {
    const decidable = article.cases.filter(isDecidable);
    const decided = decidable.filter((one) => one.decision !== "open").length;
    const row = find(`tr[data-article="${article.section.id}"]`);
    article.section.hidden = Boolean(filter.code || filter.state) && !article.cases.some(isShown);
    if (row) find(".decided", row).textContent = `${decided} of ${decidable.length}`;
    if (row) row.hidden = article.section.hidden;
  }

  function setFilter() {
    filter.code = find("#code").value;
    filter.state = find("#state").value;
    show(cases);
    articles.forEach(showArticle);
  }

  // The card of one case

  function select(one, at = one.elements[0]) {
    current?.elements.forEach((element) => element.classList.remove("current"));
    current = one;
    one.elements.forEach((element) => element.classList.add("current"));
    at.scrollIntoView({ block: "nearest" });
    at.focus({ preventScroll: true });
    openCard(one, at);
  }

  function step(direction) {
    const from = current ? cases.indexOf(current) : direction > 0 ? -1 : cases.length;
    for (let n = from + direction; n >= 0 && n < cases.length; n += direction) {
      if (isShown(cases[n])) return select(cases[n]);
    }
    if (current) openCard(current);
  }

  function element(tag, text, className = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  }

  function openCard(one, at = one.elements[0]) {
    clearTimeout(hiding);
    const [before, after] = change(one);
    const about = one.why.map(([code, name, message, confidence]) => {
      const sure = element("small", ` confidence ${Math.round(100 * confidence)} %`);
      const line = element("p", "");
      line.append(element("b", `${code} ${name}`), sure, element("br", ""), message);
      return line;
    });
    const against = one.objections.map((reason) => element("p", `Refused: ${reason}`, "against"));
    const what = element("p", before || "(nothing)", "what");
    if (isDecidable(one)) what.append(" → ", element("b", after || "(taken out)"));
    const decision = one.decision === "open" ? "" : `, ${one.decision}`;
    const state = element("p", KINDS[one.kind] + decision, "state");
    card.replaceChildren(what, ...about, ...against, state, ...buttonsOf(one));
    card.hidden = false;
    place(at.getBoundingClientRect());
  }

  function buttonsOf(one) {
    if (!isDecidable(one)) return [];
    return [["accepted", "✓ Accept"], ["rejected", "✗ Reject"]].map(([decision, label]) => {
      const button = element("button", label);
      button.type = "button";
      button.setAttribute("aria-pressed", String(one.decision === decision));
      button.addEventListener("click", () => {
        decide([one], one.decision === decision ? "open" : decision);
        select(one);
      });
      return button;
    });
  }

  function place(where) {
    const { offsetWidth: width, offsetHeight: height } = card;
    const left = Math.min(where.left, document.documentElement.clientWidth - width - 8);
    const below = where.bottom + 6 + height < window.innerHeight;
    const top = below ? where.bottom + 6 : Math.max(where.top - height - 6, 8);
    card.style.left = `${Math.max(left, 8) + window.scrollX}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  function closeCard() {
    clearTimeout(hiding);
    card.hidden = true;
  }

  function leaveSoon() {
    clearTimeout(hiding);
    const stays = () => {
      const active = document.activeElement;
      return current && (caseAt(active) || card.contains(active));
    };
    hiding = setTimeout(() => (stays() ? openCard(current) : closeCard()), 250);
  }

  // In and out

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyOldWay(text);
    }
    const label = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = label), 1500);
  }

  function copyOldWay(text) {
    const area = element("textarea", "");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  function save(name, text, type) {
    const link = element("a", "");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name.split(/[\\/]/).pop().replace(/[^\p{L}\p{N}._ -]/gu, "_") || "text";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const decisionsOf = (article) => ({
    name: article.name,
    sha256: article.sha256,
    edits: article.cases.flatMap((one) =>
      one.edits.map(([start, end, replacement]) => ({
        start, end, replacement, decision: one.decision, codes: codesOf(one),
      }))
    ),
  });

  function saveDecisions() {
    const texts = articles.map(decisionsOf);
    const record = { schema_version: 1, unit: "codepoint", texts };
    save("decisions.json", JSON.stringify(record, null, 1), "application/json");
    isSaved = true;
  }

  const key = (sha256, ...edit) => JSON.stringify([sha256, ...edit]);

  async function openDecisions(input) {
    const decided = new Map();
    try {
      for (const text of JSON.parse(await input.files[0].text()).texts)
        for (const edit of text.edits)
          decided.set(key(text.sha256, edit.start, edit.end, edit.replacement), edit.decision);
    } catch {
      find("#progress").textContent = "this file holds no decisions";
      return;
    }
    const known = (one) =>
      isDecidable(one) && decided.get(key(one.article.sha256, ...one.edits[0]));
    for (const decision of ["open", "accepted", "rejected"])
      decide(cases.filter((one) => known(one) === decision), decision);
    isSaved = true;
  }

  // What a person does

  const KEYS = {
    n: () => step(1), p: () => step(-1), a: () => decideHere("accepted"),
    r: () => decideHere("rejected"), u: undo, Escape: closeCard,
  };

  function press(event) {
    const inField = event.target.closest("input, select, textarea");
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey || inField || (command && event.key !== "z")) return;
    if (event.key === "Enter" && caseAt(event.target)) find("button", card)?.focus();
    else if (command) undo();
    else if (KEYS[event.key]) KEYS[event.key]();
    else return;
    event.preventDefault();
  }

  function switchTheme() {
    const root = document.documentElement;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.dataset.theme = (root.dataset.theme || dark) === "dark" ? "light" : "dark";
  }

  const onClick = (selector, act) => find(selector).addEventListener("click", act);

  function listen() {
    onClick("#previous", () => step(-1));
    onClick("#next", () => step(1));
    onClick("#accept", () => decideHere("accepted"));
    onClick("#reject", () => decideHere("rejected"));
    onClick("#undo", undo);
    onClick("#theme", switchTheme);
    onClick("#save", saveDecisions);
    find("#open").addEventListener("change", (event) => openDecisions(event.target));
    find("#code").addEventListener("change", setFilter);
    find("#state").addEventListener("change", setFilter);
    document.addEventListener("keydown", press);
    document.addEventListener("click", clicked);
    document.addEventListener("focusin", ({ target }) => {
      const one = caseAt(target);
      if (one && one !== current) select(one, target.closest(".case"));
    });
    document.addEventListener("mouseover", ({ target }) => {
      const one = caseAt(target);
      if (one) openCard(one, target.closest(".case"));
      else if (card.contains(target)) clearTimeout(hiding);
    });
    document.addEventListener("mouseout", ({ target }) => {
      if (caseAt(target) || card.contains(target)) leaveSoon();
    });
    window.addEventListener("beforeunload", (event) => isSaved || event.preventDefault());
  }

  function clicked({ target }) {
    const one = caseAt(target);
    const button = target.closest("[data-act]");
    if (one) return select(one, target.closest(".case"));
    if (!button) return card.contains(target) || target.closest(".bar") || closeCard();
    const { act, code } = button.dataset;
    if (code) return decideAll(cases.filter((other) => codesOf(other).includes(code)), act);
    const article = articles.find(({ section }) => section.contains(target));
    if (act === "copy") copy(resultOf(article), button);
    else if (act === "save") save(article.name, resultOf(article), "text/plain;charset=utf-8");
    else decideAll(article.cases, act);
  }

  findAll(".scripted").forEach((one) => (one.hidden = false));
  listen();
  show(cases);
  articles.forEach(showArticle);
})();
