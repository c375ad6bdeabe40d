/** Who works in a demo, on what and with what. Weights are relative. */

export interface DemoFile {
  path: string;
  language: string;
  weight?: number;
}

export interface DemoProject {
  name: string;
  weight?: number;
  /** Part of the year in which it is worked on, 0 to 1. */
  from?: number;
  until?: number;
  /** Worked on at weekends and in the evening, and only then. */
  isHobby?: boolean;
  branches: readonly { name: string; weight?: number }[];
  files: readonly DemoFile[];
}

export interface DemoSetup {
  editor: string;
  os: string;
  machine: string;
  weight?: number;
}

export interface DemoPerson {
  username: string;
  displayName: string;
  bio: string;
  timezone: string;
  /** Of a normal working day. */
  hoursADay: number;
  /** Mean seconds between two heartbeats. */
  everySeconds: number;
  setups: readonly DemoSetup[];
  projects: readonly DemoProject[];
}

const HEARTH: DemoProject = {
  name: 'hearthbeat',
  weight: 7,
  branches: [
    { name: 'main', weight: 5 },
    { name: 'feature/overview', weight: 3 },
    { name: 'fix/day-boundaries' },
  ],
  files: [
    { path: 'src/stats/overview.ts', language: 'TypeScript', weight: 5 },
    { path: 'src/heartbeats/ingest.ts', language: 'TypeScript', weight: 4 },
    { path: 'src/stats/overview.test.ts', language: 'TypeScript', weight: 3 },
    { path: 'migrations/0003_timeline.sql', language: 'SQL', weight: 2 },
    { path: 'web/styles/tokens.css', language: 'CSS', weight: 2 },
    { path: 'README.md', language: 'Markdown' },
  ],
};
const ORCHARD: DemoProject = {
  name: 'orchard-api',
  weight: 8,
  branches: [
    { name: 'main', weight: 2 },
    { name: 'feature/invoices', weight: 3 },
    { name: 'release/2.4' },
  ],
  files: [
    { path: 'crates/api/src/routes.rs', language: 'Rust', weight: 5 },
    { path: 'crates/api/src/invoices.rs', language: 'Rust', weight: 4 },
    { path: 'crates/store/src/lib.rs', language: 'Rust', weight: 3 },
    { path: 'queries/ledger.sql', language: 'SQL', weight: 2 },
    { path: 'Cargo.toml', language: 'TOML' },
    { path: 'deploy/compose.yaml', language: 'YAML' },
  ],
};
const LANTERN: DemoProject = {
  name: 'lantern-web',
  weight: 5,
  until: 0.7,
  branches: [
    { name: 'main', weight: 2 },
    { name: 'redesign', weight: 3 },
  ],
  files: [
    { path: 'src/pages/Checkout.tsx', language: 'TypeScript', weight: 5 },
    { path: 'src/components/Cart.tsx', language: 'TypeScript', weight: 3 },
    { path: 'src/styles/site.css', language: 'CSS', weight: 3 },
    { path: 'index.html', language: 'HTML' },
  ],
};
const TIDEPOOL: DemoProject = {
  name: 'tidepool-ml',
  weight: 5,
  from: 0.45,
  branches: [{ name: 'main' }, { name: 'experiment/attention', weight: 2 }],
  files: [
    { path: 'tidepool/train.py', language: 'Python', weight: 5 },
    { path: 'tidepool/data.py', language: 'Python', weight: 3 },
    { path: 'notebooks/errors.ipynb', language: 'Jupyter Notebook', weight: 2 },
    { path: 'pyproject.toml', language: 'TOML' },
  ],
};
const GREENHOUSE: DemoProject = {
  name: 'greenhouse-firmware',
  weight: 4,
  isHobby: true,
  branches: [{ name: 'main', weight: 3 }, { name: 'low-power' }],
  files: [
    { path: 'src/sensor.c', language: 'C', weight: 4 },
    { path: 'src/radio.zig', language: 'Zig', weight: 2 },
    { path: 'CMakeLists.txt', language: 'CMake' },
  ],
};
const NOTES: DemoProject = {
  name: 'field-notes',
  weight: 1,
  isHobby: true,
  branches: [{ name: 'main' }],
  files: [
    { path: 'posts/slow-databases.md', language: 'Markdown', weight: 3 },
    { path: 'layouts/post.html', language: 'HTML' },
  ],
};
const DOTFILES: DemoProject = {
  name: 'dotfiles',
  weight: 1,
  isHobby: true,
  branches: [{ name: 'main' }],
  files: [
    { path: 'nvim/init.lua', language: 'Lua', weight: 2 },
    { path: 'bin/backup.sh', language: 'Shell' },
  ],
};

const DESK: DemoSetup = { editor: 'VS Code', os: 'Linux', machine: 'hearth', weight: 6 };
const LAPTOP: DemoSetup = { editor: 'Neovim', os: 'Mac', machine: 'ember', weight: 3 };

/** The one whose password is told; the page shows this account. */
export const SHOWN_PERSON: DemoPerson = {
  username: 'demo',
  displayName: 'Robin Ash',
  bio: 'Keeps the fire going.',
  timezone: 'Europe/Berlin',
  hoursADay: 5.2,
  everySeconds: 150,
  setups: [DESK, LAPTOP, { editor: 'Zed', os: 'Linux', machine: 'hearth', weight: 2 }],
  projects: [HEARTH, ORCHARD, LANTERN, TIDEPOOL, GREENHOUSE, NOTES, DOTFILES],
};

/** Always shorter than the timeout, and few enough for a quick start. */
const OTHERS_EVERY_SECONDS = 480;

export const OTHER_PEOPLE: readonly DemoPerson[] = [
  {
    username: 'mira',
    displayName: 'Mira Okafor',
    bio: 'Databases before breakfast.',
    timezone: 'Europe/London',
    hoursADay: 6,
    everySeconds: OTHERS_EVERY_SECONDS,
    setups: [{ editor: 'IntelliJ IDEA', os: 'Mac', machine: 'moor', weight: 4 }, LAPTOP],
    projects: [ORCHARD, TIDEPOOL, NOTES],
  },
  {
    username: 'jonas',
    displayName: 'Jonas Lind',
    bio: '',
    timezone: 'Europe/Stockholm',
    hoursADay: 3.5,
    everySeconds: OTHERS_EVERY_SECONDS,
    setups: [{ editor: 'Vim', os: 'Linux', machine: 'fjord' }],
    projects: [GREENHOUSE, DOTFILES, ORCHARD],
  },
  {
    username: 'sana',
    displayName: 'Sana Iyer',
    bio: 'Pixels, mostly.',
    timezone: 'Asia/Kolkata',
    hoursADay: 4.5,
    everySeconds: OTHERS_EVERY_SECONDS,
    setups: [{ editor: 'VS Code', os: 'Windows', machine: 'monsoon', weight: 3 }, DESK],
    projects: [LANTERN, HEARTH, NOTES],
  },
];
