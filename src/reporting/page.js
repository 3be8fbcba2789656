// Draws the plots of a symh report. <body data-drawn> counts the plots that are drawn, <body data-errors>
// the errors of the page: the tests read both.
(() => {
  "use strict";
  const body = document.body;
  body.dataset.drawn = "0";
  body.dataset.errors = "0";
  window.addEventListener("error", () => { body.dataset.errors = String(Number(body.dataset.errors) + 1); });

  // Okabe and Ito's colours for the colour-blind, each darkened or lightened until it stands out.
  const themes = {
    light: { ink: "#1b1f24", grid: "#d0d7de", axis: "#8c959f",
             palette: ["#0072b2", "#d55e00", "#009e73", "#aa4499", "#b87800", "#4c4cff"] },
    dark: { ink: "#f0f3f6", grid: "#363d46", axis: "#6e7781",
            palette: ["#56b4e9", "#ff8a4c", "#2cc295", "#da8fc0", "#f0c14b", "#a9a9ff"] },
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (dark.matches ? themes.dark : themes.light);
  const touch = window.matchMedia("(pointer: coarse)").matches;
  const hint = touch ? "Tap for values, pinch to zoom, double tap to reset"
                     : "Hover for values, drag to zoom, double click to reset";

  const number = (value, digits) => {
    if (value === null || !isFinite(value)) return "";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
      return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
    }
    return String(Number(value.toPrecision(digits)));
  };
  const utc = (time) => new Date(time).toISOString().slice(0, 16).replace("T", " ") + " UTC";
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

  // dygraphs knows a line by its name, so two of the same name must differ.
  const uniqueNames = (lines) => {
    const seen = new Set(["x"]);
    return lines.map((line) => {
      let name = line.name;
      for (let i = 2; seen.has(name); ++i) name = `${line.name} (${i})`;
      seen.add(name);
      return name;
    });
  };

  const rows = (plot) => {
    let minutes = 0;  // times come as steps
    return plot.x.map((x, i) => {
      minutes += x;
      return [plot.x_is_time ? new Date(minutes * 60000) : x, ...plot.lines.map((line) => line.y[i])];
    });
  };

  const seriesOptions = (plot, names) => {
    const { ink, palette } = theme();
    const series = {};
    let coloured = 0;
    plot.lines.forEach((line, i) => {
      const turn = Math.floor(coloured / palette.length);  // colours used up: the next turn is dashed
      const edge = line.style === "edge";
      const color = line.ink ? ink : palette[edge ? 0 : coloured++ % palette.length];
      const dashes = line.style === "dashed" ? [6, 4] : [null, [2, 2], [8, 3, 2, 3]][line.ink ? 0 : turn % 3];
      const dots = line.style === "dots";
      series[names[i]] = { color, strokePattern: dashes, strokeWidth: dots ? 0 : edge ? 0.6 : line.ink ? 1.4 : 1.8,
                           drawPoints: dots || (!edge && plot.x.length <= 30), pointSize: !dots ? 2.5 : plot.x.length > 300 ? 1.6 : 3 };
    });
    return series;
  };

  // Shades the room between the first two edges, under the lines; broken where either has no value.
  const shadeBand = (plot) => {
    const [low, high] = plot.lines.flatMap((line, i) => (line.style === "edge" ? [i + 1] : []));
    if (high === undefined) return undefined;
    return (context, area, graph) => {
      const has = (row, column) => Number.isFinite(graph.getValue(row, column));
      const to = (row, column) =>
        context.lineTo(graph.toDomXCoord(graph.getValue(row, 0)), graph.toDomYCoord(graph.getValue(row, column)));
      context.save();
      context.beginPath();
      context.rect(area.x, area.y, area.w, area.h);
      context.clip();
      context.fillStyle = theme().palette[0];
      context.globalAlpha = 0.22;
      for (let row = 0; row < graph.numRows(); ++row) {
        const begin = row;
        while (row < graph.numRows() && has(row, low) && has(row, high)) ++row;
        if (row === begin) continue;
        context.beginPath();
        for (let i = begin; i < row; ++i) to(i, low);
        for (let i = row - 1; i >= begin; --i) to(i, high);
        context.closePath();
        context.fill();
      }
      context.restore();
    };
  };

  const themeOptions = (plot, names) => ({
    series: seriesOptions(plot, names),
    gridLineColor: theme().grid,
    axisLineColor: theme().axis,
  });

  const legend = (plot) => (data) => {
    const at = data.x === undefined ? hint
      : plot.x_names.length > 0 ? `${escaped(plot.x_label)} ${escaped(plot.x_names[data.x] ?? "")}`
      : plot.x_is_time ? utc(data.x) : `${escaped(plot.x_label)} ${number(data.x, 6)}`;
    const keys = data.series.map((line, i) => {
      const filled = { dots: "dot", edge: "band" }[plot.lines[i].style];
      const mark = filled
        ? `<span class="${filled}" style="background:${line.color}"></span>` : `<span style="color:${line.color}">${line.dashHTML}</span>`;
      const value = data.x === undefined || line.yHTML === undefined ? "" : ` <span class="value">${line.yHTML}</span>`;
      return `<span class="key">${mark} ${line.labelHTML}${value}</span>`;
    });
    return `<div class="where">${at}</div>${keys.join("")}`;
  };

  // One finger scrolls the page, as everywhere else; two zoom and move the plot.
  const interaction = () => {
    const model = { ...Dygraph.defaultInteractionModel };
    const { touchstart, touchmove } = model;
    model.touchstart = (event, g, context) => { if (event.touches.length > 1) touchstart(event, g, context); };
    model.touchmove = (event, g, context) => { if (event.touches.length > 1) touchmove(event, g, context); };
    return model;
  };

  const xAxis = (plot) => {
    if (plot.x_is_time) return { drawGrid: true, valueFormatter: utc };
    if (plot.x_names.length > 0) {
      const name = (x) => plot.x_names[x] ?? "";
      return { drawGrid: true, valueFormatter: name, ticker: () => plot.x_names.map((label, v) => ({ v, label })) };
    }
    return { drawGrid: true, logscale: plot.log_x, axisLabelFormatter: (x) => number(x, 6), valueFormatter: (x) => number(x, 6) };
  };

  const draw = (plot, key) => {
    const names = uniqueNames(plot.lines);
    const options = {
      labels: ["x", ...names],
      labelsUTC: true,
      legend: "always",
      labelsDiv: document.getElementById(`legend-${key}`),
      legendFormatter: legend(plot),
      logscale: plot.log_y,
      interactionModel: interaction(),
      highlightCircleSize: 4,
      axisLabelFontSize: 12,
      xRangePad: plot.x_names.length > 0 ? 40 : 6,
      yRangePad: 10,
      axes: { x: xAxis(plot),
              y: { axisLabelWidth: 46, axisLabelFormatter: (y) => number(y, 5), valueFormatter: (y) => number(y, 6) } },
      underlayCallback: shadeBand(plot),
      ...themeOptions(plot, names),
    };
    const graph = new Dygraph(document.getElementById(`plot-${key}`), rows(plot), options);
    graph.ready(() => { body.dataset.drawn = String(Number(body.dataset.drawn) + 1); });
    const follow = () => graph.updateOptions(themeOptions(plot, names));
    dark.addEventListener("change", follow);
    return () => { dark.removeEventListener("change", follow); graph.destroy(); };
  };

  JSON.parse(document.getElementById("plots").textContent).forEach(draw);

  // Reads what short_numbers() wrote (reporting/short_numbers.h).
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%()*+,-./:;=?@[";
  const numbers = (text) => {
    let last = 0;
    return (text.match(/~\d+~|[^~]/g) ?? []).map((part) => {
      if (part === " ") return null;
      const code = part[0] === "~" ? Number(part.slice(1, -1)) : letters.indexOf(part);
      last += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
      return last;
    });
  };

  // One plot of many, by the row and the column that the reader chooses. <body data-shown> holds its title.
  const browse = ({ anchor, columns, plots }) => {
    const at = (id) => document.getElementById(id);
    const row = at("browser-row"), column = at("browser-column");
    let remove = () => {};
    const show = () => {
      remove();
      remove = () => {};
      const chosen = plots[row.selectedIndex * columns + column.selectedIndex];
      at("browser-back").disabled = row.selectedIndex === 0;
      at("browser-on").disabled = row.selectedIndex === row.length - 1;
      body.dataset.shown = chosen?.title ?? "";
      at("plot-browser").ariaLabel = chosen?.title ?? "There is no forecast.";
      at("plot-browser").replaceChildren(chosen ? "" : "There is no forecast of this storm at this lead time.");
      at("legend-browser").replaceChildren();
      if (!chosen) return;
      const steps = numbers(chosen.steps);
      steps[0] = chosen.from;
      remove = draw({ x: steps, x_is_time: true, x_label: "", x_names: [], log_x: false, log_y: false,
                      lines: chosen.lines.map((line) => ({ ...line, y: numbers(line.y) })) }, "browser");
    };
    const go = (step) => { row.selectedIndex += step; show(); };
    const follow = () => {
      const found = location.hash.match(/^#(.+)-(\d+)$/);
      if (!found || found[1] !== anchor || Number(found[2]) > row.length) return;
      row.selectedIndex = Number(found[2]) - 1;
      show();
      at("browser").scrollIntoView();
    };
    row.addEventListener("change", show);
    column.addEventListener("change", show);
    at("browser-back").addEventListener("click", () => go(-1));
    at("browser-on").addEventListener("click", () => go(1));
    window.addEventListener("hashchange", follow);
    show();
    follow();
  };
  const data = document.getElementById("browser-data");
  if (data) browse(JSON.parse(data.textContent));
})();
