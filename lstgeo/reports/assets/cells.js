"use strict";
// Values of the cells, and where they lie; lstgeo/reports/encode.py says how they are packed.

const cells = {
  async unpacked(text, columns) {
    const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const inflated = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(inflated).arrayBuffer());
    const count = bytes.length / 2;
    const values = new Uint16Array(count);
    for (let index = 0, before = 0; index < count; index++) {
      if (index % columns === 0) before = 0;
      const zigzag = bytes[index] | (bytes[count + index] << 8);
      before = (before + ((zigzag >>> 1) ^ -(zigzag & 1))) & 0xffff;
      values[index] = before;
    }
    return values;
  },

  // Kelvins of a stored number, or NaN where there is no value.
  kelvins(stored, perKelvin) {
    return stored === 0 ? NaN : (stored - 1) / perKelvin;
  },

  // Longitude and latitude at a column and row of the raster; (0, 0) is its first corner.
  geographic(place, column, row) {
    const { columns, rows, longitude, latitude } = place.lattice;
    const x = (column / place.width) * (columns - 1);
    const y = (row / place.height) * (rows - 1);
    const left = Math.min(Math.max(Math.floor(x), 0), columns - 2);
    const top = Math.min(Math.max(Math.floor(y), 0), rows - 2);
    const between = (values) => {
      const upper = values[top][left] + (x - left) * (values[top][left + 1] - values[top][left]);
      const low = values[top + 1];
      return upper + (y - top) * (low[left] + (x - left) * (low[left + 1] - low[left]) - upper);
    };
    return [((((between(longitude) + 180) % 360) + 360) % 360) - 180, between(latitude)];
  },

  // Coordinates in the reference system of the raster.
  projected(place, column, row) {
    const [a, b, c, d, e, f] = place.transform;
    return [a * column + b * row + c, d * column + e * row + f];
  },
};
