/** Statements that mostly run, made from a tape of numbers: each choice takes the next one. */

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  heartbeats: ['user_id', 'id', 'project', 'file', 'language', 'editor', 'recorded_at'],
  projects: ['user_id', 'name', 'top_language', 'total_seconds', 'last_heartbeat'],
  daily_stats_cache: ['user_id', 'date', 'total_seconds', 'top_project'],
  plugin_store: ['author_id', 'id', 'name', 'description', 'script', 'is_published'],
  installed_plugins: ['user_id', 'plugin_id', 'accepted_script', 'accepted_version'],
  plugin_settings: ['user_id', 'plugin', 'settings', 'id'],
  plugin_reviews: ['user_id', 'plugin_id', 'body', 'id'],
  users: ['id', 'username', 'email', 'bio', 'website', 'account_number', 'display_name'],
  api_keys: ['user_id', 'id', 'name', 'key_hash', 'key_prefix'],
  user_follows: ['follower_id', 'following_id', 'created_at'],
};
const TABLES = Object.keys(COLUMNS);
const LITERALS = ["'OTHER'", "'PLUGIN'", "'HIDDEN'", "'x'", "'true'", "''", "'2026-01-01'"];
const FUNCTIONS = ['upper', 'reverse', 'md5', 'initcap', 'btrim'];
const AGGREGATES = ['max', 'min', 'string_agg', 'jsonb_agg', 'array_agg', 'count'];
/** Statements within each other. */
const MAX_DEPTH = 3;

interface Named {
  alias: string;
  table: string;
}

class Writer {
  #next = 0;
  #aliases = 0;

  constructor(private readonly tape: readonly number[]) {}

  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const choice = choices[(this.tape[this.#next++] ?? 0) % choices.length];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  name(): Named {
    this.#aliases += 1;
    return { alias: `t${this.#aliases}`, table: this.pick(TABLES) };
  }

  column(scope: readonly Named[]): string {
    const { alias, table } = this.pick(scope);
    return `${alias}.${this.pick(COLUMNS[table] ?? [])}::text`;
  }

  text(scope: readonly Named[], depth: number): string {
    const column = () => this.column(scope);
    if (depth >= MAX_DEPTH) return this.pick([column, () => this.pick(LITERALS)])();
    const inner = () => this.text(scope, depth + 1);
    return this.pick([
      column,
      column,
      () => this.pick(LITERALS),
      () => `${this.pick(FUNCTIONS)}(${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => `coalesce(${inner()}, ${inner()})`,
      () => `case when ${this.condition(scope, depth + 1)} then ${inner()} else ${inner()} end`,
      () => `${this.pick(scope).alias}::text`,
      () => `to_jsonb(${this.pick(scope).alias})::text`,
      () => `(${this.aggregate(scope, depth + 1)})`,
    ])();
  }

  condition(scope: readonly Named[], depth: number): string {
    if (depth >= MAX_DEPTH) return this.pick(['true', 'false']);
    const text = () => this.text(scope, depth + 1);
    const condition = () => this.condition(scope, depth + 1);
    return this.pick([
      () => 'true',
      () => `${text()} = ${text()}`,
      () => `${this.column(scope)} <> ${text()}`,
      () => `${text()} like '%${this.pick(['a', '1', 'e'])}%'`,
      () => `(${condition()} or ${condition()})`,
      () => `not (${condition()})`,
      () => `exists (${this.select(scope, depth + 1, 1)})`,
      () => `${text()} in (${this.select(scope, depth + 1, 1)})`,
      () => `length(${text()}) / nullif(length(${text()}), 0) > 0`,
    ])();
  }

  /** One value from a table, with the outer ones in reach. */
  aggregate(outer: readonly Named[], depth: number): string {
    const own = this.name();
    const scope = [...outer, own];
    const aggregate = this.pick(AGGREGATES);
    const more = aggregate === 'string_agg' ? `, ','` : '';
    return `select ${aggregate}(${this.text(scope, depth)}${more})::text from ${own.table} ${own.alias} where ${this.condition(scope, depth)}`;
  }

  select(outer: readonly Named[], depth: number, width: number): string {
    const first = this.name();
    const second = this.name();
    const join = this.pick(['', ', ', ' cross join ', ' left join ', ' full join ']);
    const scope = join === '' ? [...outer, first] : [...outer, first, second];
    const on = / (left|full) join /.test(join)
      ? ` on ${first.alias}::text = ${second.alias}::text`
      : '';
    const from = `${first.table} ${first.alias}${join && `${join}${second.table} ${second.alias}${on}`}`;
    const list = Array.from({ length: width }, () => this.text(scope, depth)).join(', ');
    const end = this.pick(['', ' limit 7', ' order by 1 desc', ' offset 0']);
    return `select ${list} from ${from} where ${this.condition(scope, depth)}${end}`;
  }

  change(): string {
    const { alias, table } = this.pick(CHANGES);
    const scope = [{ alias, table }];
    const where = this.condition(scope, 1);
    const returning = this.pick(['', ` returning ${alias}.*`, ` returning ${this.text(scope, 1)}`]);
    const [column, value] = this.pick(SETTABLE[table] ?? [['', '']]);
    const other = this.pick(['own', 'other', 'select']);
    return this.pick([
      () => `delete from ${table} ${alias} where ${where}${returning}`,
      () =>
        column === ''
          ? `delete from ${table} ${alias} where ${where}`
          : `update ${table} ${alias} set ${column} = ${value} where ${where}${returning}`,
      () => this.insert(other, table),
    ])();
  }

  insert(source: string, table: string): string {
    const [owner, columns, values] = this.pick(INSERTS[table] ?? INSERTS.heartbeats ?? []) ?? [];
    const target = INSERTS[table] ? table : 'heartbeats';
    const conflict = this.pick(['', ' on conflict do nothing']);
    const into = `insert into ${target} (${owner}, ${columns})`;
    if (source === 'select') {
      return `${into} select author_id, ${values} from plugin_store where author_id = 'OTHER'${conflict} returning *`;
    }
    const id = source === 'own' ? 'default' : "'OTHER'";
    return `${into} values (${id}, ${values})${conflict} returning *`;
  }
}

const CHANGES: readonly Named[] = [
  'heartbeats',
  'plugin_settings',
  'plugin_reviews',
  'installed_plugins',
  'api_keys',
  'users',
  'user_follows',
].map((table) => ({ alias: 't', table }));

const SETTABLE: Readonly<Record<string, readonly [string, string][]>> = {
  heartbeats: [
    ['project', "'y'"],
    ['duration_seconds', '77'],
    ['language', 't.project'],
  ],
  plugin_settings: [['settings', "'{}'"]],
  plugin_reviews: [['body', "'y'"]],
  api_keys: [['name', "'y'"]],
  users: [
    ['bio', "'y'"],
    ['timezone', "'Asia/Tokyo'"],
  ],
};

const INSERTS: Readonly<Record<string, readonly [string, string, string][]>> = {
  heartbeats: [['user_id', 'project', "'planted'"]],
  plugin_settings: [['user_id', 'plugin', "'planted'"]],
  plugin_reviews: [
    ['user_id', 'plugin_id, body', "'PLUGIN', 'planted'"],
    ['user_id', 'plugin_id, body', "'HIDDEN', 'planted'"],
  ],
  installed_plugins: [
    ['user_id', 'plugin_id', "'PLUGIN'"],
    ['user_id', 'plugin_id', "'HIDDEN'"],
  ],
  user_follows: [['follower_id', 'following_id', "'OTHER'"]],
};

/** A SELECT of up to three columns. */
export const writeSelect = (tape: readonly number[]): string => {
  const writer = new Writer(tape);
  return writer.select([], 0, writer.pick([1, 2, 3]));
};

/** An INSERT, UPDATE or DELETE. */
export const writeChange = (tape: readonly number[]): string => new Writer(tape).change();
