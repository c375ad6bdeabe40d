/** What `hearthbeat doctor` found out about one thing. */
export interface Finding {
  name: string;
  /** `warning`: it works, and could be better. */
  state: 'ok' | 'warning' | 'problem';
  /** What is so, and what to do when it should not be. */
  sentence: string;
}
