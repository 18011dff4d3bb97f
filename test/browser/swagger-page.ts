import type { ElementHandle, Page } from 'puppeteer-core';

/** What the page shows of an answer. */
export interface ShownAnswer {
  readonly status: string;
  /** The JSON that is shown; undefined: there is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface Filled {
  /** By parameter. */
  readonly path?: Readonly<Record<string, string>>;
  /** In place of the example. */
  readonly body?: object;
}

const ANSWER = '.live-responses-table .response';

/** Swagger UI as a person uses it: by what can be clicked, typed and read. */
export class SwaggerPage {
  constructor(private readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.waitForSelector('.opblock');
  }

  /** The headings, from top to bottom. */
  async headings(): Promise<string[]> {
    return Promise.all((await this.page.$$('.opblock-tag a span')).map(textOf));
  }

  /** Opens an operation, fills in what is given, leaves the rest as it is, presses Execute and reads the answer. */
  async execute(operationId: string, { path = {}, body }: Filled = {}): Promise<ShownAnswer> {
    const block = await this.expand(operationId);
    for (const [name, value] of Object.entries(path))
      await this.paste(`${block} [data-param-name="${name}"] input`, value);
    if (body !== undefined) await this.paste(`${block} .body-param__text`, JSON.stringify(body));
    if ((await this.page.$(`${block} .btn-clear`)) !== null) await this.click(`${block} .btn-clear`);
    await this.click(`${block} .btn.execute`);
    return this.answerIn(block);
  }

  /** Through the dialog behind the button at the top. */
  async authorize(accessToken: string, photograph: () => Promise<void>): Promise<void> {
    await this.click('.scheme-container .btn.authorize');
    await this.paste('input#auth-bearer-value', accessToken);
    await this.click('.auth-container:has(#auth-bearer-value) .btn.authorize');
    await this.page.waitForSelector('.auth-container .btn[aria-label="Remove authorization"]');
    await photograph();
    await this.click('.auth-btn-wrapper .btn-done');
  }

  private async expand(operationId: string): Promise<string> {
    const block = `.opblock[id$="-${operationId}"]`;
    const summary = `${block} .opblock-summary-control[aria-expanded="false"]`;
    if ((await this.page.$(summary)) !== null) await this.click(summary);
    await this.page.waitForSelector(`${block} .btn.execute`);
    return block;
  }

  private async answerIn(block: string): Promise<ShownAnswer> {
    const answer = await this.page.waitForSelector(`${block} ${ANSWER}`);
    await answer!.scrollIntoView();
    const [code] = await answer!.$$('.response-col_status');
    const json = await answer!.$('.highlight-code code.language-json');
    const body = json && (JSON.parse(await textOf(json)) as ShownAnswer['body']);
    return { status: (await textOf(code!)).slice(0, 3), body: body ?? undefined };
  }

  private click(selector: string): Promise<void> {
    return this.page.locator(selector).click();
  }

  /** In place of what is there, as if pasted. */
  private async paste(selector: string, text: string): Promise<void> {
    await this.click(selector);
    await this.page.keyboard.down('Control');
    await this.page.keyboard.press('KeyA');
    await this.page.keyboard.up('Control');
    await this.page.keyboard.sendCharacter(text);
  }
}

async function textOf(element: ElementHandle): Promise<string> {
  return String(await (await element.getProperty('textContent')).jsonValue());
}
