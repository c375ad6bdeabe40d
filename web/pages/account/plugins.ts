import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import type { Me } from '../../wire.ts';
import { Section } from './section.ts';

/** Whether new scripts of installed plugins wait for this person's word. */
export function Plugins({ me }: { me: Me }) {
  const { session, toasts } = useApp();
  const change = useAction(async () => {
    const isReviewing = !me.review_plugin_updates;
    await session.update({ review_plugin_updates: isReviewing });
    toasts.show(isReviewing ? 'Updates wait for you' : 'Updates come by themselves');
  });
  return html`
    <${Section} title="Plugins" lead=${html`What you installed is in the <a href="plugin-store?view=installed">plugin store</a>.`}>
      <label class="tick">
        <input
          type="checkbox"
          role="switch"
          name="review_plugin_updates"
          checked=${me.review_plugin_updates}
          disabled=${change.isBusy.value}
          aria-describedby="review-note"
          onChange=${change.run}
        />
        <span>Review plugin updates first</span>
      </label>
      <p class="field-hint" id="review-note">You keep running what you accepted, panels and server parts alike, until you have looked at what changed. Otherwise updates come by themselves.</p>
      <p class="field-error" role="alert">${change.error.value?.message}</p>
    </>
  `;
}
