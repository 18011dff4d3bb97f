import type { CutOff } from '../../cut-offs/cut-off.js';
import type { Millis } from '../../common/clock.js';
import { ulid } from '../../common/ids.js';
import { CUT_OFFS, byTime } from './keys.js';
import type { Stored } from './stored.js';

/** @param at when it is published */
export function toCutOffItem(cutOff: CutOff, at: Millis): Stored<CutOff> {
  return { ...cutOff, PK: CUT_OFFS, SK: byTime(cutOff.exp, ulid(at)), ttl: cutOff.exp };
}
