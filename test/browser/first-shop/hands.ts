/** How a person works a page: with a mouse and a keyboard, or with the keyboard alone. Every fill, click and press is counted. */

import type { Locator, Page } from 'playwright-core';

export interface Hands {
  /** Each input, in words. */
  readonly inputs: readonly string[];
  type(field: Locator, text: string): Promise<void>;
  /** Follows a link or presses a button, and waits for the page that comes. */
  go(target: Locator): Promise<void>;
}

/** Points and clicks. */
export function mouse(page: Page): Hands {
  const inputs: string[] = [];
  return {
    inputs,
    async type(field, text) {
      inputs.push(`fill ${await nameOf(field)}`);
      await field.fill(text);
    },
    async go(target) {
      inputs.push(`click ${await nameOf(target)}`);
      await Promise.all([page.waitForEvent('load'), target.click()]);
    },
  };
}

/** More steps than a page has places to stop at. */
const mostTabs = 150;

/** Tabs from place to place as somebody does who uses no mouse; what has the focus must show it. */
export function keyboard(page: Page): Hands {
  const inputs: string[] = [];
  const reach = async (target: Locator) => {
    await target.waitFor({ state: 'visible' });
    for (let step = 0; step < mostTabs; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return requireVisibleFocus(target);
      await page.keyboard.press('Tab');
    }
    throw new Error(`${await nameOf(target)} cannot be reached with the tab key on ${page.url()}`);
  };
  return {
    inputs,
    async type(field, text) {
      await reach(field);
      inputs.push(`type ${await nameOf(field)}`);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
    async go(target) {
      await reach(target);
      inputs.push(`press Enter on ${await nameOf(target)}`);
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    },
  };
}

async function requireVisibleFocus(target: Locator): Promise<void> {
  const shown = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  if (!shown) throw new Error(`the focus on ${await nameOf(target)} cannot be seen`);
}

function nameOf(target: Locator): Promise<string> {
  return target.evaluate((element) => {
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
    return (label ?? element.tagName).trim().replace(/\s+/g, ' ');
  });
}
