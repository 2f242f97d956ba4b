"use strict";
/* The side panel: the statements behind an actor or a link, with their sentences. */

const PAGE = 40;

kg.showPanel = () => {
  const panel = kg.at("panel");
  const { actor, link } = kg.selected;
  if (actor === null && link === null) {
    panel.hidden = !kg.listOpen;
    if (kg.listOpen) panel.replaceChildren(...kg.overview().filter(Boolean));
  } else {
    kg.listOpen = false;
    panel.hidden = false;
    const parts = actor !== null ? kg.actorPage(actor) : kg.pairPage(kg.links[link].from, kg.links[link].to, link);
    panel.replaceChildren(...parts.filter(Boolean));
    panel.scrollTop = 0;
  }
  kg.at("open-list").setAttribute("aria-pressed", String(Boolean(kg.listOpen)));
  document.body.classList.toggle("with-panel", !panel.hidden);
};

kg.closePanel = () => { kg.listOpen = false; kg.choose({ actor: null, link: null }); };

kg.head = (title, kicker) => kg.make("div", { class: "panel-head" },
  kg.make("div", {}, kg.make("p", { class: "kicker" }, kicker), kg.make("h2", { tabindex: "-1" }, title)),
  kg.make("button", { class: "close", "aria-label": "Close the panel", click: kg.closePanel }, "✕"));

/* Cooperation and conflict as two bars from the middle, with their numbers. */
kg.balance = ({ cooperation, conflict }) => {
  const most = Math.max(cooperation, conflict, 0.001);
  const bar = (name, value) => kg.make("div", { class: `measure ${name}` },
    kg.make("span", { class: "name" }, name), kg.make("span", { class: "trough" },
      (() => { const fill = kg.make("span", { class: "fill" }); fill.style.width = `${(100 * value) / most}%`; return fill; })()),
    kg.make("span", { class: "number" }, value.toFixed(1)));
  return kg.make("div", { class: "balance" }, bar("cooperation", cooperation), bar("conflict", conflict));
};

kg.actorButton = (actor, extra) => kg.make("button", { class: "to-actor", click: () => kg.goTo(actor) },
  kg.mark(kg.data.actors[actor].family), kg.label(actor), extra || null);

kg.mark = (family, plain = false) => {
  const look = kg.data.families[family];
  const mark = kg.make("span", { class: `mark ${look.shape}`, "aria-hidden": "true" });
  mark.style.color = plain ? kg.palette.soft : kg.palette.families[family];
  return mark;
};

kg.actorPage = (actor) => {
  const about = kg.data.actors[actor];
  const links = kg.touching.get(actor) || [];
  const totals = kg.totals(links);
  const partners = new Map();
  for (const id of links) {
    const other = kg.links[id].from === actor ? kg.links[id].to : kg.links[id].from;
    if (!partners.has(other)) partners.set(other, kg.totals(kg.between(actor, other)));
  }
  const ranked = (name) => [...partners].filter(([, t]) => t[name] > 0)
    .sort((a, b) => b[1][name] - a[1][name] || a[0] - b[0]).slice(0, 6);
  const list = (title, name) => {
    const found = ranked(name);
    if (!found.length) return null;
    return kg.make("div", { class: `partners ${name}` }, kg.make("h3", {}, title),
      kg.make("ul", {}, ...found.map(([other, t]) => kg.make("li", {},
        kg.make("button", { class: "to-pair", click: () => kg.goToPair(actor, other) },
          kg.mark(kg.data.actors[other].family), kg.label(other), kg.make("span", { class: "number" }, t[name].toFixed(1)))))));
  };
  const parts = [kg.head(about.label, `${about.type}${about.of ? ` of ${about.of}` : ""}`)];
  if (about.names.length) parts.push(kg.make("p", { class: "names" }, `also: ${about.names.slice(0, 8).join(", ")}`));
  parts.push(kg.balance(totals));
  parts.push(kg.make("p", { class: "actions" },
    kg.make("button", { click: () => kg.focusOn(kg.filter.focus === actor ? null : actor) },
      kg.filter.focus === actor ? "Show all" : "Only this and its neighbours")));
  parts.push(kg.make("div", { class: "columns" }, list("Works with", "cooperation"), list("Against", "conflict")));
  parts.push(...kg.cards(totals.statements));
  return parts;
};

kg.pairPage = (from, to, first) => {
  const totals = kg.totals(kg.between(from, to));
  const sign = kg.links[first].sign;
  const heading = kg.make("span", {}, kg.label(from), " – ", kg.label(to));
  const order = [...totals.statements].sort((a, b) =>
    Number(kg.data.statements[b].sign === sign) - Number(kg.data.statements[a].sign === sign));
  return [
    kg.head(heading, "What links them"),
    kg.balance(totals),
    kg.make("p", { class: "actions" }, kg.actorButton(from), kg.actorButton(to)),
    ...kg.cards(order, sign),
    kg.hiddenNote(from, to),
  ];
};

/* How many statements of the pair the filters keep out: silence is not absence. */
kg.hiddenNote = (from, to) => {
  let kept = 0;
  for (const link of kg.links) {
    if (link.states === kg.filter.states && link.from === Math.min(from, to) && link.to === Math.max(from, to)) {
      kept += link.statements.filter((number) => !kg.shownStatements.has(number)).length;
    }
  }
  return kept ? kg.make("p", { class: "kept" }, `${kg.plural(kept, "more statement")} hidden by the filters (such as denials, plans and requests).`) : null;
};

/* Cards, newest first within the sign that was clicked; the rest on demand. */
kg.cards = (numbers, sign = null) => {
  const date = (s) => (s.time && (s.time[0] || s.time[1])) || s.articleAbout.published || "";
  const said = [...new Set(numbers)].map((number) => kg.data.statements[number]);
  said.sort((a, b) => Number(b.sign === sign) - Number(a.sign === sign)
    || (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : a.number - b.number));
  const list = kg.make("ol", { class: "cards" });
  const more = kg.make("button", { class: "more" });
  let shown = 0;
  const show = () => {
    list.append(...said.slice(shown, shown + PAGE).map(kg.card));
    shown += PAGE;
    more.hidden = shown >= said.length;
    more.textContent = `Show ${Math.min(PAGE, said.length - shown)} more of ${said.length}`;
  };
  more.addEventListener("click", show);
  show();
  return [kg.make("h3", {}, kg.plural(said.length, "statement")), list, more];
};

kg.card = (statement) => {
  const { relationAbout: relation, articleAbout: article } = statement;
  const name = kg.signOf(statement.sign).name;
  const arrow = relation.symmetric ? "↔" : "→";
  const chips = [kg.make("span", { class: `chip ${name}` }, name)];
  if (statement.status !== "asserted") chips.push(kg.make("span", { class: "chip status" }, statement.status));
  const quote = kg.make("blockquote", {}, ...statement.words.map(([text, role]) =>
    (role ? kg.make("mark", { class: role, title: role }, text) : text)));
  const facts = [];
  const fact = (term, value) => { if (value) facts.push(kg.make("dt", {}, term), kg.make("dd", {}, value)); };
  fact("when", statement.time ? kg.timeName(statement.time) : null);
  fact("where", statement.place);
  fact("said by", statement.speaker);
  fact("confidence", `${Math.round(statement.confidence * 100)} %`);
  fact("rule", statement.rule);
  const source = [article.source, article.published && kg.dateName(article.published)].filter(Boolean).join(", ");
  return kg.make("li", { class: `card ${name}`, id: statement.id },
    kg.make("p", { class: "claim" }, kg.make("b", {}, kg.label(statement.subject)), ` ${relation.label} ${arrow} `,
      kg.make("b", {}, kg.label(statement.object))),
    kg.make("p", { class: "chips" }, ...chips),
    quote,
    kg.make("dl", {}, ...facts),
    kg.make("p", { class: "source" },
      kg.make("span", {}, source || article.id),
      article.title ? kg.make("span", { class: "headline" }, article.title) : null,
      article.url ? kg.link(article.url, "open article") : null));
};

/* All of it as text: the strongest pairs and the busiest actors. */
kg.overview = () => {
  const pairs = new Map();
  for (const id of kg.now.keys()) {
    const { from, to } = kg.links[id];
    if (!pairs.has(`${from} ${to}`)) pairs.set(`${from} ${to}`, { from, to, ...kg.totals(kg.between(from, to)) });
  }
  const table = (title, name, most = 12) => {
    const rows = [...pairs.values()].filter((p) => p[name] > 0)
      .sort((a, b) => b[name] - a[name] || a.from - b.from || a.to - b.to).slice(0, most);
    return rows.length ? kg.make("section", { class: `partners ${name}` }, kg.make("h3", {}, title),
      kg.make("ul", {}, ...rows.map((p) => kg.make("li", {},
        kg.make("button", { class: "to-pair", click: () => kg.goToPair(p.from, p.to) },
          kg.make("span", {}, kg.label(p.from), " – ", kg.label(p.to)), kg.make("span", { class: "number" }, p[name].toFixed(1))))))) : null;
  };
  const busy = [...kg.touching.keys()].map((actor) => [actor, kg.totals(kg.touching.get(actor)).statements.length])
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 60);
  return [
    kg.head("In words", kg.at("summary").textContent),
    table("Strongest cooperation", "cooperation"),
    table("Strongest conflict", "conflict"),
    kg.make("section", { class: "partners" }, kg.make("h3", {}, "Actors"),
      kg.make("ul", {}, ...busy.map(([actor, count]) => kg.make("li", {},
        kg.actorButton(actor, kg.make("span", { class: "number" }, String(count))))))),
  ];
};

kg.goTo = (actor) => {
  if (!kg.touching.has(actor)) return;
  kg.choose({ actor, link: null });
  kg.bringIntoView(actor);
};

kg.goToPair = (a, b) => {
  const [link] = kg.between(a, b).sort((x, y) => kg.now.get(y).strength - kg.now.get(x).strength);
  if (link !== undefined) kg.choose({ actor: null, link });
};

kg.bringIntoView = (actor) => {
  const { x, y } = kg.network.body.nodes[actor];
  const at = kg.network.canvasToDOM({ x, y });
  const frame = kg.at("graph");
  if (at.x < 40 || at.y < 40 || at.x > frame.clientWidth - 40 || at.y > frame.clientHeight - 40) {
    kg.network.moveTo({ position: { x, y }, animation: !kg.still() && { duration: 300, easingFunction: "easeInOutQuad" } });
  }
};
