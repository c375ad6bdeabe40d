import { lightToOklab, type Triple, toLinear } from './colour.ts';

/** Colours as people see them who have two kinds of cones, or three. */

export const VISIONS = ['full', 'protan', 'deutan', 'tritan'] as const;
export type Vision = (typeof VISIONS)[number];

/**
 * On amounts of light, for a kind of cone that is missing: Machado, Oliveira and Fernandes 2009,
 * severity 1.0.
 */
const MATRICES: Readonly<Record<Vision, readonly [Triple, Triple, Triple]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A colour (`#rrggbb`) in OKLab, as this vision has it. */
export function seenBy(vision: Vision, colour: string): Triple {
  const [red, green, blue] = toLinear(colour);
  const [r, g, b] = MATRICES[vision].map((row) => {
    const [first, second, third] = row;
    return Math.min(1, Math.max(0, first * red + second * green + third * blue));
  });
  return lightToOklab([r ?? 0, g ?? 0, b ?? 0]);
}

/** How far apart two colours in OKLab look, in hundredths: 2 can just be told apart, 100 is black and white. */
export function distance(first: Triple, second: Triple): number {
  return 100 * Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}
