/** A statement that a plugin may not run, or that failed: a sentence for the plugin's author. */
export class PluginSqlError extends Error {
  override readonly name = 'PluginSqlError';
}

export function refuse(sentence: string): never {
  throw new PluginSqlError(sentence);
}
