/** Child: single heartbeats on keep-alive connections, each sent when the one before is answered. */
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { printOutput, readInput } from './child.ts';
import { fileOf, listSent, timeOf } from './heartbeats.ts';
import { quantile } from './numbers.ts';
import { openConnection, toBytes } from './raw-http.ts';

const Input = Type.Object({
  port: Type.Integer(),
  /** One connection each. */
  keys: Type.Array(Type.String()),
  warmUpMs: Type.Number(),
  measureMs: Type.Number(),
});

/** What `load.ts` prints. Latencies are milliseconds. */
export const LoadResult = Type.Object({
  acknowledged: Type.Integer(),
  perSecond: Type.Number(),
  p50: Type.Number(),
  p99: Type.Number(),
});

/** Ten digits and a fraction that the server has to keep; the digits are patched in place. */
const TIME_PLACE = '1000000000.25';
const TIME_DIGITS = 10;

/** A request with a time that can be changed without building it anew. */
function prepareRequest(key: string, sent: object) {
  const body = JSON.stringify(sent).replace('{', `{"time":${TIME_PLACE},`);
  const bytes = toBytes({ method: 'POST', path: '/api/v1/heartbeat', key, body });
  const offset = bytes.indexOf(TIME_PLACE);
  return (time: number): Uint8Array => {
    bytes.write(String(time), offset, TIME_DIGITS, 'latin1');
    return bytes;
  };
}

async function run({ port, keys, warmUpMs, measureMs }: Static<typeof Input>) {
  const now = Date.now() / 1_000;
  const latencies: number[] = [];
  const failed = Promise.withResolvers<never>();
  const startsAt = performance.now() + warmUpMs;
  const endsAt = startsAt + measureMs;
  let acknowledged = 0;

  async function drive(key: string, person: number): Promise<void> {
    const requests = listSent(person).map((sent) => prepareRequest(key, sent));
    const done = Promise.withResolvers<void>();
    let nth = 0;
    let sentAt = 0;
    const connection = await openConnection({
      port,
      onClose: failed.reject,
      onAnswer({ status, body }) {
        if (status !== 200) failed.reject(new Error(`the server answered ${status}: ${body}`));
        const answeredAt = performance.now();
        acknowledged += 1;
        if (answeredAt >= startsAt && answeredAt < endsAt) latencies.push(answeredAt - sentAt);
        if (answeredAt < endsAt) send();
        else done.resolve();
      },
    });
    function send(): void {
      const request = requests[fileOf(nth)]?.(timeOf(now, nth));
      nth += 1;
      if (!request) throw new Error('no such file');
      sentAt = performance.now();
      connection.send(request);
    }
    send();
    await done.promise;
    connection.close();
  }

  await Promise.race([Promise.all(keys.map(drive)), failed.promise]);
  return {
    acknowledged,
    perSecond: (latencies.length * 1_000) / measureMs,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

if (import.meta.main) {
  printOutput(await run(Value.Decode(Input, await readInput())));
  process.exit(0);
}
