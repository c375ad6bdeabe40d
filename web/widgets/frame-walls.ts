/**
 * Ways out of a widget's frame that its policy (src/plugins/frame) cannot close. WebRTC asks any host
 * and no directive of today's browsers forbids it; and a frame within the frame (`srcdoc`,
 * `javascript:`) would have it anew, so there are none. The policy lets frames load nothing anyway.
 */
const UNPOLICED = ['RTCPeerConnection', 'webkitRTCPeerConnection'];
/** They make shadow trees, or documents, that nobody could watch. */
const UNWATCHED: readonly [owner: object, names: readonly string[]][] = [
  [Document, ['parseHTMLUnsafe']],
  [Document.prototype, ['write', 'writeln', 'open']],
  [Element.prototype, ['setHTMLUnsafe']],
  [ShadowRoot.prototype, ['setHTMLUnsafe']],
];
const FRAMES = 'iframe, frame, object, embed';

/** Before anything of the widget runs. */
export function raiseWalls(window: Window): void {
  for (const name of UNPOLICED) Reflect.deleteProperty(window, name);
  for (const [owner, names] of UNWATCHED) {
    for (const name of names) Reflect.deleteProperty(owner, name);
  }
  // The widget may replace these; what is kept here stays as it is.
  const { remove, querySelectorAll, attachShadow } = Element.prototype;
  const { observe } = MutationObserver.prototype;
  const { apply } = Reflect;
  const { matches } = Element.prototype;

  /** Runs before a frame that was put there can load: loading takes a task of its own. */
  const observer = new MutationObserver((records) => {
    for (let record = 0; record < records.length; record += 1) {
      const added = records[record]?.addedNodes;
      for (let index = 0; index < (added?.length ?? 0); index += 1) {
        const node = added?.[index];
        if (!(node instanceof Element)) continue;
        if (apply(matches, node, [FRAMES])) apply(remove, node, []);
        const inside: NodeListOf<Element> = apply(querySelectorAll, node, [FRAMES]);
        for (let at = 0; at < inside.length; at += 1) apply(remove, inside[at], []);
      }
    }
  });
  const watch = (root: Node) =>
    apply(observe, observer, [root, { childList: true, subtree: true }]);
  watch(window.document);
  Element.prototype.attachShadow = function attachWatchedShadow(options) {
    const root: ShadowRoot = apply(attachShadow, this, [options]);
    watch(root);
    return root;
  };
}
