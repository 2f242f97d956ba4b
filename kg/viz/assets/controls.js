"use strict";
/* Search, filters, legend, keys. */

kg.press = (id, on) => kg.at(id).setAttribute("aria-pressed", String(on));

kg.afterFilter = kg.later(60, () => {
  kg.refresh();
  if (kg.selected.actor !== null || kg.selected.link !== null || kg.listOpen) kg.showPanel();
});

/* ---- search: actors by their names, then statements by their words */

kg.found = (query) => {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  const actors = [];
  kg.data.actors.forEach((about, actor) => {
    const forms = [about.label, ...about.names].map((form) => form.toLowerCase());
    const rank = forms.some((form) => form.startsWith(wanted)) ? 0 : forms.some((form) => form.includes(wanted)) ? 1 : 2;
    if (rank < 2 && kg.touching.has(actor)) actors.push({ actor, rank });
  });
  actors.sort((a, b) => a.rank - b.rank || kg.nodes[b.actor].size - kg.nodes[a.actor].size);
  const said = wanted.length < 3 ? [] : kg.data.statements
    .filter((s) => kg.shownStatements.has(s.number) && s.text.toLowerCase().includes(wanted)).slice(0, 8);
  return [...actors.slice(0, 10), ...said.map((statement) => ({ statement }))];
};

kg.startSearch = () => {
  const box = kg.at("search");
  const hits = kg.at("hits");
  let current = -1;
  let found = [];
  const close = () => { hits.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); current = -1; };
  const pick = (hit) => {
    close();
    box.value = "";
    if (hit.actor !== undefined) { kg.goTo(hit.actor); kg.at("graph").focus(); return; }
    kg.goToPair(kg.standsFor(hit.statement.subject), kg.standsFor(hit.statement.object));
    const card = kg.at(hit.statement.id);
    if (card) { card.scrollIntoView({ block: "center" }); card.classList.add("called"); }
  };
  const show = () => {
    found = kg.found(box.value);
    hits.replaceChildren(...found.map((hit, n) => kg.make("li", { role: "option", id: `hit-${n}`, "aria-selected": "false", mousedown: (event) => { event.preventDefault(); pick(hit); } },
      ...(hit.actor !== undefined
        ? [kg.mark(kg.data.actors[hit.actor].family), kg.label(hit.actor), kg.make("small", {}, kg.data.actors[hit.actor].type)]
        : [kg.make("span", { class: "quoted" }, `“${kg.shorten(hit.statement.text, 90)}”`)]))));
    if (!found.length && box.value.trim()) hits.append(kg.make("li", { class: "none" }, "Nothing shown has these words."));
    hits.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!hits.hidden));
    current = -1;
  };
  box.addEventListener("input", show);
  box.addEventListener("focus", show);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { box.value = ""; close(); kg.at("graph").focus(); event.stopPropagation(); return; }
    if (event.key === "Enter" && found.length) { pick(found[Math.max(current, 0)]); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    current = (current + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(found.length, 1);
    [...hits.children].forEach((hit, n) => hit.setAttribute("aria-selected", String(n === current)));
    box.setAttribute("aria-activedescendant", `hit-${current}`);
  });
};

/* ---- filters */

kg.tick = (name, count, on, change) => kg.make("label", { class: "tick" },
  (() => { const box = kg.make("input", { type: "checkbox", change: (event) => { change(event.target.checked); kg.afterFilter(); } }); box.checked = on; return box; })(),
  kg.make("span", { class: "what" }, name), kg.make("span", { class: "number" }, count.toLocaleString("en")));

kg.countBy = (key) => {
  const count = new Map();
  for (const statement of kg.data.statements) count.set(key(statement), (count.get(key(statement)) || 0) + 1);
  return count;
};

kg.drawFilters = () => {
  const f = kg.filter;
  const inSet = (set, value) => (on) => { if (on) set.add(value); else set.delete(value); };
  const outSet = (set, value) => (on) => { if (on) set.delete(value); else set.add(value); };
  const signs = kg.countBy((s) => s.sign);
  kg.at("by-sign").replaceChildren(...kg.SIGNS.map(({ sign, name }) =>
    kg.tick(name, signs.get(sign) || 0, f.signs.has(sign), inSet(f.signs, sign))));
  const statuses = kg.countBy((s) => s.status);
  kg.at("by-status").replaceChildren(...kg.data.statuses.filter((name) => statuses.has(name))
    .map((name) => kg.tick(name, statuses.get(name), f.statuses.has(name), inSet(f.statuses, name))));
  const relations = [...kg.countBy((s) => s.relation)].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  kg.at("by-relation").replaceChildren(...relations.map(([relation, count]) => {
    const about = kg.data.relations[relation];
    const tick = kg.tick(about.label, count, !f.relationsOff.has(relation), outSet(f.relationsOff, relation));
    tick.title = about.definition;
    tick.classList.add(kg.signOf(about.sign).name);
    return tick;
  }));
  const sources = [...kg.countBy((s) => s.source)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  kg.at("by-source").replaceChildren(...sources.map(([source, count]) =>
    kg.tick(source || "no source named", count, !f.sourcesOff.has(source), outSet(f.sourcesOff, source))));
  kg.at("confidence").value = f.confidence;
  kg.at("weak").value = f.weak;
  kg.sayRanges();
};

kg.sayRanges = () => {
  kg.at("confidence-now").textContent = `${Math.round(kg.filter.confidence * 100)} %`;
  kg.at("weak-now").textContent = kg.filter.weak ? `the strongest ${100 - kg.filter.weak} %` : "all shown";
};

kg.startFilters = () => {
  const all = (set, values) => () => { set().clear(); values().forEach((v) => set().add(v)); kg.drawFilters(); kg.afterFilter(); };
  kg.at("relations-all").onclick = all(() => kg.filter.relationsOff, () => []);
  kg.at("relations-none").onclick = all(() => kg.filter.relationsOff, () => [...kg.countBy((s) => s.relation).keys()]);
  kg.at("sources-all").onclick = all(() => kg.filter.sourcesOff, () => []);
  kg.at("sources-none").onclick = all(() => kg.filter.sourcesOff, () => [...kg.countBy((s) => s.source).keys()]);
  kg.at("confidence").oninput = (event) => { kg.filter.confidence = Number(event.target.value); kg.sayRanges(); kg.afterFilter(); };
  kg.at("weak").oninput = (event) => { kg.filter.weak = Number(event.target.value); kg.sayRanges(); kg.afterFilter(); };
  kg.at("reset").onclick = () => {
    kg.filter = { ...kg.fresh(), states: kg.filter.states, weak: kg.startWeak };
    kg.resetTime();
    kg.drawFilters();
    kg.focusOn(null);
  };
  kg.at("open-filters").onclick = () => kg.toggleFilters();
  kg.at("close-filters").onclick = () => kg.toggleFilters(false);
  kg.drawFilters();
};

kg.toggleFilters = (on = kg.at("filters").hidden) => {
  kg.at("filters").hidden = !on;
  kg.at("open-filters").setAttribute("aria-expanded", String(on));
  document.body.classList.toggle("with-filters", on);
  if (on) kg.at("close-filters").focus();
  else kg.at("open-filters").focus();
};

kg.toggleStates = () => {
  kg.filter.states = !kg.filter.states;
  kg.press("as-states", kg.filter.states);
  kg.setFocus(null);
  kg.at("focus-note").hidden = true;
  kg.choose({ actor: null, link: null });
  kg.refresh();
  kg.fit();
};

/* ---- legend */

/* How much is said of an actor, leaders and armies aside. */
kg.weight = (actor) => (kg.touching.get(actor) || []).reduce((sum, id) => sum + kg.now.get(id).found.length, 0)
  + (kg.data.actors[actor].family === 0 ? 1e6 : 0);

kg.drawLegend = () => {
  const present = new Set([...kg.present].map((actor) => kg.data.actors[actor].family));
  const blocs = kg.byBloc ? kg.palette.blocs.map((colour, bloc) => {
    const inside = [...kg.present].filter((actor) => kg.data.actors[actor].bloc === bloc);
    if (!inside.length) return null;
    const [largest] = inside.sort((a, b) => kg.weight(b) - kg.weight(a) || a - b);
    const mark = kg.make("span", { class: "mark dot", "aria-hidden": "true" });
    mark.style.color = colour;
    return kg.make("li", {}, mark, `bloc of ${kg.label(largest)}`);
  }).filter(Boolean) : [];
  const line = ({ sign, name, dash }) => {
    const svg = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(svg, "svg");
    picture.setAttribute("viewBox", "0 0 44 10");
    picture.setAttribute("aria-hidden", "true");
    const stroke = document.createElementNS(svg, "line");
    for (const [key, value] of Object.entries({ x1: 1, x2: 43, y1: 5, y2: 5, stroke: kg.signColour(sign), "stroke-width": sign ? 3 : 1.5, "stroke-dasharray": dash ? dash.join(" ") : "none" })) {
      stroke.setAttribute(key, value);
    }
    picture.append(stroke);
    return kg.make("li", {}, picture, { cooperation: "works with", conflict: "against", structure: "belongs to, leads, lies in" }[name]);
  };
  kg.at("legend-body").replaceChildren(
    kg.make("ul", {}, ...kg.SIGNS.filter(({ sign }) => kg.data.statements.some((s) => s.sign === sign)).map(line)),
    kg.make("ul", {}, ...kg.data.families.map((look, family) => (present.has(family)
      ? kg.make("li", {}, kg.mark(family, kg.byBloc), look.family.toLowerCase()) : null)).filter(Boolean)),
    blocs.length ? kg.make("ul", {}, ...blocs) : "");
  kg.at("legend").title = "Actors are larger with more statements; links are wider with more, stronger or surer statements.";
};

/* ---- keys */

kg.step = (dx, dy) => {
  const here = kg.selected.actor;
  const place = (actor) => kg.network.body.nodes[actor];
  if (here === null || !kg.present.has(here)) {
    const [largest] = [...kg.present].sort((a, b) => kg.nodes[b].size - kg.nodes[a].size || a - b);
    if (largest !== undefined) kg.goTo(largest);
    return;
  }
  let best = null;
  for (const actor of kg.present) {
    const [x, y] = [place(actor).x - place(here).x, place(actor).y - place(here).y];
    const along = x * dx + y * dy;
    const off = Math.abs(x * dy) + Math.abs(y * dx);
    if (actor === here || along <= 0 || off > along * 1.6) continue;
    const cost = along + 2 * off;
    if (best === null || cost < best.cost) best = { actor, cost };
  }
  if (best) kg.goTo(best.actor);
};

kg.stepLink = (by) => {
  const actor = kg.selected.actor !== null ? kg.selected.actor : kg.walker;
  const ids = (kg.touching.get(actor) || []).slice().sort((a, b) => kg.now.get(b).strength - kg.now.get(a).strength || a - b);
  if (!ids.length) return;
  const here = ids.indexOf(kg.selected.link);
  kg.walker = actor;
  kg.choose({ actor: null, link: ids[(here + by + ids.length) % ids.length] });
};

kg.zoom = (by) => {
  kg.moved = true;
  kg.network.moveTo({ scale: kg.network.getScale() * by });
  kg.enlarge();
};

kg.setTheme = (dark) => {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  kg.press("dark", dark);
  kg.readPalette();
  kg.restyle();
  kg.drawLegend();
  kg.drawMonths();
};

kg.startKeys = () => {
  const help = kg.at("help");
  const keys = {
    "/": () => kg.at("search").focus(), "?": () => help.showModal(), 0: kg.fit, "+": () => kg.zoom(1.25), "=": () => kg.zoom(1.25), "-": () => kg.zoom(0.8),
    f: () => kg.toggleFilters(), s: kg.toggleStates, d: () => kg.setTheme(!kg.isDark()), n: () => kg.stepLink(1), p: () => kg.stepLink(-1),
    o: () => { if (kg.filter.focus !== null) kg.focusOn(null); else if (kg.selected.actor !== null) kg.focusOn(kg.selected.actor); },
    Escape: () => { if (!kg.at("filters").hidden) kg.toggleFilters(false); else kg.closePanel(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.key !== "Escape") return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow && event.target === kg.at("graph")) { event.preventDefault(); kg.step(...arrow); return; }
    if (event.key === "Enter" && event.target === kg.at("graph")) {
      const title = kg.at("panel").querySelector("h2");
      if (title) title.focus();
      return;
    }
    if (event.key === " " && event.target === kg.at("graph")) { event.preventDefault(); kg.play(); return; }
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  kg.at("open-help").onclick = () => help.showModal();
  kg.at("as-states").onclick = kg.toggleStates;
  kg.at("as-states").hidden = kg.data.actors.every((about) => about.state === null);
  kg.at("edge-names").onclick = () => { kg.edgeNames = !kg.edgeNames; kg.press("edge-names", kg.edgeNames); kg.network.redraw(); };
  kg.at("by-bloc").hidden = !kg.byBloc;
  kg.press("by-bloc", kg.byBloc);
  kg.at("by-bloc").onclick = () => { kg.byBloc = !kg.byBloc; kg.press("by-bloc", kg.byBloc); kg.restyle(); kg.drawLegend(); };
  kg.at("loosen").hidden = kg.nodes.length > 1000;
  kg.at("loosen").onclick = () => { kg.loose = !kg.loose; kg.press("loosen", kg.loose); kg.loosen(kg.loose); };
  kg.at("fit").onclick = kg.fit;
  kg.at("zoom-in").onclick = () => kg.zoom(1.25);
  kg.at("zoom-out").onclick = () => kg.zoom(0.8);
  kg.at("dark").onclick = () => kg.setTheme(!kg.isDark());
  kg.at("unfocus").onclick = () => kg.focusOn(null);
  kg.at("open-list").onclick = () => { const open = !kg.listOpen; kg.selected = { actor: null, link: null }; kg.network.unselectAll(); kg.listOpen = open; kg.showPanel(); kg.restyle(); };
};
