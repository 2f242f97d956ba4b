"use strict";

kg.draw();
kg.startSearch();
kg.startFilters();
kg.startTime();
kg.startExport();
kg.startKeys();
kg.drawLegend();
kg.sayWhatIsShown();
kg.press("dark", kg.isDark());
if (kg.data.states && !kg.at("as-states").hidden) kg.toggleStates();
kg.opening = kg.data.actors.findIndex((about) => about.id === kg.data.focus);
if (kg.touching.has(kg.opening)) kg.focusOn(kg.opening);
if (innerWidth < 760) kg.at("legend").open = false;
if (!kg.data.statements.length) kg.at("summary").textContent = "There are no statements to draw.";
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (!document.documentElement.dataset.theme) { kg.readPalette(); kg.restyle(); kg.drawLegend(); kg.drawMonths(); }
});
kg.network.once("afterDrawing", () => { document.documentElement.dataset.painted = String(Math.round(performance.now())); });
