import { beforeAll, expect, test } from 'bun:test';
import { openTestStats, type TestStats } from '../testing.ts';
import { openRawStore } from './store.ts';

let world: TestStats;
beforeAll(async () => {
  world = await openTestStats();
});

interface Sample {
  file?: string;
  branch?: string;
  category?: string;
  isWrite?: boolean;
}

const TIME = 1_773_000_000;

async function typesOf(samples: readonly Sample[]): Promise<string[]> {
  const person = await world.add();
  await world.record(
    person,
    samples.map((sample, index) => ({ at: TIME + index, claimedSeconds: 1, ...sample })),
  );
  const spans = samples.map((_, index) => ({ start: TIME + index, end: TIME + index + 1 }));
  const rows = await openRawStore(world.database).listActivity(person.id, spans);
  return rows.filter(({ seconds }) => seconds > 0).map(({ type }) => type);
}

async function expectAll(type: string, samples: readonly Sample[]): Promise<void> {
  expect(await typesOf(samples)).toEqual(samples.map(() => type));
}

test('configuration is known by name or extension', () =>
  expectAll(
    'config',
    [
      'package.json',
      '/home/me/app/Cargo.toml',
      'C:\\app\\tsconfig.json',
      'Dockerfile',
      'Dockerfile.dev',
      'Makefile',
      '.env',
      '.env.local',
      '.gitignore',
      '.eslintrc.js',
      'vite.config.ts',
      'requirements-dev.txt',
      'pom.xml',
      'build.gradle',
      'compose.yaml',
      'app.ini',
      // configuration goes before debugging
      'test/fixtures.json',
    ].map((file) => ({ file })),
  ));

test('debugging is a word of file, branch or category', () =>
  expectAll('debugging', [
    { file: 'src/login.test.ts' },
    { file: 'tests/api.py' },
    { file: 'test_api.py' },
    { file: 'pkg/a_test.go' },
    { file: 'src/__tests__/a.js' },
    { file: 'LoginTest.java' },
    { file: 'UserSpec.scala' },
    { file: 'spec/user_spec.rb' },
    { file: 'DebugView.cs' },
    { file: 'a.ts', branch: 'fix/login' },
    { file: 'a.ts', branch: 'hotfix-3' },
    { file: 'a.ts', branch: 'BUGFIX/x'.toLowerCase() },
    { file: 'a.ts', category: 'debugging' },
    { file: 'a.ts', category: 'running tests' },
    { branch: 'test', isWrite: true },
  ]));

test('a word inside another word means nothing', () =>
  expectAll('reading', [
    { file: 'src/latest.rs' },
    { file: 'prefix.ts' },
    { file: 'contest.py' },
    { file: 'Inspector.java' },
    { file: 'specification.md' },
    { file: 'fixture.rb' },
    { file: 'json-parser.ts' },
    { file: 'environment.ts' },
    { file: 'lockfile.go' },
    { file: 'a.ts', branch: 'greatest' },
    {},
  ]));

test('saving is writing', () => expectAll('writing', [{ file: 'a.ts', isWrite: true }]));
