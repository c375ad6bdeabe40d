/** For the tests of bundled plugins: published and installed for real, run by the real sandbox. */
import { Type } from '@sinclair/typebox';
import { openTestLifecycle, until } from '../src/lifecycle/testing.ts';
import { collectBundled } from '../src/plugins/bundled.ts';
import { LIFECYCLE_PROFILE } from '../src/sandbox/profile.ts';

const DAY_SECONDS = 86_400;
const Project = Type.Object({ name: Type.String(), total_seconds: Type.Number() });

export type House = Awaited<ReturnType<typeof openHouse>>;

/** One house for a plugin's tests; each person has the plugin, under its own name. */
export async function openHouse(name: string) {
  const house = await openTestLifecycle({ runLimitMs: LIFECYCLE_PROFILE.runLimitMs });
  const plugin = collectBundled(import.meta.dir).find((bundled) => bundled.name === name);
  if (!plugin) throw new Error(`there is no plugins/${name}`);
  const author = await house.addPerson();
  const { json } = await house.call('POST', '/store/publish', { key: author.key, body: plugin });
  const id = String(json.plugin.id);

  async function addPerson() {
    const person = await house.addPerson();
    await house.install(person.key, id);
    const rpc = async (handler: string, body?: unknown) => {
      const answer = await house.rpc(person.key, name, handler, body);
      if (answer.status !== 200) throw new Error(`${handler}: ${answer.text}`);
      return answer.json;
    };
    return {
      ...person,
      rpc,
      /** Sends a heartbeat that claims this many seconds, so many days ago. */
      work: (seconds: number, { daysAgo = 0, project = 'hearth' } = {}) =>
        house.send(person.key, {
          project,
          duration: seconds,
          time: Math.floor(Date.now() / 1_000) - seconds - daysAgo * DAY_SECONDS,
        }),
      /** Lets the next tick come now, and waits for what it does. */
      async tick(): Promise<string[]> {
        const before = await countTicks();
        await house.makeDue('tick', person.id, id);
        await until(async () => (await countTicks()) > before);
        return logs();
      },
      logs,
      /** Seconds by project. */
      projects: async (): Promise<Record<string, number>> => {
        const rows = await house.database.list(
          Project,
          'select name, total_seconds from projects where user_id = $1',
          [person.id],
        );
        return Object.fromEntries(rows.map((row) => [row.name, row.total_seconds]));
      },
      settings: async () =>
        (await house.call('GET', `/plugins/${name}/settings`, { key: person.key })).json.settings,
      setSettings: (settings: object) =>
        house.call('PUT', `/plugins/${name}/settings`, { key: person.key, body: settings }),
    };

    async function countTicks(): Promise<number> {
      const { days } = await house.report(person.key, name);
      return days
        .filter(({ hook }: { hook: string }) => hook === 'on_tick')
        .reduce((sum: number, { runs }: { runs: number }) => sum + runs, 0);
    }

    async function logs(): Promise<string[]> {
      const { runs } = await house.report(person.key, name);
      return runs.flatMap((run: { logs: { text: string }[] }) => run.logs.map(({ text }) => text));
    }
  }

  return { addPerson, close: house.close };
}
