import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { heartbeatId } from './heartbeat-id.ts';

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = fc.integer({ min: 946_684_800, max: 4_102_444_800 });
const hash = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('An id is a UUID of version 7 that sorts by time', () => {
  fc.assert(
    fc.property(fc.uuid(), time, time, hash, (user, first, second, contentHash) => {
      const ids = [first, second].map((one) => heartbeatId(user, { time: one, contentHash }));
      for (const id of ids) expect(id).toMatch(VERSION_7);
      expect(ids[0] === ids[1] || (ids[0] ?? '') < (ids[1] ?? '') === first < second).toBe(true);
    }),
  );
});

test('The same heartbeat has the same id; another user, microsecond or content has another', () => {
  fc.assert(
    fc.property(fc.uuid(), time, hash, (user, seconds, contentHash) => {
      const id = heartbeatId(user, { time: seconds, contentHash });
      const others = [
        heartbeatId(user, { time: seconds + 0.000_001, contentHash }),
        heartbeatId(user, { time: seconds, contentHash: contentHash ^ 1n }),
        heartbeatId(crypto.randomUUID(), { time: seconds, contentHash }),
      ];
      expect(heartbeatId(user, { time: seconds, contentHash })).toBe(id);
      expect(new Set([id, ...others]).size).toBe(4);
    }),
  );
});
