"use strict";
/* What the page holds, read once. Text from articles is only ever set as text, never as markup. */

const kg = {};

kg.read = (id) => JSON.parse(document.getElementById(id).textContent);
kg.data = kg.read("kg-data");
kg.nodes = kg.read("kg-nodes");
kg.links = kg.read("kg-links");
kg.options = kg.read("kg-options");
kg.at = (id) => document.getElementById(id);

/* make("p", {class: "meta"}, "text", otherElement): strings become text nodes. */
kg.make = (tag, about, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(about || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...inside.filter((part) => part !== null && part !== undefined));
  return element;
};

/* Only http and https become links; the address is checked here as well as in Python. */
kg.link = (address, text) => {
  let url = null;
  try { url = new URL(address); } catch { return null; }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  return kg.make("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, text);
};

kg.SIGNS = [
  { sign: 1, name: "cooperation", dash: false },
  { sign: -1, name: "conflict", dash: [9, 6] },
  { sign: 0, name: "structure", dash: [2, 4] },
];
kg.signOf = (sign) => kg.SIGNS.find((s) => s.sign === sign);

kg.links.forEach((link, number) => { link.id = number; });
kg.data.statements.forEach((statement, number) => {
  const relation = kg.data.relations[statement.relation];
  statement.number = number;
  statement.sign = Math.sign(statement.weight);
  statement.mass = Math.abs(statement.weight) * statement.confidence;
  statement.text = statement.words.map((piece) => piece[0]).join("");
  statement.relationAbout = relation;
  statement.articleAbout = kg.data.articles[statement.article];
  statement.source = statement.articleAbout.source || "";
});

kg.label = (actor) => kg.data.actors[actor].label;
kg.standsFor = (actor) => {
  const state = kg.data.actors[actor].state;
  return kg.filter.states && state !== null ? state : actor;
};

kg.plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
kg.monthName = (month) => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
kg.dateName = (date) => {
  const [year, month, day] = date.split("-");
  return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
};
kg.timeName = (time) => {
  const [start, end] = time;
  if (start && end && start !== end) return `${kg.dateName(start)} – ${kg.dateName(end)}`;
  if (start) return kg.dateName(start);
  return `until ${kg.dateName(end)}`;
};

kg.later = (wait, run) => {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => run(...given), wait); };
};
