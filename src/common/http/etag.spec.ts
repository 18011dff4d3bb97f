import { isNotModified } from './etag.js';

const TAG = '"Zk3qXc5D1y"';

describe('If-None-Match', () => {
  it.each([
    ['the tag', TAG],
    ['the tag among others', `"other", ${TAG}, "third"`],
    ['the tag among others, without spaces', `"other",${TAG}`],
    ['the tag as a weak one', `W/${TAG}`],
    ['the tag as a weak one among others', `"other", W/${TAG}`],
    ['white space around it', ` \t${TAG} `],
    ['any', '*'],
    ['any, with white space', ' * '],
  ])('names %s: nothing new', (_, header) => {
    expect(isNotModified(header, TAG)).toBe(true);
  });

  it.each([
    ['is absent', undefined],
    ['is empty', ''],
    ['names another', '"other"'],
    ['names others', '"other", W/"third"'],
    ['lacks the quotes', 'Zk3qXc5D1y'],
    ['has one quote', '"Zk3qXc5D1y'],
    ['has it in another case', TAG.toLowerCase()],
    ['has a weak mark in lower case', `w/${TAG}`],
    ['has it within another', `"x${TAG}x"`],
    ['has any within quotes', '"*"'],
  ])('%s: to be answered anew', (_, header) => {
    expect(isNotModified(header, TAG)).toBe(false);
  });
});
