import type { Schema } from '../../support/operations.js';

/** Stands in values that are sent, and never in an answer. */
export const ECHO = 'cafe-babe';

const LONG = 10_000;

/** Values of other types than the schema's, and what its limits leave out. */
export function wrongValues({ type = 'object', maxLength = LONG, minimum, maximum }: Schema): unknown[] {
  const others = [7, true, ECHO, [ECHO], { [ECHO]: ECHO }];
  const foreign = others.filter((value) => typeOf(value) !== (type === 'integer' ? 'number' : type));
  const own: Readonly<Record<string, unknown[]>> = {
    string: ['x'.repeat(maxLength + 1)],
    number: [minimum! - 1, maximum! + 1, 1.5],
    array: [[7], [null], [[ECHO]], [`${ECHO} ${ECHO}`]],
  };
  return [null, ...foreign, ...(own[type] ?? [])];
}

/** No text for people, of one line. */
export const UNPRINTABLE = [`a\u0000${ECHO}`, `a\ud800${ECHO}`, `a\u202e${ECHO}`, `a\n${ECHO}`];

/** What is nothing but text to us, and no id, address, time or word of a list. */
export const HOSTILE = [
  ...UNPRINTABLE,
  `<script>${ECHO}</script>`,
  `' OR 1=1 -- ${ECHO}`,
  `../../${ECHO}`,
  `\${jndi:ldap://${ECHO}}`,
  `__proto__ ${ECHO}`,
];

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
