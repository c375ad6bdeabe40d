import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe finds serious or critical, in words; empty when the page is fit for everybody. */
export async function findViolations(page: Page | Frame): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  });
}

declare global {
  interface Window {
    /** There after `axe.source` ran. */
    axe: typeof axe;
  }
}
