"use strict";
// The map of a retrieval: a canvas on a plane in metres, layers, and a read-out.

const CanvasOverlay = L.ImageOverlay.extend({
  initialize(canvas, bounds, options) {
    L.ImageOverlay.prototype.initialize.call(this, "", bounds, options);
    this.canvas = canvas;
  },
  _initImage() {
    this._image = this.canvas;
    this._image.classList.add("leaflet-image-layer");
    if (this._zoomAnimated) this._image.classList.add("leaflet-zoom-animated");
  },
});

const MARKED = [178, 34, 84];
const PLAIN = [205, 212, 219];

class SceneMap {
  constructor(data, layers) {
    const { place } = data;
    Object.assign(this, { data, layers, held: false, byKeyboard: false });
    this.readout = new Readout(data, layers);
    this.canvas = document.createElement("canvas");
    this.canvas.width = data.columns;
    this.canvas.height = data.rows;
    this.shades = {
      temperature: paint.shades(data.legend.temperature),
      sigma: paint.shades(data.legend.sigma),
    };
    this.limits = structuredClone(data.limits);
    const far = [-place.height * place.pixel[1], place.width * place.pixel[0]];
    this.bounds = L.latLngBounds([0, 0], far);
    this.map = this.laidOut();
    this.lines = L.layerGroup(this.graticule());
    this.pin = L.layerGroup().addTo(this.map);
    this.listen();
    this.sharpen();
    this.repaint();
    this.redraw();
    this.readout.show(place.width / 2, place.height / 2);
  }

  laidOut() {
    const { place, step } = this.data;
    const map = L.map("map", {
      crs: L.CRS.Simple,
      attributionControl: false,
      zoomSnap: 0,
      zoomDelta: 0.75,
      wheelPxPerZoomLevel: 90,
      maxBounds: this.bounds.pad(0.5),
      minZoom: -30,
      maxZoom: Math.log2(40 / (step * Math.min(...place.pixel))),
    });
    map.fitBounds(this.bounds);
    map.setMinZoom(map.getZoom() - 1);
    const end = this.at(this.data.columns * step, this.data.rows * step);
    new CanvasOverlay(this.canvas, L.latLngBounds([0, 0], end)).addTo(map);
    if (place.lattice) L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    return map;
  }

  // Position on the plane of a column and row of the raster, and back.
  at(column, row) {
    const [wide, high] = this.data.place.pixel;
    return L.latLng(-row * high, column * wide);
  }

  under(position) {
    const [wide, high] = this.data.place.pixel;
    return [position.lng / wide, -position.lat / high];
  }

  // Cells larger than a pixel of the screen have edges; smaller ones melt into each other.
  sharpen() {
    const side = this.data.step * Math.min(...this.data.place.pixel) * 2 ** this.map.getZoom();
    this.canvas.classList.toggle("sharp", side * window.devicePixelRatio >= 1);
  }

  graticule() {
    return this.data.place.lines.flatMap(({ label, places }) => {
      if (places.length < 2) return [];
      const words = document.createElement("span");
      words.textContent = label;
      const line = L.polyline(places.map(([column, row]) => this.at(column, row)), {
        className: "graticule",
        interactive: false,
      });
      const end = label.match(/[NS]$/) || label === "0°" ? places[0] : places[places.length - 1];
      const icon = L.divIcon({ html: words, className: "line-label", iconSize: null });
      const options = { icon, interactive: false, keyboard: false };
      return [line, L.marker(this.at(...end), options)];
    });
  }

  chosen(name) {
    return document.querySelector(`input[name="${name}"]:checked`).value;
  }

  repaint() {
    const layer = this.chosen("layer");
    const { legend } = this.data;
    const { bits } = this.layers;
    if (layer === "quality") {
      const bit = Number(document.getElementById("bit").value);
      paint.fill(this.canvas, bits, paint.classified(legend.classes, bit, PLAIN, MARKED), bits);
      this.nameClasses(bit);
    } else {
      const stored = this.limits[layer].map((limit) => limit * this.data.per_kelvin + 1);
      const colours = paint.ramp(this.shades[layer], ...stored, paint.rgb(legend.missing));
      const veiled = document.getElementById("clouds").checked;
      paint.fill(this.canvas, this.layers[layer], colours, bits, veiled ? legend.veils : null);
    }
  }

  nameClasses(bit) {
    const { classes, bits } = this.data.legend;
    const colour = (rgb) => `rgb(${rgb.join(",")})`;
    const one = bit < 0 ? null : bits.find((each) => each.bit === bit);
    scale.classes(
      one === null
        ? classes.filter(({ mask }) => mask !== 1)
        : [
            { label: one.meaning, colour: colour(MARKED) },
            { label: "without this bit", colour: colour(PLAIN) },
          ],
    );
  }

  // Everything around the map that depends on what is chosen.
  redraw() {
    const layer = this.chosen("layer");
    const classes = layer === "quality";
    document.getElementById("scale").hidden = classes;
    document.getElementById("classes").hidden = !classes;
    document.getElementById("bit-choice").hidden = !classes;
    for (const each of document.querySelectorAll(".for-values")) each.hidden = classes;
    this.readout.celsius = this.chosen("unit") === "celsius";
    if (!classes) {
      const celsius = this.readout.celsius && layer === "temperature";
      const [low, high] = this.limits[layer].map((limit) => limit - (celsius ? 273.15 : 0));
      const names = { temperature: "Land surface temperature", sigma: "Uncertainty (1 σ)" };
      scale.draw(this.shades[layer], low, high, `${names[layer]} [${celsius ? "°C" : "K"}]`);
    }
    if (document.getElementById("grid").checked) this.lines.addTo(this.map);
    else this.lines.remove();
    if (this.readout.shown) this.read(...this.readout.shown);
  }

  read(column, row) {
    const value = this.readout.show(column, row);
    const layer = this.chosen("layer");
    if (layer === "quality") return;
    const cell = this.readout.cell(column, row);
    const shown = layer === "sigma" && cell ? this.layers.kelvins("sigma", cell.index) : value;
    scale.mark(shown, ...this.limits[layer]);
  }

  hold(column, row) {
    const { step } = this.data;
    const cell = this.readout.cell(column, row);
    this.pin.clearLayers();
    this.held = cell !== null;
    this.read(column, row);
    if (!cell) return;
    const corner = this.at(cell.across * step, cell.down * step);
    const opposite = this.at((cell.across + 1) * step, (cell.down + 1) * step);
    const options = { className: "pinned", interactive: false };
    L.rectangle([corner, opposite], options).addTo(this.pin);
    const middle = this.at((cell.across + 0.5) * step, (cell.down + 0.5) * step);
    L.circleMarker(middle, { ...options, radius: 9 }).addTo(this.pin);
  }

  release() {
    this.held = false;
    this.pin.clearLayers();
  }

  // Stored numbers of a layer in view, of clear cells alone or of all.
  inView(layer, clearAlone) {
    const { step, columns, rows, legend } = this.data;
    const view = this.map.getBounds();
    const [left, top] = this.under(view.getNorthWest()).map((at) => Math.floor(at / step));
    const [right, bottom] = this.under(view.getSouthEast()).map((at) => Math.ceil(at / step));
    const mask = clearAlone ? legend.not_clear : 0;
    const found = [];
    for (let down = Math.max(top, 0); down < Math.min(bottom, rows); down++) {
      for (let across = Math.max(left, 0); across < Math.min(right, columns); across++) {
        const index = down * columns + across;
        const stored = this.layers[layer][index];
        if (stored && !(this.layers.bits[index] & mask)) found.push(stored);
      }
    }
    return found;
  }

  // Colours from the first to the last percent of what is in view, of clear cells if there are any.
  stretch() {
    const layer = this.chosen("layer");
    const clear = this.inView(layer, true);
    const sorted = Uint16Array.from(clear.length ? clear : this.inView(layer, false)).sort();
    if (sorted.length === 0) return;
    const [low, high] = [0.01, 0.99].map((share) =>
      cells.kelvins(sorted[Math.round(share * (sorted.length - 1))], this.data.per_kelvin),
    );
    const narrowest = layer === "temperature" ? 1 : 0.1;
    const wider = Math.max(0, narrowest - (high - low)) / 2;
    this.limits[layer] = [low - wider, high + wider];
  }

  listen() {
    const { map } = this;
    const renew = () => {
      this.repaint();
      this.redraw();
    };
    for (const control of document.querySelectorAll("#toolbar input, #toolbar select")) {
      control.addEventListener("change", renew);
    }
    document.getElementById("whole").addEventListener("click", () => map.fitBounds(this.bounds));
    document.getElementById("stretch").addEventListener("click", () => {
      this.stretch();
      renew();
    });
    document.getElementById("reset").addEventListener("click", () => {
      this.limits = structuredClone(this.data.limits);
      renew();
    });
    map.on("mousemove", ({ latlng }) => {
      this.byKeyboard = false;
      map.getContainer().classList.remove("by-keyboard");
      if (!this.held) this.read(...this.under(latlng));
    });
    map.on("click", ({ latlng }) => this.hold(...this.under(latlng)));
    map.on("zoomend", () => this.sharpen());
    map.on("move", () => {
      if (this.byKeyboard && !this.held) this.read(...this.under(map.getCenter()));
    });
    map.getContainer().addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.release());
    window.addEventListener("beforeprint", () => this.resize("460px", "480px"));
    window.addEventListener("afterprint", () => this.resize("", ""));
  }

  // Give the map another size, and the same view.
  resize(width, height) {
    const view = this.map.getBounds();
    Object.assign(this.map.getContainer().style, { width, height });
    this.map.invalidateSize({ animate: false });
    const whole = view.pad(0.02).contains(this.bounds);
    this.map.fitBounds(whole ? this.bounds : view, { animate: false });
  }

  pressed(event) {
    if (/^(Arrow|[-+=_]$)/.test(event.key)) {
      this.byKeyboard = true;
      this.map.getContainer().classList.add("by-keyboard");
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.hold(...this.under(this.map.getCenter()));
    }
  }
}

async function begin() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const layers = {
    kelvins(name, index) {
      return cells.kelvins(this[name][index], data.per_kelvin);
    },
  };
  for (const [name, text] of Object.entries(data.layers)) {
    layers[name] = await cells.unpacked(text, data.columns);
  }
  new SceneMap(data, layers);
  document.body.dataset.state = "ready";
}

begin().catch((error) => {
  document.getElementById("trouble").hidden = false;
  document.body.dataset.state = "failed";
  console.error(error);
});
