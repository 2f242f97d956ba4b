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
    places.push({ node, left, top, radius: options.size * scale, rank: first(node) });
  }
  places.sort((a, b) => b.rank - a.rank || b.radius - a.radius || a.node - b.node);

  const shapes = kg.board();
  const texts = kg.board();
  for (const { node, left, top, radius } of places) {
    const r = radius * 0.9;
    shapes.put([left - r, top - r, left + r, top + r], node);
  }
  const size = Math.min(Math.max(15 * scale, 11.5), 16);
  context.textAlign = "center";
  context.textBaseline = "middle";
  let drawn = 0;
  for (const place of places) {
    const { node, left, top, radius, rank } = place;
    if (drawn > 400 && !rank) break;
    const dim = lit && !rank;
    const weight = kg.data.actors[node].family === 0 ? 600 : 400;
    const text = rank > 1 ? kg.label(node) : kg.shorten(kg.label(node));
    const font = `${weight} ${size}px system-ui, sans-serif`;
    context.font = font;
    const wide = kg.widthOf(context, text, font) / 2 + 2;
    const high = size * 0.62;
    const spots = [
      [left, top + radius + high + 2], [left, top - radius - high - 2],
      [left + radius + wide + 2, top], [left - radius - wide - 2, top],
    ];
    const box = ([x, y]) => [x - wide, y - high, x + wide, y + high];
    const inside = ([x]) => x - wide > 0 && x + wide < 2 * halfWidth;
    const spot = spots.find((s) => inside(s) && texts.free(box(s), node) && shapes.free(box(s), node))
      || spots.find((s) => texts.free(box(s), node) && radius > 12)
      || (rank > 1 ? spots[0] : null);
    if (!spot) continue;
    texts.put(box(spot), node);
    drawn += 1;
    context.font = `${weight} ${size / scale}px system-ui, sans-serif`;
    context.globalAlpha = dim ? 0.35 : 1;
    kg.paint(context, text, ...world(...spot), scale, kg.palette.ink);
  }
  context.globalAlpha = 1;
  kg.drawRelations(context, { scale, screen, texts, shapes, lit });
};

/* The relations on the links of what is selected, or on all when asked for. */
kg.drawRelations = (context, { scale, screen, texts, shapes, lit }) => {
  if (!lit && !kg.edgeNames) return;
  const size = Math.min(Math.max(12 * scale, 10.5), 13);
  const ids = lit ? [...lit.links] : [...kg.now.keys()];
  ids.sort((a, b) => kg.now.get(b).strength - kg.now.get(a).strength || a - b);
  for (const id of ids.slice(0, 150)) {
    const edge = kg.network.body.edges[id];
    if (!edge || !edge.connected) continue;
    const text = kg.relationNames(kg.now.get(id).found, 2);
    const font = `italic ${size}px system-ui, sans-serif`;
    context.font = font;
    const wide = kg.widthOf(context, text, font) / 2 + 2;
    const tries = [0.5, 0.38, 0.62, 0.28, 0.72].map((share) => [share, 0]);
    if (lit) {  // a short link: beside it, on the side to which it bows
      const out = edge.edgeType.getPoint(0.5).y < (edge.from.y + edge.to.y) / 2 - 1 ? -1 : 1;
      for (const aside of [14, 26, 38, 50, -14, -26, -38]) tries.push([0.5, out * aside]);
    }
    for (const [share, aside] of tries) {
      const point = edge.edgeType.getPoint(share);
      point.y += aside / scale;
      const [x, y] = screen(point.x, point.y);
      const box = [x - wide, y - size * 0.6, x + wide, y + size * 0.6];
      if (!texts.free(box, null) || !shapes.free(box, null)) continue;
      texts.put(box, `link ${id}`);
      context.font = `italic ${size / scale}px system-ui, sans-serif`;
      kg.paint(context, text, point.x, point.y, scale, kg.signColour(kg.links[id].sign));
      break;
    }
  }
};
