import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { CopyButton } from '../../ui/copy.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { isFound, listOperations, type OpenApi, type Operation, toCurl } from './operations.ts';
import { toText } from './schema-text.ts';

const ACCESS: Record<Operation['access'], string> = {
  everybody: 'for everybody',
  optional: 'for everybody, as far as the person shares it',
  key: 'with a key',
};

/** Every request that the server answers, from its own description. */
export function Reference({ fragment }: { fragment: string }) {
  const { api } = useApp();
  const wanted = useSignal('');
  const description = useResource<OpenApi>((signal) => api.get('api/v1/openapi.json', { signal }));
  const { data, error, reload } = description;
  const operations = data.value ? listOperations(data.value) : [];
  const found = operations.filter((operation) => isFound(operation, wanted.value.trim()));
  useEffect(() => {
    if (data.value && fragment !== '') document.getElementById(fragment)?.scrollIntoView();
  }, [data.value, fragment]);
  return html`
    <article class="docs-article">
      <h1 class="page-title">API reference</h1>
      <p>Made from the schemas that requests are checked with. Tools read the same from <a href="api/v1/openapi.json" target="_blank" rel="noreferrer">openapi.json</a> (OpenAPI 3.1).</p>
      <div class="docs-filter">
        <input class="input" type="search" aria-label="Filter requests" placeholder="heartbeats, POST, plugins settings…" value=${wanted.value}
          onInput=${(event: { currentTarget: HTMLInputElement }) => {
            wanted.value = event.currentTarget.value;
          }} />
        <p role="status">${data.value && `${found.length} of ${operations.length} requests`}</p>
      </div>
      ${error.value && html`<${FailureNotice} error=${error.value} onRetry=${reload} />`}
      ${!data.value && !error.value && html`<div class="skeleton-block docs-skeleton"></div>`}
      ${data.value && found.length === 0 && html`<p>No request matches “${wanted.value}”.</p>`}
      ${data.value?.tags.map((tag) => {
        const inGroup = found.filter((operation) => operation.tag === tag.name);
        if (inGroup.length === 0) return null;
        return html`
          <section key=${tag.name} class="docs-group">
            <h2>${tag.name}</h2>
            <p>${tag.description}</p>
            ${inGroup.map(
              (operation) =>
                html`<${Entry} key=${operation.id} operation=${operation} isOpen=${operation.id === fragment} />`,
            )}
          </section>
        `;
      })}
    </article>
  `;
}

/** Folded until somebody wants it: there are many. */
function Entry({ operation, isOpen }: { operation: Operation; isOpen: boolean }) {
  const isShown = useSignal(isOpen);
  const { id, method, path, summary } = operation;
  const onToggle = ({ currentTarget }: { currentTarget: HTMLDetailsElement }) => {
    isShown.value = currentTarget.open;
  };
  return html`
    <details class="docs-operation" id=${id} open=${isShown.value} onToggle=${onToggle}>
      <summary>
        <span class="docs-method" data-method=${method}>${method}</span>
        <code class="docs-path">${path}</code>
        <span class="docs-summary">${summary}</span>
      </summary>
      ${isShown.value && html`<${Details} operation=${operation} />`}
    </details>
  `;
}

function Details({ operation }: { operation: Operation }) {
  const { id, parameters, body, answers, access } = operation;
  const curl = toCurl(operation, document.baseURI.replace(/\/$/, ''));
  return html`
    <div class="docs-operation-body">
      <p>Answers ${ACCESS[access]}. <a href=${`docs/api#${id}`}>Link to this request</a></p>
      ${
        parameters.length > 0 &&
        html`
          <h3>Parameters</h3>
          <dl class="docs-parameters">
            ${parameters.map(
              (parameter) => html`
                <div key=${`${parameter.in} ${parameter.name}`}>
                  <dt><code>${parameter.name}</code></dt>
                  <dd><code>${toText(parameter.schema)}</code> ${parameter.in}${!parameter.required && ', optional'}</dd>
                </div>
              `,
            )}
          </dl>
        `
      }
      ${body !== undefined && html`<h3>Body</h3><pre tabindex="0"><code>${toText(body)}</code></pre>`}
      ${answers.map(
        ({ status, schema }) => html`
          <h3 key=${status}>Answer ${status}</h3>
          ${schema === undefined ? html`<p>As the request says.</p>` : html`<pre tabindex="0"><code>${toText(schema)}</code></pre>`}
        `,
      )}
      <h3>Example</h3>
      <div class="docs-code">
        <pre tabindex="0"><code>${curl}</code></pre>
        <${CopyButton} text=${curl} />
      </div>
    </div>
  `;
}
