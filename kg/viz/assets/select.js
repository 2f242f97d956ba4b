"use strict";
/* Which statements the filters let through, and what that makes of each link. */

kg.fresh = () => ({
  signs: new Set([1, -1, 0]),
  statuses: new Set(["asserted"]),
  relationsOff: new Set(),
  sourcesOff: new Set(),
  confidence: 0,
  weak: 0,
  from: null,
  to: null,
  undated: true,
  states: false,
  focus: null,
});
kg.filter = kg.fresh();

kg.passes = (statement) => {
  const f = kg.filter;
  if (!f.signs.has(statement.sign) || !f.statuses.has(statement.status)) return false;
  if (f.relationsOff.has(statement.relation) || f.sourcesOff.has(statement.source)) return false;
  if (statement.confidence < f.confidence) return false;
  if (!statement.months) return f.undated;
  if (f.from !== null && statement.months[1] < f.from) return false;
  if (f.to !== null && statement.months[0] > f.to) return false;
  return true;
};

/* Strength: the strongest statement of each day, summed. Arrows: who does it to whom. */
kg.measure = (link) => {
  const days = new Map();
  const found = [];
  let forward = false;
  let backward = false;
  for (const number of link.statements) {
    if (!kg.passing[number]) continue;
    const statement = kg.data.statements[number];
    found.push(number);
    days.set(statement.day, Math.max(statement.mass, days.get(statement.day) || 0));
    if (!statement.relationAbout.symmetric) {
      if (kg.standsFor(statement.subject) === link.from) forward = true;
      else backward = true;
    }
  }
  let strength = 0;
  for (const mass of days.values()) strength += mass;
  return { found, strength, forward, backward, events: days.size };
};

/* Recompute what the filters let through: kg.passing (by statement), kg.now (by link), and
   kg.touching (links by actor). Weak links pass too; whether they are drawn is decided later. */
kg.select = () => {
  const f = kg.filter;
  kg.passing = kg.data.statements.map(kg.passes);
  kg.now = new Map();
  kg.touching = new Map();
  for (const link of kg.links) {
    if (link.states !== f.states) continue;
    if (f.focus !== null && link.from !== f.focus && link.to !== f.focus && !kg.amongNeighbours(link)) continue;
    const now = kg.measure(link);
    if (!now.found.length) continue;
    kg.now.set(link.id, now);
    for (const actor of [link.from, link.to]) {
      if (!kg.touching.has(actor)) kg.touching.set(actor, []);
      kg.touching.get(actor).push(link.id);
    }
  }
  kg.shownStatements = new Set();
  for (const now of kg.now.values()) now.found.forEach((number) => kg.shownStatements.add(number));
  kg.strong = kg.strongest();
};

/* The links that are not too weak. Structure is drawn only between actors that are drawn anyway. */
kg.strongest = () => {
  const { weak } = kg.filter;
  if (!weak) return new Set(kg.now.keys());
  const signed = [...kg.now].filter(([id]) => kg.links[id].sign && kg.links[id].asserted);
  signed.sort((a, b) => b[1].strength - a[1].strength || a[0] - b[0]);
  const strong = new Set(signed.slice(0, Math.ceil((signed.length * (100 - weak)) / 100)).map(([id]) => id));
  const there = new Set([...strong].flatMap((id) => [kg.links[id].from, kg.links[id].to]));
  for (const id of kg.now.keys()) {
    const { sign, asserted, from, to } = kg.links[id];
    if ((!sign || !asserted) && there.has(from) && there.has(to)) strong.add(id);
  }
  return strong;
};

/* Of what passes, draw the strong links, and all of what is selected, however weak. */
kg.decide = () => {
  const lit = kg.lit();
  kg.drawn = new Set(kg.strong);
  if (lit) lit.links.forEach((id) => kg.drawn.add(id));
  kg.present = new Set();
  for (const id of kg.drawn) {
    kg.present.add(kg.links[id].from);
    kg.present.add(kg.links[id].to);
  }
  return lit;
};

kg.neighbours = (actor, states) => {
  const near = new Set();
  for (const link of kg.links) {
    if (link.states !== states) continue;
    if (link.from === actor) near.add(link.to);
    if (link.to === actor) near.add(link.from);
  }
  return near;
};

kg.amongNeighbours = (link) => kg.focusNear.has(link.from) && kg.focusNear.has(link.to);

kg.setFocus = (actor) => {
  kg.filter.focus = actor;
  kg.focusNear = actor === null ? new Set() : kg.neighbours(actor, kg.filter.states);
};
kg.setFocus(null);

/* Number of filters that differ from the start. */
kg.filtersOn = () => {
  const f = kg.filter;
  let count = f.relationsOff.size ? 1 : 0;
  if (f.sourcesOff.size) count += 1;
  if (f.signs.size < 3) count += 1;
  if (f.statuses.size !== 1 || !f.statuses.has("asserted")) count += 1;
  if (f.confidence > 0) count += 1;
  if (f.weak !== kg.startWeak) count += 1;
  if (!f.undated) count += 1;
  return count;
};

/* Totals of one actor or pair over what is shown now: {cooperation, conflict, statements}. */
kg.totals = (ids) => {
  const total = { cooperation: 0, conflict: 0, statements: [] };
  for (const id of ids) {
    const link = kg.links[id];
    const now = kg.now.get(id);
    if (!now) continue;
    if (link.asserted && link.sign > 0) total.cooperation += now.strength;
    if (link.asserted && link.sign < 0) total.conflict += now.strength;
    total.statements.push(...now.found);
  }
  return total;
};
