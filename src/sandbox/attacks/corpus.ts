/** Every attack that the sandbox is tried with. */
import type { Attack } from './attack.ts';
import { bridge } from './bridge.ts';
import { floods } from './floods.ts';
import { loops } from './loops.ts';
import { memory } from './memory.ts';
import { names } from './names.ts';
import { natives } from './natives.ts';
import { poison } from './poison.ts';
import { promises } from './promises.ts';
import { reach } from './reach.ts';
import { recursion } from './recursion.ts';
import { regexes } from './regexes.ts';
import { results } from './results.ts';
import { state } from './state.ts';

export const corpus: readonly Attack[] = [
  ...loops,
  ...natives,
  ...regexes,
  ...promises,
  ...memory,
  ...recursion,
  ...poison,
  ...results,
  ...floods,
  ...reach,
  ...bridge,
  ...state,
  ...names,
];
