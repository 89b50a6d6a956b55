"use strict";
// The colour bar above the map, and the classes of quality in its place.

const scale = {
  // Round numbers between two limits, about five.
  ticks(low, high) {
    const rough = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough);
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const found = [];
    for (let count = Math.ceil(low / step); count * step <= high + 1e-9; count++) {
      found.push([count * step, (count * step).toFixed(decimals).replace("-", "\u2212")]);
    }
    return found;
  },

  draw(shades, low, high, label) {
    const bar = document.getElementById("bar");
    const context = bar.getContext("2d");
    bar.width = shades.length;
    bar.height = 1;
    shades.forEach((shade, index) => {
      context.fillStyle = `rgb(${shade.join(",")})`;
      context.fillRect(index, 0, 1, 1);
    });
    document.getElementById("bar-label").textContent = label;
    const ticks = document.getElementById("ticks");
    ticks.replaceChildren();
    for (const [value, text] of scale.ticks(low, high)) {
      const tick = document.createElement("span");
      tick.textContent = text;
      tick.style.left = `${(100 * (value - low)) / (high - low)}%`;
      ticks.append(tick);
    }
  },

  // Mark a value on the bar; NaN takes the mark away.
  mark(value, low, high) {
    const mark = document.getElementById("mark");
    mark.hidden = Number.isNaN(value);
    const share = Math.min(Math.max((value - low) / (high - low), 0), 1);
    if (!mark.hidden) mark.style.left = `${100 * share}%`;
  },

  classes(entries) {
    const list = document.getElementById("classes");
    list.replaceChildren();
    for (const { label, colour } of entries) {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      swatch.style.background = colour;
      item.append(swatch, label);
      list.append(item);
    }
  },
};
