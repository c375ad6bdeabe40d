import { html } from 'htm/preact';
import { Component, type ComponentChildren } from 'preact';

interface BoundaryProps {
  /** Another value means another page: what failed is forgotten. */
  path: string;
  children: ComponentChildren;
}

/** Keeps a page that failed from taking the shell with it. */
export class Boundary extends Component<BoundaryProps, { failedAt: string | null }> {
  override state: { failedAt: string | null } = { failedAt: null };

  override componentDidCatch(error: unknown): void {
    this.setState({ failedAt: this.props.path });
    reportError(error);
  }

  override render() {
    if (this.state.failedAt !== this.props.path) return this.props.children;
    return html`
      <section class="card empty" role="alert">
        <h1>This page broke</h1>
        <p>Your data is safe. Load the page again; after an update that is often all it takes.</p>
        <button class="btn btn-primary" type="button" onClick=${() => location.reload()}>
          Load again
        </button>
      </section>
    `;
  }
}
