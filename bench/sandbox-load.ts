/** Child: requests at a steady pace, whatever the answers take; what they took comes back. */
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { printOutput, readInput } from './child.ts';
import { openClient, toBytes } from './raw-http.ts';

const Input = Type.Object({
  port: Type.Integer(),
  everyMs: Type.Number(),
  durationMs: Type.Number(),
});

/** Milliseconds from each request to its answer. */
export const LatencyResult = Type.Object({ latencies: Type.Array(Type.Number()) });

async function run({ port, everyMs, durationMs }: Static<typeof Input>) {
  const client = await openClient(port);
  const request = toBytes({ method: 'GET', path: '/', key: '' });
  const latencies: number[] = [];
  const startedAt = performance.now();
  for (let dueAt = startedAt; dueAt < startedAt + durationMs; dueAt += everyMs) {
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await Bun.sleep(waitMs);
    const askedAt = performance.now();
    await client.ask(request);
    latencies.push(performance.now() - askedAt);
  }
  client.close();
  return { latencies };
}

if (import.meta.main) {
  printOutput(await run(Value.Decode(Input, await readInput())));
  process.exit(0);
}
