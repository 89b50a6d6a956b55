"use strict";
// What is said of one cell, beside the map.

class Readout {
  constructor(data, layers) {
    Object.assign(this, { data, layers, celsius: true, shown: null });
  }

  element(name) {
    return document.getElementById(`read-${name}`);
  }

  // Temperature as it is shown, in the chosen unit.
  temperature(kelvins, celsius = this.celsius) {
    if (Number.isNaN(kelvins)) return "no value";
    const text = (celsius ? kelvins - 273.15 : kelvins).toFixed(2);
    return `${text.replace("-", "\u2212")} ${celsius ? "°C" : "K"}`;
  }

  // The cell at a column and row of the raster, or null beside it.
  cell(column, row) {
    const { place, step, columns } = this.data;
    if (column < 0 || row < 0 || column >= place.width || row >= place.height) return null;
    const across = Math.floor(column / step);
    const down = Math.floor(row / step);
    return { across, down, index: down * columns + across };
  }

  // Show the cell at a position of the raster; `exact` is the position itself.
  show(column, row) {
    const cell = this.cell(column, row);
    this.shown = cell ? [column, row] : null;
    const value = cell ? this.layers.kelvins("temperature", cell.index) : NaN;
    this.element("value").textContent = cell ? this.temperature(value) : "–";
    this.element("other").textContent =
      cell && !Number.isNaN(value) ? this.temperature(value, !this.celsius) : "";
    this.showSigma(cell);
    this.showPlace(cell, column, row);
    this.showBits(cell);
    return value;
  }

  showSigma(cell) {
    const sigma = cell && this.layers.sigma ? this.layers.kelvins("sigma", cell.index) : NaN;
    this.element("sigma").textContent = Number.isNaN(sigma) ? "–" : `± ${sigma.toFixed(2)} K (1 σ)`;
  }

  showPlace(cell, column, row) {
    const { place, step } = this.data;
    const texts = { geographic: "–", projected: "–", pixel: "–" };
    if (cell) {
      const middle = (at, size) => Math.min(at * step + Math.floor(step / 2), size - 1);
      texts.pixel = `column ${middle(cell.across, place.width)}, row ${middle(cell.down, place.height)}`;
    }
    if (cell && place.lattice) {
      const [longitude, latitude] = cells.geographic(place, column, row);
      const degrees = (value, letters) =>
        `${Math.abs(value).toFixed(5)}° ${letters[value < 0 ? 1 : 0]}`;
      texts.geographic = `${degrees(latitude, "NS")}, ${degrees(longitude, "EW")}`;
      texts.projected = cells
        .projected(place, column, row)
        .map((value) => (Math.abs(value) < 1000 ? value.toFixed(5) : value.toFixed(0)))
        .join(", ");
    }
    for (const [name, text] of Object.entries(texts)) this.element(name).textContent = text;
  }

  showBits(cell) {
    const list = this.element("bits");
    list.replaceChildren();
    if (!cell || !this.data.has_bits) return;
    const value = this.layers.bits[cell.index];
    const set = this.data.legend.bits.filter(({ bit }) => value & (1 << bit));
    const clear = (value & this.data.legend.not_clear) === 0;
    this.add(list, clear ? "clear" : "not clear", clear ? "verdict good" : "verdict bad");
    for (const { bit, meaning } of set) this.add(list, `bit ${bit}: ${meaning}`, "");
    if (set.length === 0) this.add(list, "no bit is set", "");
  }

  add(list, text, kind) {
    const item = document.createElement("li");
    item.textContent = text;
    if (kind) item.className = kind;
    list.append(item);
  }
}
