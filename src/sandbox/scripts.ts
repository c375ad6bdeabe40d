import type { Ending } from './attempt.ts';
import type { LogLine } from './contract.ts';
import type { Image } from './instance.ts';

/** Of plugins whose images one child keeps. */
export const KEPT_SCRIPTS = 64;
export const KEPT_IMAGE_BYTES = 48 * 1024 * 1024;

/** What is known of a plugin's text. */
export interface Script {
  source: string;
  isModule: boolean;
  /** Its top level goes differently in every run: it reads the clock, the context or a host. */
  varies: boolean;
  /** The engine after its top level has run; null when that must run again every time. */
  image: Image | null;
  /** What the top level said, for every run that starts from the image. */
  logs: LogLine[];
  /** Its capabilities as JSON, or why it cannot be used. */
  inspection: Ending;
}

export interface Scripts {
  find(hash: string): Script | null;
  save(hash: string, script: Script): void;
}

/** The scripts that were used last. */
export function openScripts(): Scripts {
  const scripts = new Map<string, Script>();
  let bytes = 0;

  function remove(hash: string): void {
    bytes -= scripts.get(hash)?.image?.bytes ?? 0;
    scripts.delete(hash);
  }

  return {
    find(hash) {
      const script = scripts.get(hash);
      if (script === undefined) return null;
      scripts.delete(hash);
      scripts.set(hash, script);
      return script;
    },
    save(hash, script) {
      remove(hash);
      scripts.set(hash, script);
      bytes += script.image?.bytes ?? 0;
      for (const oldest of scripts.keys()) {
        if (scripts.size <= KEPT_SCRIPTS && bytes <= KEPT_IMAGE_BYTES) break;
        remove(oldest);
      }
    },
  };
}
