import assert from 'node:assert/strict';
import type { ElementHandle, Page } from 'puppeteer-core';

type Role = 'button' | 'link' | 'textbox' | 'heading' | 'tab' | 'menuitem';

/** Stops after which it is given up that a thing can be reached. */
const STOPS = 100;

/** The portal as people use it: by what a screen reader calls things, by mouse or by keyboard alone. */
export class PortalPage {
  constructor(
    readonly page: Page,
    private readonly hand: 'mouse' | 'keyboard' = 'mouse',
  ) {}

  /** Presses a button, follows a link. */
  async press(name: string, role: Role = 'button'): Promise<void> {
    await this.pressAt(this.named(name, role));
  }

  /** Presses a button of the dialog that is open, once it is what it asks; the page behind it may have one of that name. */
  async confirm(name: string): Promise<void> {
    await this.pressAt(`[role="dialog"] ${this.named(name, 'button')}`);
  }

  /** Opens a tab beside the one that is open. */
  async openTab(name: string): Promise<void> {
    const tab = this.named(name, 'tab');
    if (this.hand === 'mouse') return this.page.locator(tab).click();
    await this.reach('[role="tab"][aria-selected="true"]');
    await this.moveTo(tab, 'ArrowRight');
  }

  /** Opens a menu and takes what is in it. */
  async take(menu: string, item: string): Promise<void> {
    await this.press(menu);
    const wanted = this.named(item, 'menuitem');
    if (this.hand === 'mouse') return this.page.locator(wanted).click();
    await this.moveTo(wanted, 'ArrowDown');
    await this.page.keyboard.press('Enter');
  }

  /** Opens the list that shows `chosen`, and takes what is left of it when another name is typed. */
  async choose(chosen: string, option: string): Promise<void> {
    await this.pressAt(`::-p-xpath(//button[@aria-haspopup and .//text()="${chosen}"])`);
    await this.page.waitForSelector(`::-p-xpath(//*[@role="option" and .//text()="${option}"])`);
    await this.page.keyboard.type(option);
    await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
  }

  /** Types into a field, in place of what is there. */
  async type(label: string, text: string): Promise<void> {
    await this.fill(this.named(label, 'textbox'), text);
  }

  /** The same, into a password field: it has no role. */
  async typePassword(label: string, text: string): Promise<void> {
    await this.fill(`::-p-aria([name="${label}"])`, text);
  }

  /** To a page of the side navigation, which is folded away after the window was narrow. */
  async goTo(name: string): Promise<void> {
    const unfolded = await this.page.$(this.named('Close navigation', 'button'));
    if (unfolded === null) await this.press('Open navigation');
    await this.press(name, 'link');
  }

  find(name: string, role: Role = 'button'): Promise<ElementHandle> {
    return this.page.waitForSelector(this.named(name, role)) as Promise<ElementHandle>;
  }

  /** @param within milliseconds */
  async see(text: string, { within }: { within?: number } = {}): Promise<void> {
    await this.page
      .waitForFunction(
        (wanted) => document.body.innerText.includes(wanted),
        within === undefined ? {} : { timeout: within },
        text,
      )
      .catch(() => {
        throw new assert.AssertionError({ message: `“${text}” is not shown on ${this.page.url()}` });
      });
  }

  /** On a page that asks once: loads it anew for as long as the text is not there. @param within milliseconds */
  async seeOnceReloaded(text: string, { within }: { within: number }): Promise<void> {
    const end = Date.now() + within;
    while (Date.now() < end) {
      const isShown = await this.see(text, { within: 5_000 }).then(
        () => true,
        () => false,
      );
      if (isShown) return;
      await this.page.reload();
    }
    await this.see(text);
  }

  async valueOf(label: string): Promise<string> {
    const field = await this.find(label, 'textbox');
    return field.evaluate((input) => (input as unknown as { value: string }).value);
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    await this.type('E-mail address', email);
    await this.typePassword('Password', password);
    await this.press('Sign in');
  }

  private async fill(field: string, text: string): Promise<void> {
    if (this.hand === 'mouse') await this.page.locator(field).click();
    else await this.reach(field);
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('KeyA');
    await this.page.keyboard.up('Control');
    await this.page.keyboard.type(text);
  }

  private async pressAt(selector: string): Promise<void> {
    if (this.hand === 'mouse') return this.page.locator(selector).click();
    await this.reach(selector);
    await this.page.keyboard.press('Enter');
  }

  /** With the Tab key, from where one is. What has the focus goes by another name, of which its ring is a part. */
  private async reach(selector: string): Promise<void> {
    if ((await this.page.$(selector)) === null) await this.page.keyboard.press('Tab');
    await this.moveTo(selector, 'Tab');
  }

  private async moveTo(selector: string, key: 'Tab' | 'ArrowRight' | 'ArrowDown'): Promise<void> {
    let target = (await this.page.waitForSelector(selector)) as ElementHandle;
    for (let stop = 0; stop < STOPS; stop++) {
      // What is drawn anew is another element.
      if (!(await target.evaluate((element) => element.isConnected)))
        target = (await this.page.$(selector)) ?? target;
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(key);
    }
    assert.fail(`${selector} cannot be reached with the keyboard on ${this.page.url()}`);
  }

  private named(name: string, role: Role): string {
    return `::-p-aria([name="${name}"][role="${role}"])`;
  }
}
