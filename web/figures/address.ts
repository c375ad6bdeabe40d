import { useApp } from '../app.ts';
import {
  clearFilters,
  type Filter,
  readWhen,
  toggleFilter,
  type When,
  withDates,
  withWhen,
} from './question.ts';

/** The address of a page below the base (`project/x`; '' is the overview) with a question. */
export function toAddress(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return `${path || './'}${text && `?${text}`}`;
}

export interface Question {
  query: URLSearchParams;
  /** Where the page shown is with another question: for links. */
  addressOf(query: URLSearchParams): string;
  /** Asks another question on the page shown. */
  ask(query: URLSearchParams): void;
  toggle(filter: Filter): void;
  /** The same part of the week twice is none. */
  toggleWhen(when: When): void;
  clear(): void;
  /** First and last day, YYYY-MM-DD. */
  showDays(start: string, end: string): void;
}

/** Range, filters and view of whichever page is shown: its address holds them. */
export function useQuestion(): Question {
  const { router } = useApp();
  const { path, query } = router.place.value;
  const addressOf = (next: URLSearchParams) => toAddress(path, next);
  const ask = (next: URLSearchParams) => router.navigate(addressOf(next));
  return {
    query,
    addressOf,
    ask,
    toggle: (filter) => ask(toggleFilter(query, filter)),
    toggleWhen(when) {
      const { weekday, hour } = readWhen(query);
      const isSame = weekday === when.weekday && hour === when.hour;
      ask(withWhen(query, isSame ? {} : when));
    },
    clear: () => ask(clearFilters(query)),
    showDays: (start, end) => ask(withDates(query, start, end)),
  };
}
