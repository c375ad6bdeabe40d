import type { Page } from 'playwright-core';

/** What pages are looked at on. */
export const THEMES = ['dark', 'light'] as const;
export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const PHONE_WIDTH = 480;
const NARROWEST_WIDTH = 360;

/** The whole page in one picture: as high as it is, so that what is fixed stays at the edge. */
export async function photograph(page: Page, path: string): Promise<void> {
  const viewport = page.viewportSize();
  if (!viewport) throw new Error('the page has no size');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) });
  await page.screenshot({ path });
}

/** After what draws itself anew in a new width has done so. */
async function findWidth(): Promise<number> {
  for (let frame = 0; frame < 2; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return document.documentElement.scrollWidth;
}

/** Whether the page scrolls sideways, on a phone also on the narrowest. */
export async function isTooWide(page: Page, width: number): Promise<boolean> {
  const widths = width < PHONE_WIDTH ? [width, NARROWEST_WIDTH] : [width];
  for (const each of widths) {
    await page.setViewportSize({ width: each, height: 800 });
    const needed = await page.evaluate(findWidth);
    if (needed > each) return true;
  }
  return false;
}
