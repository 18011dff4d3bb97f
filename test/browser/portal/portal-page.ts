import assert from 'node:assert/strict';
import type { ElementHandle, KeyInput, Page } from 'puppeteer-core';

type Role = 'button' | 'link' | 'textbox' | 'heading';

/** Presses after which it is given up that a thing can be reached. */
const STOPS = 60;

/** The portal as people use it: by what a screen reader calls things, by mouse or by keyboard alone. */
export class PortalPage {
  constructor(
    readonly page: Page,
    private readonly hand: 'mouse' | 'keyboard' = 'mouse',
  ) {}

  /** Presses a button, follows a link. */
  async press(name: string, role: Role = 'button'): Promise<void> {
    if (this.hand === 'mouse') return this.page.locator(this.named(name, role)).click();
    await this.reach(this.named(name, role));
    await this.page.keyboard.press('Enter');
  }

  /** Presses a button of the dialog that is open, once it is what it asks; the page behind it may have one of that name. */
  async confirm(name: string): Promise<void> {
    const button = `[role="dialog"] ${this.named(name, 'button')}`;
    if (this.hand === 'mouse') return this.page.locator(button).click();
    await this.reach(button);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a tab. */
  async turnTo(name: string): Promise<void> {
    const tab = `::-p-aria([name="${name}"][role="tab"])`;
    if (this.hand === 'mouse') return this.page.locator(tab).click();
    await this.reach('[role="tab"][aria-selected="true"]');
    await this.step('ArrowRight', tab);
  }

  /** Chooses from a menu. */
  async choose(menu: string, item: string): Promise<void> {
    await this.press(menu);
    const wanted = `::-p-aria([name="${item}"][role="menuitem"])`;
    if (this.hand === 'mouse') return this.page.locator(wanted).click();
    await this.step('ArrowDown', wanted);
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

  async see(text: string): Promise<void> {
    await this.page
      .waitForFunction((wanted) => document.body.innerText.includes(wanted), {}, text)
      .catch(() => {
        throw new assert.AssertionError({ message: `“${text}” is not shown on ${this.page.url()}` });
      });
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

  /** With the Tab key, from where one is. */
  private async reach(selector: string): Promise<void> {
    await this.step('Tab', selector);
  }

  /** Presses a key until the focus is where it is wanted. */
  private async step(key: KeyInput, selector: string): Promise<void> {
    const target = (await this.page.waitForSelector(selector)) as ElementHandle;
    for (let stop = 0; stop < STOPS; stop++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(key);
    }
    assert.fail(`${selector} cannot be reached with ${key} on ${this.page.url()}`);
  }

  private named(name: string, role: Role): string {
    return `::-p-aria([name="${name}"][role="${role}"])`;
  }
}
