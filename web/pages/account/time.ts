import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { SelectField } from '../../ui/select-field.ts';
import { Submit } from '../../ui/submit.ts';
import { ZoneField } from '../../ui/zone-field.ts';
import type { Me } from '../../wire.ts';
import { RecomputeProgress } from './recompute.ts';
import { Section } from './section.ts';
import { TimeoutPreview } from './timeout-preview.ts';

const SECONDS_PER_MINUTE = 60;
/** What the server accepts. */
const TIMEOUT_MINUTES = { min: 1, max: 60 };

/** ISO 8601: 1 Monday to 7 Sunday. The days on which weeks begin somewhere. */
const WEEK_STARTS = [
  { value: '1', label: 'Monday' },
  { value: '7', label: 'Sunday' },
  { value: '6', label: 'Saturday' },
];

/** When days and weeks begin, and which pauses still count. The first and the last change history, so it is counted anew. */
export function Time({ me }: { me: Me }) {
  const { session, toasts } = useApp();
  const timezone = useSignal(me.timezone);
  const minutes = useSignal(String(me.timeout_seconds / SECONDS_PER_MINUTE));
  const weekStart = useSignal(String(me.week_start));
  const action = useAction(async () => {
    await session.update({
      timezone: timezone.value,
      timeout_seconds: Number(minutes.value) * SECONDS_PER_MINUTE,
      week_start: Number(weekStart.value),
    });
    toasts.show('Saved');
  });
  const fields = action.error.value?.fields ?? {};
  return html`
    <${Section} title="Time" lead="A change applies to everything that was ever counted.">
      <form class="form" onSubmit=${action.run}>
        <${ZoneField} label="Time zone" value=${timezone} error=${fields.timezone} hint="Your days begin at midnight here." />
        <${TextField}
          label="Longest pause that counts, in minutes"
          name="timeout"
          type="number"
          value=${minutes}
          error=${fields.timeout_seconds}
          hint="Two heartbeats closer together than this are one stretch of work. A longer pause is a break and counts nothing."
          required
          ...${TIMEOUT_MINUTES}
        />
        <${TimeoutPreview} me=${me} minutes=${minutes.value} />
        <${SelectField} label="Weeks begin on" name="week_start" value=${weekStart} error=${fields.week_start} options=${WEEK_STARTS} />
        <${Submit} action=${action}>Save</>
      </form>
      <${RecomputeProgress} question=${`${me.timezone} ${me.timeout_seconds}`} />
    </>
  `;
}
