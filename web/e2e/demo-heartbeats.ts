/** A believable half year of one person, the same on every run. */

export interface DemoHeartbeat {
  project: string;
  file: string;
  language: string;
  editor: string;
  os: string;
  machine: string;
  branch: string;
  is_write: boolean;
  duration: number;
  time: number;
}

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
const BEAT_EVERY_S = 120;
const DAYS = 170;

const work = [
  {
    project: 'hearthbeat',
    weight: 8,
    files: ['src/app.ts', 'src/stats/range.ts', 'web/main.css', 'README.md'],
  },
  { project: 'compiler', weight: 5, files: ['src/parser.rs', 'src/lib.rs', 'Cargo.toml'] },
  { project: 'garden-bot', weight: 3, files: ['bot/main.py', 'bot/water.py', 'config.yaml'] },
  { project: 'blog', weight: 2, files: ['posts/ember.md', 'layout.html'] },
  { project: 'dotfiles', weight: 1, files: ['init.lua', 'install.sh'] },
  { project: 'kernel-notes', weight: 1, files: ['sched.c'] },
  { project: 'advent', weight: 1, files: ['day07.hs', 'day08.hs'] },
  { project: 'photo-sorter', weight: 1, files: ['main.go', 'sort_test.go'] },
] as const;

const languages: Record<string, string> = {
  ts: 'TypeScript',
  css: 'CSS',
  md: 'Markdown',
  rs: 'Rust',
  toml: 'TOML',
  py: 'Python',
  yaml: 'YAML',
  html: 'HTML',
  lua: 'Lua',
  sh: 'Shell',
  c: 'C',
  hs: 'Haskell',
  go: 'Go',
};

/**
 * Heartbeats up to `now` (Unix seconds), the last ones a few minutes ago, of a person whose clock
 * is `hoursAhead` of UTC.
 */
export function makeDemoHeartbeats(now: number, hoursAhead: number): DemoHeartbeat[] {
  const random = seeded(7);
  const ahead = hoursAhead * HOUR_S;
  const today = Math.floor((now + ahead) / DAY_S) * DAY_S - ahead;
  const heartbeats: DemoHeartbeat[] = [];
  for (let day = DAYS; day >= 0; day--) {
    const midnight = today - day * DAY_S;
    const isWeekend = [0, 6].includes(new Date((midnight + ahead) * 1_000).getUTCDay());
    if (day > 6 && random() < (isWeekend ? 0.55 : 0.08)) continue;
    for (const [start, end] of stretches(random, isWeekend)) {
      heartbeats.push(
        ...codeFor(midnight + start, Math.min(midnight + end, now - 3 * MINUTE_S), random),
      );
    }
  }
  return heartbeats;
}

/** A morning, an afternoon, sometimes an evening, in seconds of the day. */
function stretches(random: () => number, isWeekend: boolean): [number, number][] {
  const start = (isWeekend ? 10 : 7.5) * HOUR_S + random() * HOUR_S;
  const morning: [number, number] = [start, start + (0.8 + random() * 2) * HOUR_S];
  if (isWeekend) return [morning];
  const afternoon: [number, number] = [13.5 * HOUR_S, (14.2 + random() * 3) * HOUR_S];
  const evening: [number, number] = [20 * HOUR_S, (20.3 + random() * 1.5) * HOUR_S];
  return random() < 0.4 ? [morning, afternoon, evening] : [morning, afternoon];
}

function codeFor(start: number, end: number, random: () => number): DemoHeartbeat[] {
  const { project, files } = pickWork(random);
  const heartbeats: DemoHeartbeat[] = [];
  for (let time = start; time < end; time += BEAT_EVERY_S) {
    const file = files[Math.floor(random() ** 2 * files.length)] ?? files[0];
    heartbeats.push({
      project,
      file,
      language: languages[file.split('.').pop() ?? ''] ?? 'Text',
      editor: project === 'dotfiles' ? 'Neovim' : random() < 0.85 ? 'VS Code' : 'Zed',
      os: 'Linux',
      machine: 'workbench',
      branch: 'main',
      is_write: random() < 0.6,
      duration: BEAT_EVERY_S,
      time: Math.floor(time),
    });
  }
  return heartbeats;
}

function pickWork(random: () => number): (typeof work)[number] {
  const total = work.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const one of work) {
    left -= one.weight;
    if (left < 0) return one;
  }
  return work[0];
}

/** mulberry32: small, even, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
