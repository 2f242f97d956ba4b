"use strict";
/* Labels, painted over the drawing: readable at every zoom, the weightiest first, none on another. */

kg.widths = new Map();
kg.widthOf = (context, text, font) => {
  const key = font + text;
  if (!kg.widths.has(key)) kg.widths.set(key, context.measureText(text).width);
  return kg.widths.get(key);
};

kg.shorten = (text, most = 28) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

/* Boxes on the screen in a coarse grid, so that looking for a free place stays quick. */
kg.board = (cell = 90) => {
  const cells = new Map();
  const each = function* (box) {
    for (let i = Math.floor(box[0] / cell); i <= Math.floor(box[2] / cell); i += 1) {
      for (let j = Math.floor(box[1] / cell); j <= Math.floor(box[3] / cell); j += 1) yield `${i} ${j}`;
    }
  };
  return {
    put(box, owner) {
      for (const key of each(box)) {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push([box, owner]);
      }
    },
    free(box, owner) {
      for (const key of each(box)) {
        for (const [other, whose] of cells.get(key) || []) {
          if (whose === owner) continue;
          if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
        }
      }
      return true;
    },
  };
};

kg.paint = (context, text, x, y, scale, colour) => {
  context.lineWidth = 4 / scale;
  context.strokeStyle = kg.palette.ground;
  context.lineJoin = "round";
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
};

kg.drawLabels = (context) => {
  const scale = kg.network.getScale();
  const centre = kg.network.getViewPosition();
  const frame = kg.at("graph");
  const [halfWidth, halfHeight] = [frame.clientWidth / 2, frame.clientHeight / 2];
  const screen = (x, y) => [(x - centre.x) * scale + halfWidth, (y - centre.y) * scale + halfHeight];
  const world = (x, y) => [(x - halfWidth) / scale + centre.x, (y - halfHeight) / scale + centre.y];
  const lit = kg.lit();
  const first = (node) => (node === kg.selected.actor ? 3 : node === kg.hovered ? 2 : lit && lit.actors.has(node) ? 1 : 0);
  const places = [];
  for (const node of kg.present) {
    const { x, y, options } = kg.network.body.nodes[node];
    const [left, top] = screen(x, y);
    if (left < -60 || top < -40 || left > 2 * halfWidth + 60 || top > 2 * halfHeight + 40) continue;
    places.push({ node, left, top, radius: options.size * scale, rank: first(node), leading: false });
  }
  places.sort((a, b) => b.rank - a.rank || b.radius - a.radius || a.node - b.node);

  places.slice(0, 40).forEach((place) => { place.leading = true; });
  const shapes = kg.board();
  const texts = kg.board();
  for (const { node, left, top, radius, rank } of places) {
    if (lit && !rank) continue;  // what is dimmed may be written over
    const r = radius * 0.9;
    shapes.put([left - r, top - r, left + r, top + r], node);
  }
  context.textAlign = "center";
  context.textBaseline = "middle";
  const view = { context, scale, screen, world, halfWidth, shapes, texts, lit };
  if (lit) {  // what is selected comes first, the names of its links second, the rest where room is left
    places.filter((place) => place.rank).forEach((place) => kg.drawName(view, place));
    kg.drawRelations(view);
  }
  places.filter((place) => !lit || !place.rank).slice(0, 900).forEach((place) => kg.drawName(view, place));
  if (!lit) kg.drawRelations(view);
  context.globalAlpha = 1;
};

/* The name of one actor: below it, or above, or beside it, or nowhere. */
kg.drawName = (view, { node, left, top, radius, rank, leading }) => {
  const { context, scale, texts, shapes } = view;
  const size = Math.min(Math.max(15 * scale, 11.5), 16);
  const weight = kg.data.actors[node].family === 0 ? 600 : 400;
  const text = rank > 1 ? kg.label(node) : kg.shorten(kg.label(node));
  const font = `${weight} ${size}px system-ui, sans-serif`;
  context.font = font;
  const wide = kg.widthOf(context, text, font) / 2 + 2;
  const high = size * 0.62;
  kg.drawCode(view, node, left, top, radius);
  const spots = [
    [left, top + radius + high + 2], [left, top - radius - high - 2],
    [left + radius + wide + 2, top], [left - radius - wide - 2, top],
  ];
  const box = ([x, y]) => [x - wide, y - high, x + wide, y + high];
  const inside = ([x]) => x - wide > 0 && x + wide < 2 * view.halfWidth;
  const spot = spots.find((s) => inside(s) && texts.free(box(s), node) && shapes.free(box(s), node))
    || spots.find((s) => texts.free(box(s), node) && (radius > 12 || leading))
    || (rank > 1 ? spots[0] : null);
  if (!spot) return;
  texts.put(box(spot), node);
  context.font = `${weight} ${size / scale}px system-ui, sans-serif`;
  context.globalAlpha = view.lit && !rank ? 0.35 : 1;
  kg.paint(context, text, ...view.world(...spot), scale, kg.palette.ink);
};

/* The code of a state inside its mark, where there is room. */
kg.drawCode = ({ context, world, scale, lit }, node, left, top, radius) => {
  const code = kg.data.actors[node].code;
  if (!code || radius < 13) return;
  context.globalAlpha = lit && !lit.actors.has(node) ? 0.3 : 1;
  context.font = `600 ${Math.min(radius * 0.72, 15) / scale}px system-ui, sans-serif`;
  context.fillStyle = kg.palette.ground;
  context.fillText(code, ...world(left, top + 0.5));
};

/* The relations on the links of what is selected, or on all when asked for. */
kg.drawRelations = (view) => {
  if (!view.lit && !kg.edgeNames) return;
  view.context.globalAlpha = 1;
  const ids = view.lit ? [...view.lit.links] : [...kg.drawn];
  ids.sort((a, b) => kg.now.get(b).strength - kg.now.get(a).strength || a - b);
  for (const id of ids.slice(0, 150)) {
    if (!kg.drawRelation(view, id, 2)) kg.drawRelation(view, id, 1);
  }
};

/* On the link; for one that is too short beside it, on the side to which it bows. */
kg.drawRelation = ({ context, scale, screen, texts, shapes, lit }, id, most) => {
  const edge = kg.network.body.edges[id];
  if (!edge || !edge.connected) return true;
  const size = Math.min(Math.max(12 * scale, 10.5), 13);
  const text = kg.relationNames(kg.now.get(id).found, most);
  const font = `italic ${size}px system-ui, sans-serif`;
  context.font = font;
  const wide = kg.widthOf(context, text, font) / 2 + 2;
  const tries = [0.5, 0.38, 0.62, 0.28, 0.72].map((share) => [share, 0]);
  if (lit) {
    const out = edge.edgeType.getPoint(0.5).y < (edge.from.y + edge.to.y) / 2 - 1 ? -1 : 1;
    for (const aside of [14, 26, 38, 50, -14, -26, -38]) tries.push([0.5, out * aside]);
  }
  for (const [share, aside] of tries) {
    const { x, y } = edge.edgeType.getPoint(share);
    const [left, top] = screen(x, y + aside / scale);
    const box = [left - wide, top - size * 0.6, left + wide, top + size * 0.6];
    if (!texts.free(box, null) || !shapes.free(box, null)) continue;
    texts.put(box, `link ${id}`);
    context.font = `italic ${size / scale}px system-ui, sans-serif`;
    kg.paint(context, text, x, y + aside / scale, scale, kg.signColour(kg.links[id].sign));
    return true;
  }
  return false;
};
