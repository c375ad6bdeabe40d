import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { readItems } from './import-items.ts';

/** A request whose body arrives in pieces of so many bytes. */
function requestOf(text: string, pieceBytes: number, type = ''): Request {
  const bytes = new TextEncoder().encode(text);
  let position = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (position >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(position, position + pieceBytes));
      position += pieceBytes;
    },
  });
  const headers = type ? { 'content-type': type } : undefined;
  return new Request('http://localhost/', { method: 'POST', body, ...(headers && { headers }) });
}

const ITEMS = [
  { project: 'Ünïcödé 🎉', time: 1 },
  { project: 'a,"b"', file: 'x\ny', time: 2 },
  { project: '', time: 3 },
];
const FORMS: [string, string][] = [
  ['an array', JSON.stringify(ITEMS)],
  ['a pretty array', JSON.stringify(ITEMS, null, 2)],
  ['an array after a mark and blanks', `\ufeff\n  ${JSON.stringify(ITEMS)}`],
  ['a wrapper on one line', `${JSON.stringify({ heartbeats: ITEMS })}\n`],
  ['a wrapper over lines', JSON.stringify({ exported_at: 'x', heartbeats: ITEMS }, null, 1)],
  ['encoded twice', JSON.stringify(JSON.stringify(ITEMS))],
  ['lines', ITEMS.map((item) => JSON.stringify(item)).join('\n')],
  ['lines as Windows ends them', ITEMS.map((item) => `${JSON.stringify(item)}\r\n\r\n`).join('')],
];

describe('a body is understood by its content', () => {
  test.each(FORMS)('%s, in pieces of any size', async (_name, text) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
        const type = 'application/x-www-form-urlencoded'; // what curl says by itself
        expect(await Array.fromAsync(readItems(requestOf(text, size, type)))).toEqual(ITEMS);
      }),
      { numRuns: 20 },
    );
  });

  test('CSV with quotes and line breaks inside cells, in pieces of any size', async () => {
    const text = 'time,project,file\n1,Ünïcödé 🎉,\n2,"a,""b""","x\ny"\n3,,\n';
    for (const type of ['', 'text/csv', 'application/x-www-form-urlencoded']) {
      for (const size of [1, 2, 7, 1_000]) {
        expect(await Array.fromAsync(readItems(requestOf(text, size, type)))).toEqual([
          { time: '1', project: 'Ünïcödé 🎉', file: '' },
          { time: '2', project: 'a,"b"', file: 'x\ny' },
          { time: '3', project: '', file: '' },
        ]);
      }
    }
  });

  test('one object is one item', async () => {
    const [item] = ITEMS;
    for (const text of [JSON.stringify(item), JSON.stringify(item, null, 2)]) {
      expect(await Array.fromAsync(readItems(requestOf(text, 5)))).toEqual([item]);
    }
  });

  test('items are handed on before the body has ended', async () => {
    let ended = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"time":1,"project":"p"}\n'));
        await Bun.sleep(1);
      },
      cancel() {
        ended = true;
      },
    });
    const items = readItems(new Request('http://localhost/', { method: 'POST', body }));
    expect((await items.next()).value).toEqual({ time: 1, project: 'p' });
    await items.return(undefined);
    expect(ended).toBe(true);
  });
});
