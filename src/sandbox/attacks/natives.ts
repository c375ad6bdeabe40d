/**
 * Work that never comes back to the interpreter: the engine does not poll there, so the child has
 * to be killed. A few of these end by themselves, sooner or later.
 */
import { type Attack, hook, listAttacks } from './attack.ts';

const FAKE = '{ length: 2 ** 53 - 1 }';

const strings = listAttacks(
  { class: 'natives on text', ends: ['timeout', 'memory', 'ok'] },
  {
    'indexOf with a long needle': hook`
      const hay = 'a'.repeat(3e6), needle = 'a'.repeat(15e5) + 'b';
      return hay.indexOf(needle);`,
    'lastIndexOf with a long needle': hook`
      const hay = 'a'.repeat(3e6), needle = 'b' + 'a'.repeat(15e5);
      return hay.lastIndexOf(needle);`,
    'includes with a long needle': hook`
      const hay = 'a'.repeat(3e6), needle = 'a'.repeat(15e5) + 'b';
      return hay.includes(needle);`,
    'split by a long needle': hook`
      return 'a'.repeat(3e6).split('a'.repeat(15e5) + 'b').length;`,
    'replaceAll of a long needle': hook`
      return 'a'.repeat(3e6).replaceAll('a'.repeat(15e5) + 'b', '').length;`,
    'replace of a long needle': hook`
      return 'a'.repeat(3e6).replace('a'.repeat(15e5) + 'b', '').length;`,
    'normalize of combining marks': hook`
      for (;;) ('a' + '\u0315\u0300\u05ae\u0300'.repeat(2e5)).normalize('NFD');`,
    'comparing long texts': hook`
      const one = 'a'.repeat(4e6), two = one.slice(0, -1) + 'b';
      for (;;) if (one > two) return;`,
    'localeCompare of long texts': hook`
      const one = 'a'.repeat(1e6), two = one.slice(0, -1) + 'b';
      for (;;) if (one.localeCompare(two) === 0) return;`,
    'String.raw with a fake length': hook`return String.raw({ raw: { length: 2 ** 53 - 1 } });`,
    'upper and lower case': hook`
      const text = 'ß'.repeat(1e6);
      for (;;) text.toUpperCase();`,
    encodeURIComponent: hook`const text = 'é'.repeat(5e5); for (;;) encodeURIComponent(text);`,
    'number texts': hook`const digits = '1'.repeat(1e6); for (;;) Number(digits);`,
    'well formed texts': hook`const text = '\ud800'.repeat(2e6); for (;;) text.toWellFormed();`,
  },
);

const arrays = listAttacks(
  { class: 'natives on lists', ends: ['timeout', 'memory', 'error'] },
  {
    'join of holes': hook`return new Array(4294967295).join();`,
    'join of holes as text': hook`return String(new Array(4294967295));`,
    'reverse of a fake length': hook`return Array.prototype.reverse.call(${FAKE});`,
    'shift of a fake length': hook`return Array.prototype.shift.call(${FAKE});`,
    'unshift of a fake length': hook`
      return Array.prototype.unshift.call({ length: 2 ** 53 - 2 }, 1);`,
    'splice of a fake length': hook`return Array.prototype.splice.call(${FAKE}, 0, 1);`,
    'copyWithin of a fake length': hook`return Array.prototype.copyWithin.call(${FAKE}, 0, 1);`,
    'slice of holes': hook`return new Array(4294967295).slice(1).length;`,
    'sort of a fake length': hook`return Array.prototype.sort.call(${FAKE});`,
    'sort of holes': hook`return new Array(4294967295).sort().length;`,
    'concat of holes': hook`return [].concat(new Array(4294967295), new Array(1)).length;`,
    'concat of a spreadable fake': hook`
      return [].concat({ length: 2 ** 52, [Symbol.isConcatSpreadable]: true }).length;`,
    'flat of holes': hook`return [new Array(4294967295)].flat().length;`,
    'indexOf in a fake length': hook`return Array.prototype.indexOf.call(${FAKE}, 1);`,
    'lastIndexOf in a fake length': hook`return Array.prototype.lastIndexOf.call(${FAKE}, 1);`,
    'includes in a fake length': hook`return Array.prototype.includes.call(${FAKE}, 1);`,
    'every on a fake length': hook`return Array.prototype.every.call(${FAKE}, () => true);`,
    'forEach on a fake length': hook`return Array.prototype.forEach.call(${FAKE}, () => {});`,
    'reduceRight on a fake length': hook`
      return Array.prototype.reduceRight.call(${FAKE}, () => 0, 0);`,
    'fill of a fake length': hook`return Array.prototype.fill.call(${FAKE}, 0);`,
    'toReversed of holes': hook`return new Array(4294967295).toReversed().length;`,
    'toSorted of holes': hook`return new Array(4294967295).toSorted().length;`,
    'with on holes': hook`return new Array(4294967295).with(0, 1).length;`,
    'Array.from a fake length': hook`return Array.from({ length: 2 ** 32 - 1 }).length;`,
    'findLast in a fake length': hook`return Array.prototype.findLast.call(${FAKE}, () => false);`,
    'apply with a fake length': hook`return Math.max.apply(null, { length: 2 ** 31 });`,
    'Reflect.apply with a fake length': hook`
      return Reflect.apply(Math.max, null, { length: 2 ** 32 - 1 });`,
    'typed array sort in a loop': hook`
      const list = new Float64Array(1e6);
      for (;;) { list.forEach((_, i) => { list[i] = -i; }); list.sort(); }`,
    'typed array indexOf in a loop': hook`
      const list = new Uint8Array(8e6);
      for (;;) list.indexOf(1);`,
    'typed array fill in a loop': hook`const list = new Uint8Array(8e6); for (;;) list.fill(1);`,
    'typed array copies in a loop': hook`
      const list = new Uint8Array(6e6);
      for (;;) list.copyWithin(0, 1);`,
    'JSON of holes': hook`return JSON.stringify(new Array(4294967295)).length;`,
    'enumerating a text': hook`const text = 'a'.repeat(4e6); for (;;) Object.keys(text);`,
  },
);

const compilers = listAttacks(
  { class: 'natives that compile and count', ends: ['timeout', 'memory', 'error'] },
  {
    'a function with many variables': hook`
      let text = '';
      for (let i = 0; i < 6e4; i++) text += 'var v' + i + '=' + i + ';';
      return typeof new Function(text);`,
    'a function with many labels': hook`
      for (;;) new Function('l: {'.repeat(300) + '}'.repeat(300));`,
    'many closures in one scope': hook`
      let text = '';
      for (let i = 0; i < 2e4; i++) text += 'let v' + i + ';(()=>v' + i + ');';
      for (;;) new Function(text);`,
    'compiling for ever': hook`const text = 'a+'.repeat(1e5) + 'a'; for (;;) new Function(text);`,
    'BigInt products': hook`let n = 3n; for (;;) n = n * n;`,
    'BigInt power': hook`const n = 3n ** 600000n; for (;;) void (n * n % (n - 1n));`,
    'BigInt to text': hook`const n = 7n ** 300000n; for (;;) n.toString();`,
    'BigInt from text': hook`const digits = '9'.repeat(2e5); for (;;) BigInt(digits);`,
    'BigInt division': hook`const n = 7n ** 400000n, d = 3n ** 200000n; for (;;) void (n / d);`,
    'JSON.parse of long lists in a loop': hook`
      const text = '[' + '0,'.repeat(2e5) + '0]';
      for (;;) JSON.parse(text);`,
    'JSON.stringify with indents': hook`
      const list = new Array(1e5).fill({});
      for (;;) JSON.stringify(list, null, 10);`,
    'Date parsing in a loop': hook`const text = ' '.repeat(1e6); for (;;) new Date(text);`,
    'a property list that is walked again and again': hook`
      const object = {};
      for (let i = 0; i < 5e4; i++) object['k' + i] = i;
      for (;;) Object.entries(object);`,
  },
);

export const natives: readonly Attack[] = [...strings, ...arrays, ...compilers];
