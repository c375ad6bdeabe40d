import { html, render } from 'htm/preact';
import { AppContext, openApp } from './app.ts';
import { Root } from './shell/root.ts';

const app = openApp(window);
const place = document.getElementById('app');
if (place) render(html`<${AppContext.Provider} value=${app}><${Root} /></>`, place);
