/** What a plugin may do, in words for people who decide whether to install it. Pure. */
import type { Access } from './plugins.ts';

export interface AccessFact {
  /** `care`: what people should think about first. */
  weight: 'plain' | 'care';
  text: string;
  /** Tables, hosts, endpoints: shown as they are called. */
  names: string[];
}

const HOOKS: Readonly<Record<string, string>> = {
  on_heartbeat: 'Runs on the server whenever your editor sends a heartbeat.',
  on_tick: 'Runs on the server about once a minute.',
  on_install: 'Runs on the server once when you install it.',
};

/** The most important first. */
export function describeAccess(access: Access, hasExternalAccess: boolean): AccessFact[] {
  const { hooks, endpoints, tables, hosts, uses_eval, widget } = access;
  const facts: AccessFact[] = [];
  const add = (text: string, names: string[] = [], weight: AccessFact['weight'] = 'plain') =>
    facts.push({ weight, text, names });
  if (hosts.length > 0) add('Sends requests from your browser to:', hosts, 'care');
  else if (hasExternalAccess) {
    add('Says that it talks to other servers; its script names none.', [], 'care');
  }
  if (uses_eval) {
    add('Makes code from text while it runs, so its script does not show all it does.', [], 'care');
  }
  if (widget) {
    add(
      'Draws a panel on your dashboard. It reads your coding time, and never sees your password, your keys or the page around it.',
    );
  }
  for (const hook of hooks) add(HOOKS[hook] ?? `Runs on the server at ${hook}.`);
  if (endpoints.length > 0) add('Answers calls, from its panel and from you:', endpoints);
  if (tables.length > 0) add('Works with your own rows, nobody else’s, of:', tables);
  if (facts.length === 0) add('Has no script, so it does nothing by itself.');
  return facts;
}
