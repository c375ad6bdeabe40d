/** Backtracking without end, and expressions that are too big to compile. */
import { type Attack, hook, listAttacks } from './attack.ts';

const backtracking = listAttacks(
  { class: 'regexes that backtrack', ends: ['timeout'] },
  {
    'nested plus': hook`return /^(a+)+$/.test('a'.repeat(60) + 'b');`,
    'overlapping alternatives': hook`return /^(a|aa)+$/.test('a'.repeat(90) + 'b');`,
    'alternatives with a common part': hook`return /^(a|a|a|a)+$/.test('a'.repeat(60) + 'b');`,
    'stars of anything': hook`return /(.*)(.*)(.*)(.*)(.*)(.*)(.*)x$/.test('a'.repeat(5e3));`,
    'lazy quantifiers': hook`return /^(a+?)+?$/.test('a'.repeat(60) + 'b');`,
    'back reference': hook`return /^((a+)+\1)+$/.test('a'.repeat(60) + 'b');`,
    'look ahead': hook`return /^(?=(a+)+$)/.test('a'.repeat(60) + 'b');`,
    'look behind': hook`return /(?<=^(a+)+)c/.test('b' + 'a'.repeat(60) + 'c');`,
    'named groups': hook`return /^(?<x>(?<y>a+)+)$/.test('a'.repeat(60) + 'b');`,
    'ignoring case, unicode': hook`return /^(\p{L}+)+$/iu.test('é'.repeat(60) + '1');`,
    'words and spaces': hook`return /^(\w+\s?)*$/.test('word '.repeat(30) + '!');`,
    'an address checker': hook`
      return /^([a-zA-Z0-9])(([-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}[a-z]{2,3}$/
        .test('a'.repeat(120) + '!');`,
    'counted groups': hook`return /^(a{1,30}){1,30}$/.test('a'.repeat(80) + 'b');`,
    'replace everywhere': hook`return ('a'.repeat(60) + 'b').replace(/(a+)+$/g, '');`,
    'split by it': hook`return ('a'.repeat(60) + 'b').split(/(?:a+)+$/);`,
    'search for it': hook`return ('a'.repeat(60) + 'b').search(/(a*)*$c/);`,
    'in a loop of short tries': hook`for (;;) /(a+)+$/.test('aaaaaaaaaaaaaaab');`,
    'exec that never moves on': hook`
      const still = /x*/g;
      for (let found; (found = still.exec('abc')); still.lastIndex = 0) void found;`,
    'matchAll with an exec of its own': hook`
      const endless = /x/g;
      endless.exec = () => ({ 0: 'x', index: 0, length: 1 });
      RegExp.prototype.exec = endless.exec;
      for (const found of 'xxx'.matchAll(/x/g)) void found;`,
  },
);

const building = listAttacks(
  { class: 'regexes that are too big', ends: ['timeout', 'memory', 'error', 'limit', 'ok'] },
  {
    'a list of matches without end: global replace with an exec of its own': hook`
      const endless = /x/g;
      endless.exec = () => { endless.seen = (endless.seen | 0) + 1; return { index: 0, length: 1, get 0() { return ''; } }; };
      return 'x'.replace(endless, '');`,
    'groups in groups': hook`return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).source.length;`,
    'look aheads in look aheads': hook`
      return new RegExp('(?='.repeat(1e5) + ')'.repeat(1e5)).source.length;`,
    'counted groups of counted groups': hook`
      return /(?:(?:(?:a{0,9999}){0,9999}){0,9999}){0,9999}b/.test('a'.repeat(1e5));`,
    'more captures than fit': hook`return new RegExp('(a)'.repeat(300)).exec('a'.repeat(300)).length;`,
    'a class with every character': hook`
      let text = '';
      for (let i = 0; i < 6e4; i += 2) text += '\\u' + i.toString(16).padStart(4, '0');
      for (let i = 0; i < 1e3; i++) new RegExp('[' + text + ']', 'iu');`,
    'a very long alternative': hook`
      return new RegExp(Array.from({ length: 2e5 }, (_, i) => 'a' + i).join('|')).test('b');`,
    'compiling for ever': hook`for (let i = 0; ; i++) new RegExp('(?:a|b|c){0,' + (i % 99) + '}x' + i);`,
    'sets of sets': hook`
      try { return new RegExp('['.repeat(2e4) + 'a' + ']'.repeat(2e4), 'v').source.length; }
      catch (problem) { return problem.name; }`,
    'names of groups': hook`
      let text = '';
      for (let i = 0; i < 5e3; i++) text += '(?<g' + i + '>a)?';
      return new RegExp(text).test('a');`,
  },
);

export const regexes: readonly Attack[] = [...backtracking, ...building];
