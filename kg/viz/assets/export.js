"use strict";
/* The view as a picture, the filtered statements as a table. */

kg.save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  const anchor = kg.make("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};

kg.fileName = (ending) => `${kg.data.title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "graph"}.${ending}`;

kg.savePng = () => {
  const drawing = kg.at("graph").querySelector("canvas");
  const ratio = drawing.width / drawing.clientWidth;
  const [head, foot] = [44 * ratio, 30 * ratio];
  const picture = document.createElement("canvas");
  picture.width = drawing.width;
  picture.height = drawing.height + head + foot;
  const context = picture.getContext("2d");
  context.fillStyle = kg.palette.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawing, 0, head);
  context.fillStyle = kg.palette.ink;
  context.textBaseline = "middle";
  context.font = `600 ${18 * ratio}px system-ui, sans-serif`;
  context.fillText(kg.data.title, 14 * ratio, head / 2);
  context.font = `${12 * ratio}px system-ui, sans-serif`;
  let x = 14 * ratio;
  const y = picture.height - foot / 2;
  const entries = [["works with", 1], ["against", -1]];
  for (const [text, sign] of entries) {
    context.strokeStyle = kg.signColour(sign);
    context.lineWidth = 3 * ratio;
    context.setLineDash((kg.signOf(sign).dash || []).map((part) => part * ratio));
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 40 * ratio, y);
    context.stroke();
    context.fillText(text, x + 48 * ratio, y);
    x += 62 * ratio + context.measureText(text).width;
  }
  const told = [kg.at("summary").textContent, kg.at("time").hidden ? "" : kg.at("span").textContent].filter(Boolean).join("; ");
  context.fillText(told, x, y);
  picture.toBlob((blob) => kg.save(blob, kg.fileName("png")), "image/png");
};

/* A cell that a spreadsheet would take for a formula is led by an apostrophe. */
kg.cell = (value) => {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

kg.csv = () => {
  const head = ["id", "subject", "relation", "object", "status", "speaker", "start", "end", "place", "weight", "confidence", "published", "source", "url", "article", "sentence"];
  const rows = kg.data.statements.filter((s) => kg.shownStatements.has(s.number)).map((s) => [
    s.id, kg.label(s.subject), s.relationAbout.name, kg.label(s.object), s.status, s.speaker,
    s.time && s.time[0], s.time && s.time[1], s.place, s.weight, s.confidence,
    s.articleAbout.published, s.source, s.articleAbout.url, s.articleAbout.title || s.articleAbout.id, s.text,
  ]);
  return [head, ...rows].map((row) => row.map(kg.cell).join(",")).join("\r\n") + "\r\n";
};

kg.startExport = () => {
  kg.at("save-png").onclick = kg.savePng;
  kg.at("save-csv").onclick = () => kg.save(new Blob(["\ufeff", kg.csv()], { type: "text/csv" }), kg.fileName("csv"));
};
