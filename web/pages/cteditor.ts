import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { PluginEditor } from '../editor/plugin-editor.ts';

/** Where plugins are written, tried and published. */
export function Page() {
  const { router, session } = useApp();
  const me = session.me.value;
  const wanted = router.place.value.query.get('plugin');
  return me && html`<${PluginEditor} key=${me.id} userId=${me.id} wanted=${wanted} />`;
}
