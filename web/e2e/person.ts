import { expect } from 'bun:test';
import type { Page } from 'playwright-core';
import type { Program } from './program.ts';

export const PERSON = { username: 'ada', password: 'correct horse battery' };

/** Opens the printed link and makes the first account; ends on the connect page. */
export async function setUp(page: Page, program: Program): Promise<void> {
  if (!program.setupLink) throw new Error('the program printed no setup link');
  await page.goto(program.setupLink);
  await page.getByLabel('Username').fill(PERSON.username);
  await page.getByLabel('Password').fill(PERSON.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Connect an editor' }).waitFor();
  expect(new URL(page.url()).pathname).toEndWith('/connect');
}

/** Makes a key on the connect page, and reads it there. */
export async function makeKey(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Make a key' }).click();
  return (await page.getByTestId('new-key').textContent()) ?? '';
}

export async function signIn(page: Page, program: Program): Promise<void> {
  await page.goto(`${program.url}/`);
  await page.getByLabel('Username').fill(PERSON.username);
  await page.getByLabel('Password').fill(PERSON.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('today').waitFor();
}
