"use strict";
// From values and bits to colours: one canvas pixel a cell.

const paint = {
  rgb(hexadecimal) {
    const number = parseInt(hexadecimal.replace("#", ""), 16);
    return [number >> 16, (number >> 8) & 255, number & 255];
  },

  packed([red, green, blue]) {
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  },

  shades(text) {
    return text.match(/.{6}/g).map(paint.rgb);
  },

  // The colour of each stored number on a scale between two limits (stored numbers too).
  ramp(shades, low, high, missing) {
    const table = new Int32Array(65536);
    for (let stored = 1; stored < 65536; stored++) {
      const share = Math.min(Math.max((stored - low) / Math.max(high - low, 1), 0), 1);
      table[stored] = paint.packed(shades[Math.round(share * (shades.length - 1))]);
    }
    table[0] = paint.packed(missing);
    return table;
  },

  // What lies over the colour of a cell with each value of the bits: index into `veils`, or -1.
  veiling(veils) {
    const table = new Int8Array(65536).fill(-1);
    veils.forEach((veil, index) => {
      for (let bits = 0; bits < 65536; bits++) if (bits & veil.mask) table[bits] = index;
    });
    return table;
  },

  // The colour of each value of the bits: of its class, or of one bit alone; none for fill.
  classified(classes, bit, plain, marked) {
    const table = new Int32Array(65536);
    const colours = classes.map((each) => paint.packed(paint.rgb(each.colour)));
    for (let bits = 0; bits < 65536; bits++) {
      if (bits & 1) {
        table[bits] = 0;
      } else if (bit >= 0) {
        table[bits] = paint.packed(bits & (1 << bit) ? marked : plain);
      } else {
        const found = classes.findIndex((each) => each.mask === 0 || bits & each.mask);
        table[bits] = colours[found];
      }
    }
    return table;
  },

  // Paint a canvas with the colours of `stored`, and veils where the bits ask for them; fill
  // stays without a colour.
  fill(canvas, stored, colours, bits, veils) {
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    const pixels = new Int32Array(image.data.buffer);
    for (let index = 0; index < stored.length; index++) {
      pixels[index] = bits[index] & 1 ? 0 : colours[stored[index]];
    }
    if (veils) paint.veil(pixels, bits, veils);
    context.putImageData(image, 0, 0);
  },

  veil(pixels, bits, veils) {
    const over = paint.veiling(veils);
    const laid = veils.map(({ colour, opacity }) => [paint.rgb(colour), opacity]);
    for (let index = 0; index < pixels.length; index++) {
      const found = over[bits[index]];
      if (found < 0 || bits[index] & 1) continue;
      const [[red, green, blue], opacity] = laid[found];
      const below = pixels[index];
      pixels[index] = paint.packed([
        (1 - opacity) * (below & 255) + opacity * red,
        (1 - opacity) * ((below >> 8) & 255) + opacity * green,
        (1 - opacity) * ((below >> 16) & 255) + opacity * blue,
      ]);
    }
  },
};
