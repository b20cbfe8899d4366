/** What every page keeps: nothing for axe to report in light and dark, nothing wider than a phone of 360 pixels. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with a page as it stands, one line each; empty when nothing is. The page's size and colours are put back.
 *  @param skip rules of axe that do not apply, each with a reason where it is used */
export async function faultsOf(page: Page, skip: readonly string[] = []): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  const faults: string[] = [];
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      faults.push(...(await look(page, skip)).map((fault) => `${colorScheme} ${width}: ${fault}`));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) faults.push(`${colorScheme} ${width}: ${over} px wider than the window`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  return [...new Set(faults)];
}

async function look(page: Page, skip: readonly string[]): Promise<string[]> {
  const options: RunOptions = {
    resultTypes: ['violations'],
    rules: Object.fromEntries(skip.map((rule) => [rule, { enabled: false }])),
  };
  const { violations } = (await page.evaluate(
    (given) => (window as unknown as { axe: { run(options: object): Promise<unknown> } }).axe.run(given),
    options as object,
  )) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
