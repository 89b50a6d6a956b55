"use strict";
// What is chosen beside the map, what is read on it, and the beginning of it all.

const MARKED = [178, 34, 84];
const PLAIN = [205, 212, 219];
const NAMES = { temperature: "Land surface temperature", sigma: "Uncertainty (1 σ)" };
const NARROWEST = { temperature: 1, sigma: 0.1 };

class SceneMap {
  constructor(data, layers) {
    Object.assign(this, { data, layers, held: false, byKeyboard: false });
    this.readout = new Readout(data, layers);
    this.plane = new Plane(data);
    this.shades = {
      temperature: paint.shades(data.legend.temperature),
      sigma: paint.shades(data.legend.sigma),
    };
    this.limits = { ...data.limits };
    this.listen();
    this.renew();
    this.readout.show(data.place.width / 2, data.place.height / 2);
  }

  chosen(name) {
    return document.querySelector(`input[name="${name}"]:checked`).value;
  }

  checked(name) {
    return document.getElementById(name).checked;
  }

  // Paint the map and all around it as is chosen.
  renew() {
    const layer = this.chosen("layer");
    const classes = layer === "quality";
    document.getElementById("scale").hidden = classes;
    document.getElementById("classes").hidden = !classes;
    document.getElementById("bit-choice").hidden = !classes;
    for (const each of document.querySelectorAll(".for-values")) each.hidden = classes;
    this.readout.celsius = this.chosen("unit") === "celsius";
    if (classes) this.paintClasses(Number(document.getElementById("bit").value));
    else this.paintValues(layer);
    this.plane.showGraticule(this.checked("grid"));
    if (this.readout.shown) this.read(...this.readout.shown);
  }

  paintValues(layer) {
    const { legend, per_kelvin: perKelvin } = this.data;
    const stored = this.limits[layer].map((limit) => limit * perKelvin + 1);
    const colours = paint.ramp(this.shades[layer], ...stored, paint.rgb(legend.missing));
    const veils = this.checked("clouds") ? legend.veils : null;
    paint.fill(this.plane.canvas, this.layers[layer], colours, this.layers.bits, veils);
    const celsius = this.readout.celsius && layer === "temperature";
    const [low, high] = this.limits[layer].map((limit) => limit - (celsius ? 273.15 : 0));
    scale.draw(this.shades[layer], low, high, `${NAMES[layer]} [${celsius ? "°C" : "K"}]`);
  }

  paintClasses(bit) {
    const { classes, bits } = this.data.legend;
    const stored = this.layers.bits;
    paint.fill(this.plane.canvas, stored, paint.classified(classes, bit, PLAIN, MARKED), stored);
    if (bit < 0) {
      scale.classes(classes.filter(({ mask }) => mask !== 1));
    } else {
      const colour = (rgb) => `rgb(${rgb.join(",")})`;
      const { meaning } = bits.find((each) => each.bit === bit);
      scale.classes([
        { label: meaning, colour: colour(MARKED) },
        { label: "without this bit", colour: colour(PLAIN) },
      ]);
    }
  }

  read(column, row) {
    const temperature = this.readout.show(column, row);
    const layer = this.chosen("layer");
    if (layer === "quality") return;
    const cell = this.readout.cell(column, row);
    const sigma = cell && layer === "sigma";
    const value = sigma ? this.layers.kelvins("sigma", cell.index) : temperature;
    scale.mark(value, ...this.limits[layer]);
  }

  hold(column, row) {
    const cell = this.readout.cell(column, row);
    this.held = cell !== null;
    this.plane.outline(cell);
    this.read(column, row);
  }

  release() {
    this.held = false;
    this.plane.outline(null);
  }

  // Stored numbers of a layer in view, of clear cells alone or of all.
  inView(layer, clearAlone) {
    const { step, columns, rows, legend } = this.data;
    const [[left, top], [right, bottom]] = this.plane.view();
    const mask = clearAlone ? legend.not_clear : 0;
    const found = [];
    for (let down = Math.max(Math.floor(top / step), 0); down < Math.min(bottom / step, rows); down++) {
      const first = Math.max(Math.floor(left / step), 0);
      for (let across = first; across < Math.min(right / step, columns); across++) {
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
    const wider = Math.max(0, NARROWEST[layer] - (high - low)) / 2;
    this.limits[layer] = [low - wider, high + wider];
    this.renew();
  }

  listen() {
    const { map } = this.plane;
    for (const control of document.querySelectorAll("#toolbar input, #toolbar select")) {
      control.addEventListener("change", () => this.renew());
    }
    const pressed = (name, done) => document.getElementById(name).addEventListener("click", done);
    pressed("whole", () => this.plane.showWhole());
    pressed("stretch", () => this.stretch());
    pressed("reset", () => {
      this.limits = { ...this.data.limits };
      this.renew();
    });
    map.on("mousemove", ({ latlng }) => {
      this.useKeyboard(false);
      if (!this.held) this.read(...this.plane.under(latlng));
    });
    map.on("click", ({ latlng }) => this.hold(...this.plane.under(latlng)));
    map.on("move", () => {
      if (this.byKeyboard && !this.held) this.read(...this.plane.under(map.getCenter()));
    });
    map.getContainer().addEventListener("keydown", (event) => this.typed(event));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.release());
  }

  typed(event) {
    if (event.target !== event.currentTarget) return;
    if (/^(Arrow.*|[-+=_])$/.test(event.key)) {
      this.useKeyboard(true);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.hold(...this.plane.under(this.plane.map.getCenter()));
    }
  }

  useKeyboard(used) {
    this.byKeyboard = used;
    this.plane.map.getContainer().classList.toggle("by-keyboard", used);
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
