import { Buffer } from 'node:buffer';
import type { Page } from 'puppeteer-core';

/** Has the next answer of a kind end nowhere, although the request took effect. @returns what resolves once it has */
export async function loseAnswer(page: Page, urlPattern: string): Promise<{ lost: Promise<void> }> {
  const session = await page.createCDPSession();
  await session.send('Fetch.enable', { patterns: [{ urlPattern, requestStage: 'Response' }] });
  const lost = new Promise<void>((resolve) => {
    session.once('Fetch.requestPaused', ({ requestId }) => {
      void session
        .send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' })
        .then(() => session.detach())
        .then(resolve);
    });
  });
  return { lost };
}

/** Holds back the answers of a kind. @returns `held`: resolves with the first; `release`: lets them all come */
export async function holdAnswers(
  page: Page,
  urlPattern: string,
): Promise<{ held: Promise<void>; release: () => Promise<void> }> {
  const session = await page.createCDPSession();
  const held = new Promise<void>((resolve) => session.once('Fetch.requestPaused', () => resolve()));
  await session.send('Fetch.enable', { patterns: [{ urlPattern, requestStage: 'Response' }] });
  return { held, release: () => session.detach() };
}

/** Has something before the broker answer in its place. @returns what ends that */
export async function answerInstead(
  page: Page,
  urlPattern: string,
  responseCode: 502 | 503,
): Promise<() => Promise<void>> {
  const session = await page.createCDPSession();
  const responseHeaders = [{ name: 'content-type', value: 'text/html' }];
  const body = Buffer.from('<h1>No broker</h1>').toString('base64');
  session.on('Fetch.requestPaused', ({ requestId }) => {
    const answer = { requestId, responseCode, responseHeaders, body };
    session.send('Fetch.fulfillRequest', answer).catch(() => undefined);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern }] });
  return () => session.detach();
}
