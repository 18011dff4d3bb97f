import assert from 'node:assert/strict';
import { type ElementHandle, type Page, TimeoutError } from 'puppeteer-core';

type Role = 'button' | 'link' | 'textbox' | 'heading' | 'tab' | 'menuitem';

type Key = 'Tab' | 'ArrowRight' | 'ArrowDown';

/** Stops after which it is given up that a thing can be reached. */
const STOPS = 100;

/** Looks for a thing, of a second each, after which it is given up. */
const LOOKS = 60;

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
    await this.moveTo('[role="tab"][aria-selected="true"]', 'Tab');
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
    else await this.moveTo(field, 'Tab');
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('KeyA');
    await this.page.keyboard.up('Control');
    await this.page.keyboard.type(text);
  }

  private async pressAt(selector: string): Promise<void> {
    if (this.hand === 'mouse') return this.page.locator(selector).click();
    await this.moveTo(selector, 'Tab');
    await this.page.keyboard.press('Enter');
  }

  /** With a key, from where one is. */
  private async moveTo(selector: string, key: Key): Promise<void> {
    let target = await this.lookFor(selector, key);
    for (let stop = 0; stop < STOPS; stop++) {
      // What is drawn anew is another element.
      if (!(await target.evaluate((element) => element.isConnected)))
        target = (await this.page.$(selector)) ?? target;
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(key);
    }
    assert.fail(`${selector} cannot be reached with the keyboard on ${this.page.url()}`);
  }

  /**
   * What has the focus goes by another name, of which its ring is a part. What is not found may be what one is on, or
   * has come to while it was drawn: one moves on, and looks again.
   */
  private async lookFor(selector: string, key: Key): Promise<ElementHandle> {
    for (let look = 0; look < LOOKS; look++) {
      const found = await this.page.waitForSelector(selector, { timeout: 1_000 }).catch(orNotThere);
      if (found !== null) return found;
      await this.page.keyboard.press(key);
    }
    assert.fail(`${selector} is not on ${this.page.url()}`);
  }

  private named(name: string, role: Role): string {
    return `::-p-aria([name="${name}"][role="${role}"])`;
  }
}

function orNotThere(error: unknown): null {
  if (error instanceof TimeoutError) return null;
  throw error;
}
