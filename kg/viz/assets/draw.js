"use strict";
/* The drawing: vis-network with places computed beforehand. */

kg.isDark = () => {
  const forced = document.documentElement.dataset.theme;
  return forced ? forced === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};
kg.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
kg.still = () => matchMedia("(prefers-reduced-motion: reduce)").matches || kg.nodes.length > 800;
kg.large = kg.links.length > 1500;
kg.selected = { actor: null, link: null };

kg.signColour = (sign) => kg.palette[kg.signOf(sign).name];
kg.readPalette = () => {
  kg.palette = {};
  for (const name of ["cooperation", "conflict", "structure", "ground", "ink", "soft", "ring"]) {
    kg.palette[name] = kg.colour(name);
  }
  kg.palette.blocs = Array.from({ length: 8 }, (_, n) => kg.colour(`bloc-${n}`));
  kg.palette.families = kg.data.families.map((look) => (kg.isDark() ? look.dark : look.light));
};

kg.lit = () => {
  /* the actors and links that stay bright while something is selected; null when nothing is */
  const { actor, link } = kg.selected;
  if (link !== null && kg.now.has(link)) {
    const { from, to } = kg.links[link];
    return { actors: new Set([from, to]), links: new Set(kg.between(from, to)) };
  }
  if (actor !== null && kg.touching.has(actor)) {
    const ranked = kg.touching.get(actor).slice().sort((a, b) => kg.now.get(b).strength - kg.now.get(a).strength);
    const links = new Set(ranked.slice(0, kg.data.opening));
    const actors = new Set([actor]);
    links.forEach((id) => { actors.add(kg.links[id].from); actors.add(kg.links[id].to); });
    return { actors, links };
  }
  return null;
};

kg.between = (a, b) => (kg.touching.get(a) || []).filter((id) => {
  const link = kg.links[id];
  return (link.from === a && link.to === b) || (link.from === b && link.to === a);
});

kg.nodeLook = (node, lit) => {
  const actor = kg.data.actors[node.id];
  const fill = kg.fill(node.id);
  const bright = !lit || lit.actors.has(node.id);
  return {
    id: node.id,
    hidden: !kg.present.has(node.id),
    shape: node.shape,
    size: (kg.filter.states ? node.stateSize : node.size) * kg.enlarged,
    opacity: bright ? 1 : 0.2,
    color: {
      background: fill, border: kg.palette.ground,
      highlight: { background: fill, border: kg.palette.ring },
      hover: { background: fill, border: kg.palette.ring },
    },
  };
};

/* By bloc where blocs are known and wanted, else by what the actor is. */
kg.fill = (actor) => {
  const { bloc, family } = kg.data.actors[actor];
  if (!kg.byBloc) return kg.palette.families[family];
  return kg.palette.blocs[bloc] || kg.palette.structure;
};

/* Two links of one pair bow to opposite sides; what is not asserted bows further out. */
kg.bow = (link) => {
  const parallel = kg.between(link.from, link.to).filter((id) => kg.drawn.has(id)).length;
  if (parallel < 2) return false;
  if (link.sign === 0 && link.asserted) return false;
  const roundness = link.asserted ? 0.14 : 0.3;
  return { enabled: true, type: link.sign < 0 ? "curvedCCW" : "curvedCW", roundness };
};

kg.linkLook = (link, lit) => {
  if (!kg.drawn.has(link.id)) return { id: link.id, hidden: true };
  const now = kg.now.get(link.id);
  const colour = kg.signColour(link.sign);
  const bright = !lit || lit.links.has(link.id);
  const thicket = Math.max(0.35, Math.min(1, kg.data.opening / kg.drawn.size));
  const wide = (link.sign === 0 ? 1.2 : Math.min(1.6 + 1.7 * Math.sqrt(now.strength), 9)) * Math.sqrt(kg.enlarged) * thicket;
  const arrow = (enabled) => ({ enabled: enabled && link.sign !== 0, scaleFactor: 0.55 });
  return {
    id: link.id,
    hidden: false,
    width: link.asserted ? wide : 1.4,
    dashes: link.asserted ? kg.signOf(link.sign).dash : [1, 5],
    arrows: { to: arrow(now.forward), from: arrow(now.backward) },
    smooth: kg.bow(link),
    color: { color: colour, highlight: colour, hover: colour, opacity: bright ? (link.sign === 0 ? 0.75 : 0.9) * Math.sqrt(thicket) : 0.12 },
  };
};

kg.draw = () => {
  kg.readPalette();
  kg.byBloc = kg.data.actors.some((about) => about.bloc !== null);
  kg.select();
  const signed = [...kg.now.keys()].filter((id) => kg.links[id].sign).length;
  /* more links than this are a thicket: a large network opens with its strongest ones */
  kg.startWeak = signed > 1.3 * kg.data.opening ? Math.min(99, Math.ceil(100 - (100 * kg.data.opening) / signed)) : 0;
  kg.filter.weak = kg.startWeak;
  kg.strong = kg.strongest();
  kg.decide();
  kg.upright = kg.at("graph").clientHeight > 1.1 * kg.at("graph").clientWidth;  // a phone: turn the layout
  const view = kg.wholeView();
  kg.enlarged = view ? kg.enlargement(view.scale) : 1;
  kg.nodeSet = new vis.DataSet();
  kg.linkSet = new vis.DataSet();
  kg.looks = new Map();
  kg.bringUpToDate(null);
  kg.network = new vis.Network(kg.at("graph"), { nodes: kg.nodeSet, edges: kg.linkSet }, {
    ...kg.options,
    interaction: { ...kg.options.interaction, hideEdgesOnDrag: kg.large, hideEdgesOnZoom: kg.large, hover: true },
  });
  kg.network.on("afterDrawing", kg.drawLabels);
  kg.network.on("click", (event) => {
    if (event.nodes.length) kg.choose({ actor: event.nodes[0], link: null });
    else if (event.edges.length) kg.choose({ actor: null, link: event.edges[0] });
    else kg.choose({ actor: null, link: null });
  });
  kg.network.on("doubleClick", (event) => { if (event.nodes.length) kg.focusOn(event.nodes[0]); });
  kg.network.on("hoverNode", (event) => { kg.hovered = event.node; kg.hint(event.node, null, event.pointer.DOM); });
  kg.network.on("hoverEdge", (event) => { kg.hint(null, event.edge, event.pointer.DOM); });
  kg.network.on("zoom", kg.later(120, () => kg.enlarge()));
  for (const name of ["zoom", "dragEnd"]) kg.network.on(name, () => { kg.moved = true; });
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
    kg.network.on(name, () => { kg.hovered = null; kg.at("hint").hidden = true; });
  }
  new ResizeObserver(kg.later(40, kg.refit)).observe(kg.at("graph"));
  kg.fit();
};

/* Bring the drawing up to date with filters, selection and theme; touches only what changed. */
kg.refresh = () => {
  kg.select();
  kg.restyle();
  kg.sayWhatIsShown();
};

kg.restyle = () => {
  const selected = kg.decide();
  kg.bringUpToDate(kg.drawn.size > 3000 ? null : selected);  // dimming a thicket takes too long
  kg.network.redraw();
};

/* Actors and links enter the drawing when they are first to be seen, and are hidden later. */
kg.bringUpToDate = (lit) => {
  const nodes = [];
  for (const node of kg.nodes) {
    const there = kg.looks.has(`n${node.id}`);
    if (!there && !kg.present.has(node.id)) continue;
    const look = kg.nodeLook(node, lit);
    if (kg.changed("n", look)) nodes.push(there ? look : { ...kg.place(node.id), ...look });
  }
  const links = [];
  for (const link of kg.links) {
    const there = kg.looks.has(`l${link.id}`);
    if (!there && !kg.drawn.has(link.id)) continue;
    const look = kg.linkLook(link, lit);
    if (kg.changed("l", look)) links.push(there ? look : { from: link.from, to: link.to, ...look });
  }
  kg.nodeSet.update(nodes);
  kg.linkSet.update(links);
};

/* Where an actor stands now, or would stand. */
kg.place = (node) => {
  const moved = kg.network && kg.network.body.nodes[node];
  if (moved) return { x: moved.x, y: moved.y };
  const { x, y } = kg.nodes[node];
  return kg.upright ? { x: y, y: x } : { x, y };
};

kg.changed = (kind, look) => {
  const key = kind + look.id;
  const text = JSON.stringify(look);
  if (kg.looks.get(key) === text) return false;
  kg.looks.set(key, text);
  return true;
};

kg.choose = ({ actor, link }) => {
  kg.selected = { actor, link };
  kg.restyle();  // what was too weak to be drawn must be there before it can be selected
  kg.network.unselectAll();
  if (actor !== null) kg.network.selectNodes([actor], false);
  if (link !== null) kg.network.selectEdges([link]);
  kg.at("hint").hidden = true;
  kg.showPanel();
};

/* When the room for the drawing changes: fit it again, unless the reader chose a view. */
kg.refit = () => { if (!kg.moved) kg.fit(); };

kg.fit = () => {
  const view = kg.wholeView();
  if (!view) return;
  kg.moved = false;
  kg.network.moveTo({
    ...view, animation: kg.painted && !kg.still() ? { duration: 350, easingFunction: "easeInOutQuad" } : false,
  });
  if (kg.painted) kg.enlarge(view.scale);
  kg.painted = true;
};

/* The middle and the scale at which all that is drawn just fits, labels included. */
kg.wholeView = () => {
  if (!kg.present.size) return null;
  const frame = kg.at("graph");
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const node of kg.present) {
    const { x, y } = kg.place(node);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const [aside, above] = [Math.min(80, frame.clientWidth / 8), 48];  // room for marks and labels at the rim
  return {
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.min((frame.clientWidth - 2 * aside) / (right - left || 1), (frame.clientHeight - 2 * above) / (bottom - top || 1), 1.5),
  };
};

/* Seen from afar, actors are drawn larger, so that they can still be told apart and hit. */
kg.enlargement = (scale) => Math.min(Math.max(0.42 / scale, 1), 4);
kg.enlarge = (scale = kg.network.getScale()) => {
  const wanted = kg.enlargement(scale);
  if (Math.abs(wanted / kg.enlarged - 1) < 0.12) return;
  kg.enlarged = wanted;
  kg.restyle();
};

kg.focusOn = (actor) => {
  kg.setFocus(actor);
  const note = kg.at("focus-note");
  note.hidden = actor === null;
  if (actor !== null) note.firstElementChild.textContent = `Only ${kg.label(actor)} and its neighbours`;
  kg.refresh();
  kg.fit();
};

kg.hint = (actor, link, at) => {
  const hint = kg.at("hint");
  hint.replaceChildren();
  if (actor !== null) {
    const about = kg.data.actors[actor];
    hint.append(kg.make("b", {}, about.label), ` ${about.type}${about.of ? `, ${about.of}` : ""}`,
      kg.make("div", {}, kg.plural(kg.totals(kg.touching.get(actor) || []).statements.length, "statement")));
  } else {
    const { from, to, sign, asserted } = kg.links[link];
    const now = kg.now.get(link);
    if (!now) return;
    hint.append(kg.make("b", {}, `${kg.label(from)} – ${kg.label(to)}`),
      kg.make("div", {}, `${asserted ? "" : "not asserted: "}${kg.signOf(sign).name}: ${kg.relationNames(now.found)}`),
      kg.make("div", {}, `${kg.plural(now.found.length, "statement")}, click to read`));
  }
  hint.hidden = false;
  const stage = kg.at("stage");
  hint.style.left = `${Math.min(at.x + 14, stage.clientWidth - hint.offsetWidth - 8)}px`;
  hint.style.top = `${Math.min(at.y + 14, stage.clientHeight - hint.offsetHeight - 8)}px`;
};

/* The relations behind some statements, most frequent first. */
kg.relationNames = (numbers, most = 3) => {
  const count = new Map();
  for (const number of numbers) {
    const { label } = kg.data.statements[number].relationAbout;
    count.set(label, (count.get(label) || 0) + 1);
  }
  const names = [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([label]) => label);
  return names.slice(0, most).join(", ") + (names.length > most ? `, +${names.length - most}` : "");
};

kg.sayWhatIsShown = () => {
  const pairs = (ids) => new Set([...ids].map((id) => `${kg.links[id].from} ${kg.links[id].to}`)).size;
  const all = kg.data.statements.length;
  const shown = kg.shownStatements.size;
  const parts = [kg.plural(kg.touching.size, "actor"), kg.plural(pairs(kg.now.keys()), "pair"),
    shown === all ? kg.plural(all, "statement") : `${shown.toLocaleString("en")} of ${kg.plural(all, "statement")}`];
  if (kg.filter.weak) parts.push(`the strongest ${pairs(kg.strong).toLocaleString("en")} pairs drawn`);
  kg.at("summary").textContent = parts.join(", ");
  const count = kg.at("filter-count");
  count.textContent = String(kg.filtersOn());
  count.hidden = !kg.filtersOn();
};

kg.loosen = (on) => {
  kg.network.setOptions({
    physics: on ? {
      enabled: true, solver: "forceAtlas2Based", stabilization: false, minVelocity: 0.6,
      forceAtlas2Based: { gravitationalConstant: -90, springLength: 130, springConstant: 0.05, avoidOverlap: 0.6, damping: 0.6 },
    } : { enabled: false },
  });
};
