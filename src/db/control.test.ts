import { expect, test } from 'bun:test';
import { openProgramControl, openThreadControl } from './control.ts';

function openBoth() {
  const program = openProgramControl();
  return { program, thread: openThreadControl(program.shared) };
}

test('the program sees where the memory is, and that it moved', () => {
  const { program, thread } = openBoth();
  const seen: number[] = [];
  program.withAddress((address) => seen.push(address));
  thread.moveMemory(
    () => {},
    () => ({ address: 2 ** 47 - 16, bytes: 100 }),
  );
  program.withAddress((address) => seen.push(address));
  expect(seen).toEqual([2 ** 47 - 16]);
  expect(program.memoryBytes()).toBe(100);
});

test('nobody touches the memory while it moves', () => {
  const { program, thread } = openBoth();
  let touched = 0;
  thread.moveMemory(
    () => program.withAddress(() => touched++),
    () => ({ address: 4096, bytes: 100 }),
  );
  expect(touched).toBe(0);
  program.withAddress(() => touched++);
  expect(touched).toBe(1);
});

test('a memory that cannot grow stays where it is known', () => {
  const { program, thread } = openBoth();
  const fail = () => {
    throw new RangeError('no more memory');
  };
  expect(() => thread.moveMemory(fail, () => ({ address: 8192, bytes: 5 }))).toThrow(RangeError);
  const seen: number[] = [];
  program.withAddress((address) => seen.push(address));
  expect(seen).toEqual([8192]);
});

test('files that a thread left open are told once, and its memory is forgotten', () => {
  const { program, thread } = openBoth();
  thread.moveMemory(
    () => {},
    () => ({ address: 4096, bytes: 100 }),
  );
  for (const descriptor of [9, 12, 65_535]) thread.addFile(descriptor);
  thread.removeFile(12);
  expect(program.forgetThread()).toEqual([9, 65_535]);
  expect(program.forgetThread()).toEqual([]);
  let touched = 0;
  program.withAddress(() => touched++);
  expect(touched).toBe(0);
});

test('flushes are counted', () => {
  const { program, thread } = openBoth();
  thread.countFlush();
  thread.countFlush();
  expect(program.flushes()).toBe(2);
});
