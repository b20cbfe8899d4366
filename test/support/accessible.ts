/** What every page keeps: nothing for axe to report in light and dark, nothing wider than a phone of 360 pixels. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  colorScheme: 'light' | 'dark';
  /** Of the window, in pixels. */
  width: number;
}

const desktop = 1280;
const phone = 360;

/** Both colours, on a screen and on a small phone. */
const everyLook: readonly Look[] = [
  { colorScheme: 'light', width: desktop },
  { colorScheme: 'light', width: phone },
  { colorScheme: 'dark', width: desktop },
  { colorScheme: 'dark', width: phone },
];

/** Each colour and each width once: enough where many pages share their parts. */
export const crossedLooks: readonly Look[] = [
  { colorScheme: 'light', width: desktop },
  { colorScheme: 'dark', width: phone },
];

/** What is wrong with a page as it stands, one line each; empty when nothing is. The page's size and colours are put back. */
export async function faultsOf(page: Page, looks: readonly Look[] = everyLook): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  const faults: string[] = [];
  await page.evaluate(axe);
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: before.height });
    faults.push(...(await look(page)).map((fault) => `${colorScheme} ${width}: ${fault}`));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) faults.push(`${colorScheme} ${width}: ${over} px wider than the window`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  return [...new Set(faults)];
}

async function look(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate(() =>
    (window as unknown as { axe: { run(options: object): Promise<unknown> } }).axe.run({ resultTypes: ['violations'] }),
  )) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
