"use strict";
// The plane, in metres, on which a raster lies: its canvas, its graticule, and a place held.

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

class Plane {
  constructor(data) {
    Object.assign(this, { place: data.place, step: data.step });
    this.canvas = document.createElement("canvas");
    this.canvas.width = data.columns;
    this.canvas.height = data.rows;
    this.bounds = L.latLngBounds([0, 0], this.at(this.place.width, this.place.height));
    this.map = this.laidOut();
    this.lines = L.layerGroup(this.graticule());
    this.pin = L.layerGroup().addTo(this.map);
    this.map.on("zoomend", () => this.sharpen());
    this.sharpen();
    window.addEventListener("beforeprint", () => this.resize("460px", "480px"));
    window.addEventListener("afterprint", () => this.resize("", ""));
  }

  laidOut() {
    const map = L.map("map", {
      crs: L.CRS.Simple,
      attributionControl: false,
      zoomSnap: 0,
      zoomDelta: 0.75,
      wheelPxPerZoomLevel: 90,
      maxBounds: this.bounds.pad(0.5),
      minZoom: -30,
      maxZoom: Math.log2(40 / (this.step * Math.min(...this.place.pixel))),
    });
    map.fitBounds(this.bounds);
    map.setMinZoom(map.getZoom() - 1);
    const end = this.at(this.canvas.width * this.step, this.canvas.height * this.step);
    new CanvasOverlay(this.canvas, L.latLngBounds([0, 0], end)).addTo(map);
    if (this.place.lattice) L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    return map;
  }

  // Position on the plane of a column and row of the raster, and back.
  at(column, row) {
    const [wide, high] = this.place.pixel;
    return L.latLng(-row * high, column * wide);
  }

  under(position) {
    const [wide, high] = this.place.pixel;
    return [position.lng / wide, -position.lat / high];
  }

  // First and last column and row of the raster in view.
  view() {
    const view = this.map.getBounds();
    return [this.under(view.getNorthWest()), this.under(view.getSouthEast())];
  }

  showWhole() {
    this.map.fitBounds(this.bounds);
  }

  // Give the map another size, and the same view.
  resize(width, height) {
    const view = this.map.getBounds();
    Object.assign(this.map.getContainer().style, { width, height });
    this.map.invalidateSize({ animate: false });
    const whole = view.pad(0.02).contains(this.bounds);
    this.map.fitBounds(whole ? this.bounds : view, { animate: false });
  }

  // Cells larger than a pixel of the screen have edges; smaller ones melt into each other.
  sharpen() {
    const side = this.step * Math.min(...this.place.pixel) * 2 ** this.map.getZoom();
    this.canvas.classList.toggle("sharp", side * window.devicePixelRatio >= 1);
  }

  graticule() {
    return this.place.lines.flatMap(({ label, across, places }) => {
      if (places.length < 2) return [];
      const words = document.createElement("span");
      words.textContent = label;
      const line = L.polyline(places.map(([column, row]) => this.at(column, row)), {
        className: "graticule",
        interactive: false,
      });
      const end = across ? places[0] : places[places.length - 1];
      const icon = L.divIcon({ html: words, className: "line-label", iconSize: null });
      const options = { icon, interactive: false, keyboard: false };
      return [line, L.marker(this.at(...end), options)];
    });
  }

  showGraticule(wanted) {
    if (wanted) this.lines.addTo(this.map);
    else this.lines.remove();
  }

  // Outline a cell; null takes the outline away.
  outline(cell) {
    const { step } = this;
    this.pin.clearLayers();
    if (!cell) return;
    const corner = this.at(cell.across * step, cell.down * step);
    const opposite = this.at((cell.across + 1) * step, (cell.down + 1) * step);
    const middle = this.at((cell.across + 0.5) * step, (cell.down + 0.5) * step);
    const options = { className: "pinned", interactive: false };
    L.rectangle([corner, opposite], options).addTo(this.pin);
    L.circleMarker(middle, { ...options, radius: 9 }).addTo(this.pin);
  }
}
