/** An answer of the host: `[1, value]` or `[0, name, message]` as JSON. */
export interface Answer {
  call: number;
  json: string;
}

/** The way from a run in the child to its host in the parent. */
export interface Outside {
  /** `json` is `[operation, arguments]`. */
  send(call: number, json: string): void;
  /** Waits for the next answer; null when the parent says that the time is over. */
  receive(): Answer | null;
}
