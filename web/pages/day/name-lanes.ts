import { html } from 'htm/preact';
import { spanWithin } from '../../charts/strip.ts';
import { useQuestion } from '../../figures/address.ts';
import { Duration } from '../../ui/duration.ts';
import { formatExactDuration } from '../../ui/format.ts';
import { type MarkStyle, REST_STYLE } from '../../ui/project-colour.ts';
import type { Stack } from '../../wire.ts';
import type { Piece } from './pieces.ts';
import { placed } from './placed.ts';
import type { TimeWindow } from './window.ts';

/** Names with a lane of their own; the others share one. */
export const MOST_LANES = 6;

export interface Lane {
  name: string;
  seconds: number;
  own: Piece[];
}

interface NameLanesProps {
  pieces: readonly Piece[];
  by: Stack;
  shown: TimeWindow;
  markStyle: (name: string) => MarkStyle;
}

/** A lane for each of the most used names, which also tells whose colour is whose. */
export function NameLanes({ pieces, by, shown, markStyle }: NameLanesProps) {
  const { query, toggle } = useQuestion();
  const { lanes, others } = toLanes(pieces);
  return html`
    ${lanes.map(
      ({ name, seconds, own }) => html`
        <button
          key=${`name ${name}`}
          class="lane-name"
          type="button"
          aria-pressed=${query.getAll(by).includes(name)}
          aria-label=${`${name || 'Unknown'}: ${formatExactDuration(seconds)}`}
          onClick=${() => toggle({ dimension: by, name })}
        >
          <span class="mark stack-dot" style=${markStyle(name)}></span>${name || 'Unknown'}
        </button>
        <${Track} key=${`lane ${name}`} pieces=${own} shown=${shown} style=${markStyle(name)} />
        <span key=${`time ${name}`} class="lane-time"><${Duration} seconds=${seconds} /></span>
      `,
    )}
    ${
      others &&
      html`
        <span class="lane-name lane-others">
          <span class="mark stack-dot" style=${REST_STYLE}></span>${others.name}
        </span>
        <${Track} pieces=${others.own} shown=${shown} style=${REST_STYLE} />
        <span class="lane-time"><${Duration} seconds=${others.seconds} /></span>
      `
    }
  `;
}

interface TrackProps {
  pieces: readonly Piece[];
  shown: TimeWindow;
  style: MarkStyle;
}

function Track({ pieces, shown, style }: TrackProps) {
  return html`
    <div class="lane lane-one" aria-hidden="true">
      ${pieces.map((piece) => {
        const span = spanWithin(shown, piece.start, piece.end);
        return (
          span &&
          html`<span key=${piece.start} class="mark lane-part" style=${{ ...style, ...placed(span) }}></span>`
        );
      })}
    </div>
  `;
}

/** The names with the most time, and the others as one; others of one name would save nothing. */
export function toLanes(pieces: readonly Piece[]): { lanes: Lane[]; others: Lane | null } {
  const byName = new Map<string, Lane>();
  for (const piece of pieces) {
    const lane = byName.get(piece.name) ?? { name: piece.name, seconds: 0, own: [] };
    lane.seconds += piece.seconds;
    lane.own.push(piece);
    byName.set(piece.name, lane);
  }
  const ranked = [...byName.values()].sort((a, b) => b.seconds - a.seconds);
  if (ranked.length <= MOST_LANES + 1) return { lanes: ranked, others: null };
  const rest = ranked.slice(MOST_LANES);
  return {
    lanes: ranked.slice(0, MOST_LANES),
    others: {
      name: `${rest.length} others`,
      seconds: rest.reduce((sum, { seconds }) => sum + seconds, 0),
      own: rest.flatMap(({ own }) => own),
    },
  };
}
