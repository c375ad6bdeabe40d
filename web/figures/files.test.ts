import { expect, test } from 'bun:test';
import { sharedFolder, splitPath } from './files.ts';

test.each([
  ['/home/ada/src/main.rs', '/home/ada/src/', 'main.rs'],
  ['C:\\code\\main.rs', 'C:\\code\\', 'main.rs'],
  ['main.rs', '', 'main.rs'],
  ['folder/', '', 'folder/'],
  ['', '', 'Unknown'],
])('%p is the folder %p and the file %p', (path, folder, name) =>
  expect(splitPath(path)).toEqual({ folder, name }),
);

test.each([
  [['/code/a/x.rs', '/code/ab/y.rs'], '/code/'],
  [['/code/a/x.rs', '', '/code/a/y.rs'], '/code/a/'],
  [['C:\\code\\x', 'C:\\code\\y'], 'C:\\code\\'],
  [['/code/x.rs'], ''],
  [['x.rs', 'xy.rs'], ''],
  [[], ''],
])('%j lie in %p', (paths, folder) => expect(sharedFolder(paths)).toBe(folder));
