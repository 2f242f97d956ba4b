"use strict";
/* The time line: two handles, a histogram of what was reported, and a play button. */

kg.startTime = () => {
  const dated = kg.data.statements.filter((s) => s.months);
  if (!dated.length) return;
  kg.clipTails(dated);
  const undated = dated.length < kg.data.statements.length;
  kg.at("undated-choice").hidden = !undated;
  if (kg.first === kg.last) return;
  kg.at("time").hidden = false;
  for (const [id, value] of [["from", kg.first], ["to", kg.last]]) {
    const handle = kg.at(id);
    handle.min = kg.first;
    handle.max = kg.last;
    handle.value = value;
    handle.oninput = () => { kg.stopPlay(); kg.setSpan(Number(kg.at("from").value), Number(kg.at("to").value), id); };
  }
  kg.at("undated").onchange = (event) => { kg.filter.undated = event.target.checked; kg.afterFilter(); };
  kg.at("play").onclick = kg.play;
  kg.saySpan();
  kg.drawMonths();
};

/* A few statements far off in time would press all others into one corner: they move to the rim,
   and the label says so. */
kg.clipTails = (dated) => {
  const starts = dated.map((s) => s.months[0]).sort((a, b) => a - b);
  const ends = dated.map((s) => s.months[1]).sort((a, b) => a - b);
  const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  [kg.first, kg.last] = [starts[0], ends[ends.length - 1]];
  kg.early = false;
  if (at(ends, 0.98) - at(starts, 0.04) < (kg.last - kg.first) / 3) {
    kg.early = true;
    [kg.first, kg.last] = [at(starts, 0.04) - 1, Math.max(at(ends, 0.995), at(starts, 0.04) + 1)];
  }
  for (const statement of dated) {
    statement.months = statement.months.map((month) => Math.min(Math.max(month, kg.first), kg.last));
  }
};

kg.resetTime = () => {
  if (kg.first === undefined) return;
  kg.stopPlay();
  kg.at("undated").checked = true;
  kg.setSpan(kg.first, kg.last);
};

/* A handle that is pushed past the other takes it along. */
kg.setSpan = (from, to, moved = "to") => {
  if (from > to) { if (moved === "from") to = from; else from = to; }
  kg.at("from").value = from;
  kg.at("to").value = to;
  kg.filter.from = from === kg.first ? null : from;
  kg.filter.to = to === kg.last ? null : to;
  kg.saySpan();
  kg.drawMonths();
  kg.afterFilter();
};

kg.saySpan = () => {
  const [from, to] = [Number(kg.at("from").value), Number(kg.at("to").value)];
  const start = kg.early && from === kg.first ? "earlier" : kg.monthName(from);
  const text = from === to ? start : `${start} – ${kg.monthName(to)}`;
  kg.at("span").textContent = text;
  kg.at("from").setAttribute("aria-valuetext", kg.monthName(from));
  kg.at("to").setAttribute("aria-valuetext", kg.monthName(to));
};

/* Cooperation above the line, conflict below it, by the month in which things began. */
kg.drawMonths = () => {
  if (kg.first === undefined || kg.at("time").hidden) return;
  const span = kg.last - kg.first + 1;
  const bins = Math.min(span, 120);
  const up = new Array(bins).fill(0);
  const down = new Array(bins).fill(0);
  for (const statement of kg.data.statements) {
    if (!statement.months || statement.status !== "asserted" || !statement.sign) continue;
    const bin = Math.floor(((statement.months[0] - kg.first) * bins) / span);
    (statement.sign > 0 ? up : down)[bin] += statement.mass;
  }
  const most = Math.max(...up, ...down, 0.001);
  const svg = "http://www.w3.org/2000/svg";
  const bars = [];
  const [from, to] = [Number(kg.at("from").value), Number(kg.at("to").value)];
  for (let bin = 0; bin < bins; bin += 1) {
    const month = kg.first + (bin * span) / bins;
    const inside = month >= from - span / bins && month <= to;
    for (const [value, sign] of [[up[bin], 1], [down[bin], -1]]) {
      if (!value) continue;
      const bar = document.createElementNS(svg, "rect");
      const high = Math.max(1.2, 15 * Math.sqrt(value / most));
      for (const [key, given] of Object.entries({ x: bin + 0.1, width: 0.8, y: sign > 0 ? 16 - high : 16, height: high, fill: kg.signColour(sign), opacity: inside ? 0.9 : 0.22 })) {
        bar.setAttribute(key, given);
      }
      bars.push(bar);
    }
  }
  kg.at("months").setAttribute("viewBox", `0 0 ${bins} 32`);
  kg.at("months").replaceChildren(...bars);
};

/* From the whole span the end runs from the first month on; a narrower span slides along. */
kg.play = () => {
  if (kg.playing) { kg.stopPlay(); return; }
  if (kg.first === undefined) return;
  let [from, to] = [Number(kg.at("from").value), Number(kg.at("to").value)];
  const step = Math.max(1, Math.round((kg.last - kg.first) / 60));
  const grow = from === kg.first;
  if (to >= kg.last) {
    const width = to - from;
    from = kg.first;
    to = grow ? kg.first : kg.first + width;
  }
  kg.press("play", true);
  kg.at("play").textContent = "❚❚";
  const tick = () => {
    kg.setSpan(from, Math.min(to, kg.last));
    if (to >= kg.last) { kg.stopPlay(); return; }
    to += step;
    if (!grow) from += step;
  };
  kg.playing = setInterval(tick, 500);
  tick();
};

kg.stopPlay = () => {
  clearInterval(kg.playing);
  kg.playing = 0;
  kg.press("play", false);
  kg.at("play").textContent = "▶";
};
