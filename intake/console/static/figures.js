// Draws the charts of board, reports and quality from the data beside them, and keeps the board up to date.
// Without it, or without ECharts, the tables say the same.
"use strict";

const EVERY = 10000;
const live = document.querySelector("[data-live]");
const drawn = new Map();
const folded = new Map(); // which tables somebody has opened or closed
let mark = "";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const tones = { accent: "accent", info: "info-dot", wait: "wait-dot", bad: "bad-dot", good: "good-dot", soft: "edge-strong" };
const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8125;
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(document.documentElement.lang);

function series(line, lies) {
  const tone = colour(tones[line.tone] ?? "accent");
  const bar = line.kind === "bar";
  const format = line.share ? percent : plain;
  return {
    name: line.name,
    type: line.kind,
    data: line.values,
    stack: line.stack || undefined,
    yAxisIndex: 0,
    symbol: "none",
    barMaxWidth: size() * 2,
    barMinHeight: 0,
    itemStyle: { color: tone, borderRadius: bar && !line.stack ? (lies ? [0, 3, 3, 0] : [3, 3, 0, 0]) : 0 },
    lineStyle: { color: tone, width: 2, type: line.tone === "soft" ? [4, 4] : "solid" },
    tooltip: { valueFormatter: (value) => (value == null ? "–" : format.format(value)) },
    label: lies && bar ? { show: true, position: "right", color: colour("ink"), fontSize: size(), formatter: (one) => format.format(one.value) } : undefined,
  };
}

function options(chart) {
  const text = { color: colour("soft"), fontSize: size(), fontFamily: getComputedStyle(document.body).fontFamily };
  const format = chart.lines.some((line) => line.share) ? percent : plain;
  const names = {
    type: "category",
    data: chart.labels,
    inverse: chart.lies,
    axisLabel: { ...text, hideOverlap: true, ...(chart.lies ? { width: size() * 11, overflow: "break" } : {}) },
    axisLine: { lineStyle: { color: colour("line") } },
    axisTick: { show: false },
  };
  const values = {
    type: "value",
    minInterval: format === plain ? 1 : undefined,
    max: format === percent ? 1 : undefined,
    axisLabel: { ...text, show: !chart.lies, formatter: (value) => format.format(value) },
    splitLine: { show: !chart.lies, lineStyle: { color: colour("edge") } },
  };
  const legend = chart.lines.length > 1;
  return {
    animation: false,
    textStyle: text,
    grid: { left: 0, right: chart.lies ? size() * 4 : size(), top: legend ? size() * 3 : size(), bottom: 0, containLabel: true },
    legend: legend ? { show: true, type: "scroll", left: 0, top: 0, itemWidth: size(), itemHeight: size() * 0.6, itemGap: size() * 1.4, icon: "roundRect", textStyle: text } : { show: false },
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: colour("raised"), borderColor: colour("line"), textStyle: { ...text, color: colour("ink") }, axisPointer: { type: chart.lies ? "shadow" : "line", lineStyle: { color: colour("line") } } },
    xAxis: chart.lies ? values : names,
    yAxis: chart.lies ? names : values,
    series: chart.lines.map((line) => series(line, chart.lies)),
  };
}

function draw() {
  for (const [place, chart] of drawn) {
    if (!place.isConnected) {
      chart.dispose();
      drawn.delete(place);
    }
  }
  if (!window.echarts) return;
  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    place.hidden = false;
    const chart = drawn.get(place) ?? window.echarts.init(place, null, { renderer: "canvas" });
    drawn.set(place, chart);
    chart.setOption(options(data), true);
  }
  for (const table of document.querySelectorAll("details.as-table")) {
    table.open = folded.get(table.id) ?? false;
    table.addEventListener("toggle", () => folded.set(table.id, table.open));
  }
}

async function refresh() {
  if (document.visibilityState !== "visible" || live.contains(document.activeElement)) return;
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-Live": "1" };
  if (mark) headers["If-None-Match"] = mark;
  try {
    const answer = await fetch(live.dataset.live, { headers, cache: "no-store" });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) location.assign(elsewhere);
    if (elsewhere || answer.status !== 200) return;
    mark = answer.headers.get("ETag") ?? "";
    live.innerHTML = await answer.text();
    draw();
  } catch {
    // The network is away: the next time will do.
  }
}

draw();
if (live) {
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}
for (const form of document.querySelectorAll("[data-sends-itself]")) form.addEventListener("change", () => form.requestSubmit());
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
window.addEventListener("resize", () => { for (const chart of drawn.values()) chart.resize(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
// On paper the tables stand in for the drawings.
window.addEventListener("beforeprint", () => { for (const table of document.querySelectorAll("details.as-table")) table.open = true; });
