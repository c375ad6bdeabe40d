import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { Chips } from '../figures/chips.ts';
import { Files } from '../figures/files.ts';
import { readNarrowing } from '../figures/question.ts';
import { readAsked } from '../figures/range.ts';
import { RangeBar } from '../figures/range-bar.ts';
import { RangeFigures } from '../figures/range-figures.ts';
import { OverviewSkeleton } from '../figures/skeleton.ts';
import type { PageProps } from '../shell/lazy-page.ts';
import { readValueName } from '../ui/address.ts';
import { formatDate } from '../ui/format.ts';
import { useLiveResource } from '../ui/live-resource.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useNow } from '../ui/now.ts';
import type { Resource } from '../ui/resource.ts';
import { localDate } from '../ui/zone.ts';
import type { Detail, Dimension, Heatmap, Stack } from '../wire.ts';
import { BestDays } from './value/best-days.ts';
import { NoSuchValue, NothingOfIt } from './value/empty.ts';
import { ValueFacts } from './value/facts.ts';
import { ValueHead } from './value/head.ts';

/** The page about one value of a dimension: a project, a language, an editor, a machine … */
export function valuePage(dimension: Dimension): FunctionComponent<PageProps> {
  return function ValuePage({ parameters }) {
    const name = readValueName(parameters);
    return html`<${ValueOf} key=${name} dimension=${dimension} name=${name} />`;
  };
}

interface ValueOfProps {
  dimension: Dimension;
  /** '' is the unknown. */
  name: string;
}

function ValueOf({ dimension, name }: ValueOfProps) {
  const { router, session } = useApp();
  const { query } = router.place.value;
  const asked = readAsked(query);
  const zone = session.me.value?.timezone ?? 'UTC';
  const now = useNow().value;
  const date = localDate(now, zone);
  const narrowing = readNarrowing(query).filter(([key]) => key !== dimension);
  const question = new URLSearchParams([
    ...Object.entries({ ...asked.query, stack: readStack(query, dimension), dimension, name }),
    ...narrowing,
  ]);
  const detail = useLiveResource<Detail>(`api/v1/stats/detail?${question}`);
  const heatmap = useLiveResource<Heatmap>(
    `api/v1/stats/heatmap?${new URLSearchParams([[dimension, name], ...narrowing])}`,
  );
  useEffect(() => {
    void detail.refresh();
    void heatmap.refresh();
  }, [date]);
  const numbers = detail.data.value;
  const failure = detail.error.value;
  const isKnown = numbers?.first_seen !== null;
  return html`
    <div class="value">
      <${ValueHead} ...${{ dimension, name, zone, now }} detail=${numbers} />
      ${failure && html`<${FailureNotice} error=${failure} onRetry=${detail.refresh} />`}
      ${
        isKnown
          ? html`
              <${RangeBar} asked=${asked} days=${numbers?.daily ?? []} />
              <${Chips} />
              ${numbers && html`<${ValueContent} ...${{ detail, numbers, heatmap, now }} isFiltered=${narrowing.length > 0} />`}
            `
          : html`<${NoSuchValue} dimension=${dimension} name=${name} />`
      }
      ${!numbers && !failure && html`<${OverviewSkeleton} />`}
    </div>
  `;
}

interface ValueContentProps {
  detail: Resource<Detail>;
  numbers: Detail;
  heatmap: Resource<Heatmap>;
  now: number;
  isFiltered: boolean;
}

function ValueContent({ detail, numbers, heatmap, now, isFiltered }: ValueContentProps) {
  const { dimension, name, files } = numbers;
  const leavesRoom = dimension === 'project' || dimension === 'language';
  return html`
    <div class="range-content" aria-busy=${detail.isReloading.value}>
      ${
        numbers.total_seconds === 0
          ? html`<${NothingOfIt} detail=${numbers} now=${now} isFiltered=${isFiltered} />`
          : html`
              <${ValueFacts} detail=${numbers} year=${heatmap.data.value?.days} />
              <${RangeFigures} overview=${numbers} heatmap=${heatmap} about=${dimension}>
                ${leavesRoom && html`<${BestDays} days=${numbers.daily} dimension=${dimension} name=${name} />`}
                ${files && html`<${Files} files=${files} total=${numbers.total_seconds} span=${12} note=${sayHowFar(numbers)} />`}
              </>
            `
      }
    </div>
  `;
}

/** A project is divided by language, everything else by project, unless the address says. */
function readStack(query: URLSearchParams, dimension: Dimension): Stack {
  const asked = query.get('stack');
  if (asked === 'project' || asked === 'language') return asked;
  return dimension === 'project' ? 'language' : 'project';
}

function sayHowFar({ files, files_since: since }: Detail): string | null {
  if (since) {
    const day = formatDate(since.slice(0, 10), { day: 'numeric', month: 'long', year: 'numeric' });
    return `Files of the newest heartbeats of this range, back to ${day}.`;
  }
  return files && files.length >= FILES_LISTED ? `The ${FILES_LISTED} most used files.` : null;
}

/** As many as the server lists (src/stats/overview/detail.ts). */
const FILES_LISTED = 50;
